// Command web is the sample server that the lab releases: one static binary, whose version and faults are
// chosen by environment variables (behaviour.go). It does on SIGTERM what a well-behaved server does.
package main

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(log.LstdFlags | log.Lmicroseconds)
	log.SetOutput(os.Stdout)
	behaviour, err := behaviourFrom(os.Getenv)
	if err != nil {
		log.Fatalf("wrong configuration: %v", err)
	}
	log.Printf("starting %s %s on port %d", behaviour.service, behaviour.version, behaviour.port)
	behaviour.failAtStart()
	if behaviour.startDelay > 0 {
		log.Printf("warming up for %s", behaviour.startDelay)
		time.Sleep(behaviour.startDelay)
	}

	site := newSite(behaviour)
	go behaviour.failLater()
	go behaviour.leak()

	terminate := make(chan os.Signal, 1)
	signal.Notify(terminate, syscall.SIGTERM, syscall.SIGINT)
	failed := make(chan error, 1)
	go func() { failed <- site.server.ListenAndServe() }()
	log.Printf("listening")

	for {
		select {
		case err := <-failed:
			if err != http.ErrServerClosed {
				log.Fatalf("cannot serve: %v", err)
			}
			return
		case received := <-terminate:
			if behaviour.ignoreSigterm {
				log.Printf("%s ignored", received)
				continue
			}
			log.Printf("%s received: draining for at most %s", received, behaviour.drain)
			site.drain()
			log.Printf("drained, bye")
			return
		}
	}
}
