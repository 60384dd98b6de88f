// Package serve is what every Pulumi plugin does to be found: it serves on a port of loopback and prints its number.
package serve

import (
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"google.golang.org/grpc"

	"release-lab/parentwatch"
)

// Plugin serves until its engine ends; gone is called when that was killed.
func Plugin(register func(*grpc.Server), gone func()) {
	parentwatch.Start(gone)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(server *grpc.Server) error {
			register(server)
			return nil
		},
	})
	if err != nil {
		fail(err)
	}
	fmt.Printf("%d\n", handle.Port)
	if err := <-handle.Done; err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
