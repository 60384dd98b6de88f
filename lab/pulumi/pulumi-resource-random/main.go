// Command pulumi-resource-random makes the random values that this project's programs use, with the very outputs of
// Pulumi's own provider, which comes with its installer and from no registry of modules.
package main

import (
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"release-lab/pulumi/internal/serve"
)

// Set by the build: the release whose outputs these are.
var version = "0.0.0"

func main() {
	serve.Plugin(func(server *grpc.Server) { pulumirpc.RegisterResourceProviderServer(server, &provider{}) }, func() {})
}
