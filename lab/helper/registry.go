package main

import (
	"flag"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// registry answers every image pull in the lab the way a real registry answers for an image that it does not
// have, or (below /private/) does not show. Images that exist are imported beforehand and never pulled, so a
// wrong tag fails here as it does anywhere: "not found", at once, with no packet leaving the machine.
func registry(arguments []string) error {
	flags := flag.NewFlagSet("registry", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:5000", "address to listen on")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	server := &http.Server{Addr: *listen, Handler: http.HandlerFunc(refuse), ReadHeaderTimeout: 5 * time.Second}
	return server.ListenAndServe()
}

func refuse(response http.ResponseWriter, request *http.Request) {
	response.Header().Set("Docker-Distribution-Api-Version", "registry/2.0")
	response.Header().Set("Content-Type", "application/json")
	switch {
	case request.URL.Path == "/v2/":
		fmt.Fprintln(response, "{}")
	case strings.Contains(request.URL.Path, "/private/"):
		answer(response, http.StatusForbidden, "DENIED", "requested access to the resource is denied")
	default:
		answer(response, http.StatusNotFound, "MANIFEST_UNKNOWN", "manifest unknown")
	}
}

func answer(response http.ResponseWriter, status int, code, message string) {
	response.WriteHeader(status)
	fmt.Fprintf(response, "{\"errors\":[{\"code\":%q,\"message\":%q}]}\n", code, message)
}
