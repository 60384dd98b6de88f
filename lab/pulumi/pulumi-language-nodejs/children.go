package main

import (
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// children are the Node processes of this host, each with a process group of its own: ended with all that they started.
type children struct {
	mutex   sync.Mutex
	running map[*exec.Cmd]struct{}
}

func newChildren() *children {
	return &children{running: map[*exec.Cmd]struct{}{}}
}

// run lets the child write where this process does: the engine reads that and shows it.
func (c *children) run(command *exec.Cmd) error {
	if command.Stdout == nil {
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
	}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.start(command); err != nil {
		return err
	}
	defer c.forget(command)
	return command.Wait()
}

func (c *children) start(command *exec.Cmd) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if err := command.Start(); err != nil {
		return err
	}
	c.running[command] = struct{}{}
	return nil
}

func (c *children) forget(command *exec.Cmd) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	delete(c.running, command)
}

const patience = 500 * time.Millisecond

// end asks first, and insists after a moment.
func (c *children) end() {
	c.signal(syscall.SIGTERM)
	for deadline := time.Now().Add(patience); time.Now().Before(deadline) && c.any(); {
		time.Sleep(10 * time.Millisecond)
	}
	c.signal(syscall.SIGKILL)
}

func (c *children) any() bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return len(c.running) > 0
}

func (c *children) signal(signal syscall.Signal) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for command := range c.running {
		_ = syscall.Kill(-command.Process.Pid, signal)
	}
}
