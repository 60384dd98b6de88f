// Package parentwatch ends a plugin whose engine is gone: killed, it cannot tell its plugins to end, and they would
// live on.
package parentwatch

import (
	"os"
	"time"
)

const lookEvery = 250 * time.Millisecond

// Start calls gone, then ends this process, once the process that started it has ended.
func Start(gone func()) {
	parent := os.Getppid()
	go func() {
		for os.Getppid() == parent {
			time.Sleep(lookEvery)
		}
		gone()
		os.Exit(1)
	}()
}
