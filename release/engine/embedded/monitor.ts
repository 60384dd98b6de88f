import { status } from "@grpc/grpc-js";
import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import resourceProto from "@pulumi/pulumi/proto/resource_pb.js";
import type {
  DeploymentInfo,
  ReadResourceRequest,
  ReadResourceResponse,
  RegisterErrorHookRequest,
  RegisterResourceHookRequest,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  RegisterResourceResponse,
  ResourceInvokeRequest,
  ResourceInvokeResponse,
  SupportsFeatureRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";
import { exitCodes, Problem } from "../../../errors/problem.ts";
import { goalOf, readGoalOf } from "./goal.ts";
import type { Hooks } from "./hooks.ts";
import type { PropertyMap } from "./propertyValue.ts";
import { withoutOutputValues } from "./propertyValue.ts";
import type { Reader } from "./reader.ts";
import type { Registrar } from "./registrar.ts";
import type { Run } from "./run.ts";

type Empty = InstanceType<typeof emptyProto.Empty>;
type Struct = InstanceType<typeof structProto.Struct>;

/** What this monitor can do, in Pulumi's words; transforms and parameterized packages need the real one. */
const features = [
  resourceProto.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceProto.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  resourceProto.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  resourceProto.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  resourceProto.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  resourceProto.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
  resourceProto.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
];
/** The same for SDKs that ask one by one. */
const featureNames = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  "resourceHooks",
  "errorHooks",
]);

export interface MonitorParts {
  run: Run;
  registrar: Registrar;
  reader: Reader;
  hooks: Hooks;
  projectDir: string;
  /** Called when the program has said all it has to say. */
  finished: () => void;
}

function struct(value: PropertyMap): Struct {
  return structProto.Struct.fromJavaScript(value);
}

function plain(value: Struct | undefined): PropertyMap {
  return value?.toJavaScript() ?? {};
}

/** Pulumi's ResourceMonitor service: what the program asks for. https://github.com/pulumi/pulumi/blob/master/proto/pulumi/resource.proto */
export function monitorService({
  run,
  registrar,
  reader,
  hooks,
  projectDir,
  finished,
}: MonitorParts): UntypedServiceImplementation {
  /** An answer; a problem ends the run, and the program, which waits for its answer, with it. */
  const answer =
    <Request, Response>(work: (request: Request) => Response | Promise<Response>) =>
    (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
      Promise.resolve()
        .then(() => work(call.request))
        .then(
          (response) => {
            callback(null, response);
          },
          (error: unknown) => {
            if (error instanceof Problem) run.fail(error);
            else callback({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
          },
        );
    };
  const unsupported = (what: string) =>
    answer<unknown, Empty>(() => {
      throw new Problem({
        code: "FEATURE_UNSUPPORTED",
        what: `the program uses ${what}, which the embedded engine does not have`,
        next: "use the pulumi engine: --engine pulumi",
        exitCode: exitCodes.usage,
      });
    });

  return {
    getDeploymentInfo: answer<Empty, DeploymentInfo>(() => {
      const info = new resourceProto.DeploymentInfo();
      info.setSupportedfeaturesList(features);
      return info;
    }),
    supportsFeature: answer<SupportsFeatureRequest, SupportsFeatureResponse>((request) => {
      const response = new resourceProto.SupportsFeatureResponse();
      response.setHassupport(featureNames.has(request.getId()));
      return response;
    }),
    registerResource: answer<RegisterResourceRequest, RegisterResourceResponse>(async (request) => {
      const { urn, id, outputs, unknown = false } = await registrar.register(goalOf(request, projectDir));
      const response = new resourceProto.RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(id);
      response.setObject(struct(outputs));
      response.setUnknown(unknown);
      return response;
    }),
    registerResourceOutputs: answer<RegisterResourceOutputsRequest, Empty>((request) => {
      registrar.registerOutputs(request.getUrn(), withoutOutputValues(plain(request.getOutputs())));
      return new emptyProto.Empty();
    }),
    readResource: answer<ReadResourceRequest, ReadResourceResponse>(async (request) => {
      const { urn, outputs } = await reader.read(readGoalOf(request, projectDir));
      const response = new resourceProto.ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(struct(outputs));
      return response;
    }),
    invoke: answer<ResourceInvokeRequest, ResourceInvokeResponse>((request) => {
      const response = new resourceProto.ResourceInvokeResponse();
      response.setReturn(struct(reader.invoke(request.getTok(), plain(request.getArgs()))));
      return response;
    }),
    registerResourceHook: answer<RegisterResourceHookRequest, Empty>((request) => {
      hooks.register(request);
      return new emptyProto.Empty();
    }),
    registerErrorHook: answer<RegisterErrorHookRequest, Empty>((request) => {
      hooks.registerError(request);
      return new emptyProto.Empty();
    }),
    signalAndWaitForShutdown: answer<Empty, Empty>(() => {
      finished();
      return new emptyProto.Empty();
    }),
    call: unsupported("a method of a plugin's component"),
    registerStackTransform: unsupported("stack transforms"),
    registerStackInvokeTransform: unsupported("invoke transforms"),
    registerPackage: unsupported("a parameterized package"),
  };
}
