package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// forward carries TCP connections from the host's loopback to an address inside the lab's network namespace,
// so that tools on the host reach the API server with an ordinary kubeconfig.
func forward(arguments []string) error {
	flags := flag.NewFlagSet("forward", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:16443", "address on the host")
	namespace := flags.String("netns", "", "path of the network namespace to dial in")
	target := flags.String("target", "127.0.0.1:6443", "address inside the namespace")
	limit := flags.Int("limit", 512, "connections at once; more wait to be accepted")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	listener, err := net.Listen("tcp4", *listen)
	if err != nil {
		return err
	}
	dial, err := dialerInside(*namespace)
	if err != nil {
		return err
	}
	slots := make(chan struct{}, *limit)
	for {
		slots <- struct{}{}
		client, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer func() { <-slots }()
			defer client.Close()
			server, err := dial(*target)
			if err != nil {
				fmt.Fprintf(os.Stderr, "dial %s: %v\n", *target, err)
				return
			}
			defer server.Close()
			splice(client, server)
		}()
	}
}

// dialerInside moves one OS thread into the namespace and keeps it there: a socket belongs for life to the
// namespace of the thread that made it, so every other thread can use it afterwards.
func dialerInside(namespace string) (func(address string) (net.Conn, error), error) {
	type answer struct {
		connection net.Conn
		err        error
	}
	type request struct {
		address string
		answer  chan answer
	}
	requests := make(chan request)
	ready := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread must not serve goroutines of the host's namespace
		file, err := os.Open(namespace)
		if err == nil {
			err = unix.Setns(int(file.Fd()), unix.CLONE_NEWNET)
			file.Close()
		}
		ready <- err
		if err != nil {
			return
		}
		dialer := net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}
		for request := range requests {
			connection, err := dialer.Dial("tcp4", request.address)
			request.answer <- answer{connection, err}
		}
	}()
	if err := <-ready; err != nil {
		return nil, fmt.Errorf("entering %s: %w", namespace, err)
	}
	return func(address string) (net.Conn, error) {
		request := request{address, make(chan answer, 1)}
		requests <- request
		answer := <-request.answer
		return answer.connection, answer.err
	}, nil
}

// splice copies both ways until both sides have said they are done; either may finish sending first.
func splice(client, server net.Conn) {
	var both sync.WaitGroup
	carry := func(to, from net.Conn) {
		defer both.Done()
		if _, err := io.Copy(to, from); err != nil && !errors.Is(err, net.ErrClosed) {
			// A broken direction cannot heal: end the other one too, or it would wait for ever.
			client.Close()
			server.Close()
			return
		}
		if half, ok := to.(*net.TCPConn); ok {
			_ = half.CloseWrite()
		}
	}
	both.Add(2)
	go carry(server, client)
	go carry(client, server)
	both.Wait()
}
