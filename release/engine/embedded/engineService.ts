import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import engineProto from "@pulumi/pulumi/proto/engine_pb.js";
import type {
  GetRootResourceRequest,
  GetRootResourceResponse,
  LogRequest,
  SetRootResourceRequest,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb.js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import type { Run } from "./run.ts";

type Empty = InstanceType<typeof emptyProto.Empty>;

/** Pulumi's Engine service: what the program logs, and its root resource. */
export function engineService(run: Run, programErrors: string[]): UntypedServiceImplementation {
  let root = "";
  return {
    log(call: ServerUnaryCall<LogRequest, Empty>, callback: sendUnaryData<Empty>) {
      const { WARNING, ERROR, DEBUG } = engineProto.LogSeverity;
      const severity = call.request.getSeverity();
      const message = call.request.getMessage().trimEnd();
      if (severity === ERROR) programErrors.push(message);
      else if (severity !== DEBUG && !call.request.getEphemeral())
        run.note(severity === WARNING ? "warning" : "info", message);
      callback(null, new emptyProto.Empty());
    },
    getRootResource(
      _call: ServerUnaryCall<GetRootResourceRequest, GetRootResourceResponse>,
      callback: sendUnaryData<GetRootResourceResponse>,
    ) {
      const response = new engineProto.GetRootResourceResponse();
      response.setUrn(root);
      callback(null, response);
    },
    setRootResource(
      call: ServerUnaryCall<SetRootResourceRequest, SetRootResourceResponse>,
      callback: sendUnaryData<SetRootResourceResponse>,
    ) {
      root = call.request.getUrn();
      callback(null, new engineProto.SetRootResourceResponse());
    },
    startDebugging(_call: unknown, callback: sendUnaryData<Empty>) {
      callback(null, new emptyProto.Empty());
    },
    requirePulumiVersion(
      _call: unknown,
      callback: sendUnaryData<InstanceType<typeof engineProto.RequirePulumiVersionResponse>>,
    ) {
      callback(null, new engineProto.RequirePulumiVersionResponse());
    },
  };
}
