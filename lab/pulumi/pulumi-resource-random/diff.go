package main

import (
	"sort"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func difference(olds, news resource.PropertyMap) *pulumirpc.DiffResponse {
	changes := olds.Diff(news)
	if changes == nil {
		return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}
	}
	response := &pulumirpc.DiffResponse{
		Changes:         pulumirpc.DiffResponse_DIFF_SOME,
		DetailedDiff:    map[string]*pulumirpc.PropertyDiff{},
		HasDetailedDiff: true,
	}
	for path, change := range plugin.NewDetailedDiffFromObjectDiff(changes, true) {
		response.DetailedDiff[path] = &pulumirpc.PropertyDiff{Kind: replacing(change.Kind), InputDiff: true}
	}
	for _, key := range changes.Keys() {
		if changes.Changed(key) {
			response.Diffs = append(response.Diffs, string(key))
		}
	}
	sort.Strings(response.Diffs)
	response.Replaces = response.Diffs
	return response
}

func replacing(kind plugin.DiffKind) pulumirpc.PropertyDiff_Kind {
	switch kind {
	case plugin.DiffAdd, plugin.DiffAddReplace:
		return pulumirpc.PropertyDiff_ADD_REPLACE
	case plugin.DiffDelete, plugin.DiffDeleteReplace:
		return pulumirpc.PropertyDiff_DELETE_REPLACE
	default:
		return pulumirpc.PropertyDiff_UPDATE_REPLACE
	}
}
