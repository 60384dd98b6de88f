import { rmSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";
import { keepPlainStructs } from "./plainStructs.ts";

export interface EngineSocket {
  /** Where the program finds the services; only this user can open it. */
  address: string;
  remove(): Promise<void>;
}

/** A place for the socket, before anything listens there: the program may start meanwhile. */
export async function engineSocket(): Promise<EngineSocket> {
  const folder = await mkdtemp(join(tmpdir(), "release-engine-"));
  await chmod(folder, 0o700);
  const removeAtExit = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", removeAtExit);
  return {
    address: `unix:${join(folder, "engine.sock")}`,
    remove: () => {
      process.removeListener("exit", removeAtExit);
      return rm(folder, { recursive: true, force: true });
    },
  };
}

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
