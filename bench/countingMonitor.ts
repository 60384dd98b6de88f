import { readFileSync } from "node:fs";
import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import resourceProto from "@pulumi/pulumi/proto/resource_pb.js";
import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb.js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";

export interface Count {
  registrations: number;
  /** When the last one came, `performance.now()`. */
  lastAt: number;
}

export interface CountingMonitor {
  service: UntypedServiceImplementation;
  count: Count;
  /** Resolves when the program has registered all it has; it still runs then, until it is stopped. */
  finished: Promise<void>;
}

type Answer<Request, Response> = (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => void;

/** Pulumi's ResourceMonitor that takes every registration, makes nothing and answers at once: what is left is the program. */
export function countingMonitor(): CountingMonitor {
  const count: Count = { registrations: 0, lastAt: 0 };
  const { promise: finished, resolve } = Promise.withResolvers<undefined>();
  const empty: Answer<unknown, InstanceType<typeof emptyProto.Empty>> = (_call, callback) => {
    callback(null, new emptyProto.Empty());
  };
  return {
    count,
    finished,
    service: {
      getDeploymentInfo: (_call: unknown, callback: sendUnaryData<unknown>) => {
        callback(null, new resourceProto.DeploymentInfo());
      },
      supportsFeature: (_call: unknown, callback: sendUnaryData<unknown>) => {
        const response = new resourceProto.SupportsFeatureResponse();
        response.setHassupport(true);
        callback(null, response);
      },
      registerResource: ((call, callback) => {
        count.registrations++;
        count.lastAt = performance.now();
        callback(null, made(call.request));
      }) satisfies Answer<RegisterResourceRequest, RegisterResourceResponse>,
      registerResourceOutputs: empty,
      registerResourceHook: empty,
      registerErrorHook: empty,
      // Not answered: the program waits for it, and its memory can be read.
      signalAndWaitForShutdown: () => {
        resolve(undefined);
      },
    },
  };
}

/** The resource as if it had been made just as asked for. */
function made(request: RegisterResourceRequest): RegisterResourceResponse {
  const response = new resourceProto.RegisterResourceResponse();
  const [parent] = request.getParent().split("::").slice(-2, -1);
  response.setUrn(`urn:pulumi:bench::releases::${parent ?? ""}$${request.getType()}::${request.getName()}`);
  response.setId(request.getCustom() ? request.getName() : "");
  response.setObject(request.getObject() ?? new structProto.Struct());
  return response;
}

/** Time that the processors have spent on a process so far, in s: unlike the clock's, little moved by others at work. Linux only. */
export function processorSeconds(pid: number): number {
  // After the command's name, which may hold spaces: state is field 3, user and system time are 14 and 15, in 1/100 s.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The largest memory a process ever held, in MB. Linux only. */
export function peakMemoryMB(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes ?? Number.NaN) / 1024;
}
