package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// programCommand is Node with the SDK's own entry, which then loads the program.
func programCommand(request *pulumirpc.RunRequest, engine string) (*exec.Cmd, error) {
	info := request.GetInfo()
	entry, err := above(info.GetProgramDirectory(), filepath.Join("node_modules", "@pulumi", "pulumi", "cmd", "run", "index.js"))
	if err != nil {
		return nil, fmt.Errorf("the project has no @pulumi/pulumi: npm ci (%w)", err)
	}
	arguments := append(nodeArguments(info), entry,
		"--monitor", request.GetMonitorAddress(), "--engine", engine,
		"--organization", request.GetOrganization(), "--project", request.GetProject(), "--stack", request.GetStack(),
		"--pwd", info.GetProgramDirectory(), "--root-directory", info.GetRootDirectory(),
		"--parallel", strconv.Itoa(int(request.GetParallel())),
	)
	if request.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	arguments = append(arguments, info.GetEntryPoint())
	return nodeCommand(info.GetProgramDirectory(), append(arguments, request.GetArgs()...)), nil
}

// nodeCommand prefers the Node that the project brings among its packages.
func nodeCommand(directory string, arguments []string) *exec.Cmd {
	node, err := above(directory, filepath.Join("node_modules", ".bin", "node"))
	if err != nil {
		node = "node"
	}
	command := exec.Command(node, arguments...)
	command.Dir = directory
	return command
}

// nodeArguments are the `nodeargs` of Pulumi.yaml's runtime options.
func nodeArguments(info *pulumirpc.ProgramInfo) []string {
	return strings.Fields(info.GetOptions().GetFields()["nodeargs"].GetStringValue())
}

// above finds a file in a directory or the nearest one above it, as Node finds packages.
func above(directory, name string) (string, error) {
	for {
		path := filepath.Join(directory, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		parent := filepath.Dir(directory)
		if parent == directory {
			return "", fmt.Errorf("no %s in %s or above", name, directory)
		}
		directory = parent
	}
}
