// Command pulumi-language-nodejs runs Node programs for Pulumi's CLI. Pulumi's own host comes with its installer and
// from no registry of modules; this one does what programs and policy packs in TypeScript need, on a lab.
package main

import (
	"os"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"release-lab/pulumi/internal/serve"
)

func main() {
	host := &host{engine: engineAddress(os.Args[1:]), children: newChildren()}
	serve.Plugin(func(server *grpc.Server) { pulumirpc.RegisterLanguageRuntimeServer(server, host) }, host.children.end)
}

// The engine's address is the one argument that is no flag.
func engineAddress(arguments []string) string {
	for _, argument := range arguments {
		if !strings.HasPrefix(argument, "-") {
			return argument
		}
	}
	return ""
}
