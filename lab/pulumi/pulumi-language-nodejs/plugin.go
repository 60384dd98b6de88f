package main

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// The SDK's entries for plugins written in TypeScript; a policy pack has one of its own.
var entries = map[string]string{"analyzer": "run-policy-pack"}

// RunPlugin runs a plugin that is a Node program, such as a policy pack, and passes on what it writes.
func (h *host) RunPlugin(request *pulumirpc.RunPluginRequest, stream grpc.ServerStreamingServer[pulumirpc.RunPluginResponse]) error {
	kind, ok := entries[request.GetKind()]
	if !ok {
		kind = "run-plugin"
	}
	directory := request.GetInfo().GetProgramDirectory()
	entry, err := above(directory, filepath.Join("node_modules", "@pulumi", "pulumi", "cmd", kind, "index.js"))
	if err != nil {
		return fmt.Errorf("%s has no @pulumi/pulumi: npm ci (%w)", directory, err)
	}
	arguments := append(nodeArguments(request.GetInfo()), entry)
	arguments = append(arguments, request.GetArgs()...)
	if request.GetKind() == "analyzer" {
		arguments = append(arguments, directory)
	}
	command := nodeCommand(directory, arguments)
	command.Dir = request.GetPwd()
	command.Env = request.GetEnv()
	out := &sender{stream: stream}
	command.Stdout, command.Stderr = out.stdout(), out.stderr()
	return out.exit(h.children.run(command))
}

// InstallDependencies is what `pulumi install` calls.
func (h *host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, stream grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse],
) error {
	command := exec.Command("npm", "install", "--no-audit", "--no-fund")
	command.Dir = request.GetInfo().GetProgramDirectory()
	output, err := command.CombinedOutput()
	if sent := stream.Send(&pulumirpc.InstallDependenciesResponse{Stdout: output}); sent != nil {
		return sent
	}
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return fmt.Errorf("npm install failed: %w", err)
	}
	return err
}
