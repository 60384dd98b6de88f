// Command helper holds the lab's two small servers. They are not part of the Kubernetes binary because they
// would each take 100 MB of memory there, for packages that they never use.
package main

import (
	"fmt"
	"os"
)

var programs = map[string]func(arguments []string) error{"forward": forward, "registry": registry}

func main() {
	if len(os.Args) < 2 || programs[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: helper forward|registry [FLAGS]")
		os.Exit(2)
	}
	if err := programs[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}
