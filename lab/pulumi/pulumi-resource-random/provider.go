package main

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

type provider struct {
	pulumirpc.UnimplementedResourceProviderServer
}

var (
	read  = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, SkipNulls: true}
	write = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true}
)

func properties(values *structpb.Struct) (resource.PropertyMap, error) {
	return plugin.UnmarshalProperties(values, read)
}

func (*provider) Handshake(context.Context, *pulumirpc.ProviderHandshakeRequest) (*pulumirpc.ProviderHandshakeResponse, error) {
	return &pulumirpc.ProviderHandshakeResponse{AcceptSecrets: true}, nil
}

func (*provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

func (*provider) CheckConfig(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: request.GetNews()}, nil
}

func (*provider) DiffConfig(context.Context, *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
}

func (*provider) Configure(context.Context, *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, SupportsPreview: true}, nil
}

// Check names a kind that is not made here before anything is.
func (*provider) Check(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	kind := resource.URN(request.GetUrn()).Type()
	if _, ok := kinds[kind.String()]; !ok {
		failure := &pulumirpc.CheckFailure{Reason: fmt.Sprintf("the lab's random provider does not make %s; Pulumi's own does: put the pulumi of its installer on PATH", kind)}
		return &pulumirpc.CheckResponse{Failures: []*pulumirpc.CheckFailure{failure}}, nil
	}
	return &pulumirpc.CheckResponse{Inputs: request.GetNews()}, nil
}

// Diff: a value once made stays; any change of its settings asks for another.
func (*provider) Diff(_ context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	olds, err := properties(request.GetOldInputs())
	if err != nil {
		return nil, err
	}
	news, err := properties(request.GetNews())
	if err != nil {
		return nil, err
	}
	return difference(olds, news), nil
}

func (*provider) Create(_ context.Context, request *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	inputs, err := properties(request.GetProperties())
	if err != nil {
		return nil, err
	}
	kind := kinds[resource.URN(request.GetUrn()).Type().String()]
	if request.GetPreview() {
		outputs, err := plugin.MarshalProperties(kind.unknown(inputs), write)
		return &pulumirpc.CreateResponse{Properties: outputs}, err
	}
	id, outputs, err := kind.create(inputs)
	if err != nil {
		return nil, err
	}
	sent, err := plugin.MarshalProperties(outputs, write)
	return &pulumirpc.CreateResponse{Id: id, Properties: sent}, err
}

// Read has nothing to ask: the value is in the state and nowhere else.
func (*provider) Read(_ context.Context, request *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	return &pulumirpc.ReadResponse{Id: request.GetId(), Properties: request.GetProperties(), Inputs: request.GetInputs()}, nil
}

func (*provider) Delete(context.Context, *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	return &pulumirpc.GetSchemaResponse{Schema: fmt.Sprintf(`{"name":"random","version":%q}`, version)}, nil
}

func (*provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}
