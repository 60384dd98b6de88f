package main

import (
	"errors"
	"io"
	"os/exec"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// sender passes a plugin's output on, one message at a time: a stream must not be sent to by two at once.
type sender struct {
	mutex  sync.Mutex
	stream grpc.ServerStreamingServer[pulumirpc.RunPluginResponse]
}

type writer func(data []byte) *pulumirpc.RunPluginResponse

func (s *sender) stdout() io.Writer {
	return &part{s, func(data []byte) *pulumirpc.RunPluginResponse {
		return &pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stdout{Stdout: data}}
	}}
}

func (s *sender) stderr() io.Writer {
	return &part{s, func(data []byte) *pulumirpc.RunPluginResponse {
		return &pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stderr{Stderr: data}}
	}}
}

// exit tells how the plugin ended.
func (s *sender) exit(err error) error {
	var ended *exec.ExitError
	code := 0
	if errors.As(err, &ended) {
		code = ended.ExitCode()
	} else if err != nil {
		return err
	}
	return s.send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(code)}})
}

func (s *sender) send(message *pulumirpc.RunPluginResponse) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.stream.Send(message)
}

type part struct {
	sender *sender
	wrap   writer
}

func (p *part) Write(data []byte) (int, error) {
	if err := p.sender.send(p.wrap(append([]byte{}, data...))); err != nil {
		return 0, err
	}
	return len(data), nil
}
