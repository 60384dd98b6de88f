import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";
import { keepPlainStructs } from "./plainStructs.ts";

/** Serves Pulumi's two services. Returns what stops it. */
export async function serve(
  address: string,
  monitor: UntypedServiceImplementation,
  engine: UntypedServiceImplementation,
): Promise<() => void> {
  keepPlainStructs(structProto);
  // States of many resources are larger than gRPC's usual 4 MB.
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(resourceGrpc.ResourceMonitorService, monitor);
  server.addService(engineGrpc.EngineService, engine);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
  return () => {
    server.forceShutdown();
  };
}
