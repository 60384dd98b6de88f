// Command pulumi-resource-kubernetes is Pulumi's own Kubernetes provider, of its released module.
package main

import (
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"

	"release-lab/parentwatch"
)

// Set by the build: the release that the module is.
var version = "0.0.0"

func main() {
	parentwatch.Start(func() {})
	provider.Serve("kubernetes", version, schema(), []byte("{}"))
}

// The build puts the module's schema beside the command: it is asked for by `pulumi import` alone, and without it the
// provider works all the same.
func schema() []byte {
	if command, err := os.Executable(); err == nil {
		if text, err := os.ReadFile(filepath.Join(filepath.Dir(command), "schema.json")); err == nil {
			return text
		}
	}
	return []byte(`{"name":"kubernetes","version":"` + version + `"}`)
}
