package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// manifest is the part of a package.json that says which provider the package belongs to.
type manifest struct {
	Name            string            `json:"name"`
	Version         string            `json:"version"`
	Dependencies    map[string]string `json:"dependencies"`
	DevDependencies map[string]string `json:"devDependencies"`
	Pulumi          *struct {
		Resource bool   `json:"resource"`
		Name     string `json:"name"`
		Version  string `json:"version"`
		Server   string `json:"server"`
	} `json:"pulumi"`
}

func (h *host) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{Packages: requiredPackages(request.GetInfo().GetProgramDirectory())}, nil
}

// requiredPackages follows the program's dependencies, and theirs, to the packages that come with a provider.
func requiredPackages(directory string) []*pulumirpc.PackageDependency {
	found := map[string]*pulumirpc.PackageDependency{}
	walk(directory, true, map[string]bool{}, func(package_ manifest) {
		declared := package_.Pulumi
		if declared == nil || !declared.Resource {
			return
		}
		name, version := declared.Name, declared.Version
		if name == "" {
			name = strings.TrimPrefix(package_.Name, "@pulumi/")
		}
		if version == "" {
			version = package_.Version
		}
		found[name+"@"+version] = &pulumirpc.PackageDependency{
			Kind: "resource", Name: name, Version: "v" + strings.TrimPrefix(version, "v"), Server: declared.Server,
		}
	})
	packages := make([]*pulumirpc.PackageDependency, 0, len(found))
	for _, dependency := range found {
		packages = append(packages, dependency)
	}
	sort.Slice(packages, func(a, b int) bool { return packages[a].GetName() < packages[b].GetName() })
	return packages
}

func walk(directory string, root bool, seen map[string]bool, visit func(manifest)) {
	text, err := os.ReadFile(filepath.Join(directory, "package.json"))
	if err != nil {
		return
	}
	var package_ manifest
	if json.Unmarshal(text, &package_) != nil {
		return
	}
	visit(package_)
	names := package_.Dependencies
	if root {
		names = merged(package_.Dependencies, package_.DevDependencies)
	}
	for name := range names {
		path, err := above(directory, filepath.Join("node_modules", filepath.FromSlash(name), "package.json"))
		if err != nil {
			continue
		}
		real, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil || seen[real] {
			continue
		}
		seen[real] = true
		walk(real, false, seen, visit)
	}
}

func merged(maps ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, one := range maps {
		for key, value := range one {
			all[key] = value
		}
	}
	return all
}
