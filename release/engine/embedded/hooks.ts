import { credentials } from "@grpc/grpc-js";
import callbackGrpc from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import callbackProto from "@pulumi/pulumi/proto/callback_pb.js";
import resourceProto from "@pulumi/pulumi/proto/resource_pb.js";
import type { RegisterErrorHookRequest, RegisterResourceHookRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";
import type { ResourceState } from "./checkpoint.ts";
import type { GoalHooks } from "./goal.ts";
import { OperationError } from "./providers/provider.ts";
import type { PropertyMap } from "./propertyValue.ts";
import type { Run } from "./run.ts";
import { parseUrn } from "./urn.ts";

interface Hook {
  target: string;
  token: string;
  onDryRun: boolean;
}

type Struct = InstanceType<typeof structProto.Struct>;

function struct(value: PropertyMap | undefined): Struct | undefined {
  return value === undefined ? undefined : structProto.Struct.fromJavaScript(value);
}

/** The program's own functions that Pulumi calls around an operation. https://www.pulumi.com/docs/iac/concepts/options/hooks/ */
export class Hooks {
  readonly #hooks = new Map<string, Hook>();
  readonly #clients = new Map<string, InstanceType<typeof callbackGrpc.CallbacksClient>>();
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  register(request: RegisterResourceHookRequest): void {
    const callback = request.getCallback();
    this.#hooks.set(request.getName(), {
      target: callback?.getTarget() ?? "",
      token: callback?.getToken() ?? "",
      onDryRun: request.getOnDryRun(),
    });
  }

  registerError(request: RegisterErrorHookRequest): void {
    const callback = request.getCallback();
    this.#hooks.set(request.getName(), {
      target: callback?.getTarget() ?? "",
      token: callback?.getToken() ?? "",
      onDryRun: false,
    });
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  /** Runs an operation between its hooks. A before-hook that fails keeps it from being done; an after-hook's is a warning. */
  async around(
    kind: "Create" | "Update",
    names: GoalHooks | undefined,
    old: ResourceState | undefined,
    next: ResourceState,
    work: () => Promise<ResourceState>,
  ): Promise<ResourceState> {
    if (names === undefined) return work();
    await this.#call(names[`before${kind}`], old, next, undefined);
    let state: ResourceState;
    try {
      state = await work();
    } catch (error) {
      await this.#callOnError(names.onError, kind, old, next, error);
      throw error;
    }
    await this.#call(names[`after${kind}`], old, next, state).catch((error: unknown) => {
      this.#run.note("warning", error instanceof Error ? error.message : String(error));
    });
    return state;
  }

  async #call(
    names: readonly string[],
    old: ResourceState | undefined,
    next: ResourceState,
    done: ResourceState | undefined,
  ): Promise<void> {
    for (const name of names) {
      const request = new resourceProto.ResourceHookRequest();
      const { type, name: resource } = parseUrn(next.urn);
      request.setUrn(next.urn);
      request.setId(done?.id ?? old?.id ?? "");
      request.setName(resource);
      request.setType(type);
      request.setNewInputs(struct(next.inputs));
      request.setOldInputs(struct(old?.inputs));
      request.setNewOutputs(struct(done?.outputs));
      request.setOldOutputs(struct(old?.outputs));
      const answer = resourceProto.ResourceHookResponse.deserializeBinary(
        await this.#invoke(name, request.serializeBinary()),
      );
      if (answer.getError() !== "")
        throw new OperationError(`the program's hook "${name}" failed for ${resource}: ${answer.getError()}`);
    }
  }

  /** The operation is not tried again: a doomed rollout ends, whatever the hook answers. */
  async #callOnError(
    names: readonly string[],
    kind: "Create" | "Update",
    old: ResourceState | undefined,
    next: ResourceState,
    error: unknown,
  ): Promise<void> {
    for (const name of names) {
      const request = new resourceProto.ErrorHookRequest();
      const { type, name: resource } = parseUrn(next.urn);
      request.setUrn(next.urn);
      request.setId(old?.id ?? "");
      request.setName(resource);
      request.setType(type);
      request.setNewInputs(struct(next.inputs));
      request.setOldInputs(struct(old?.inputs));
      request.setOldOutputs(struct(old?.outputs));
      request.setFailedOperation(kind.toLowerCase());
      request.setErrorsList([error instanceof Error ? error.message : String(error)]);
      await this.#invoke(name, request.serializeBinary()).catch((failure: unknown) => {
        this.#run.note(
          "warning",
          `the program's hook "${name}" failed: ${failure instanceof Error ? failure.message : String(failure)}`,
        );
      });
    }
  }

  #invoke(name: string, bytes: Uint8Array): Promise<Uint8Array> {
    const hook = this.#hooks.get(name);
    if (hook === undefined) throw new OperationError(`the program names a hook "${name}" that it did not register`);
    const client =
      this.#clients.get(hook.target) ?? new callbackGrpc.CallbacksClient(hook.target, credentials.createInsecure());
    this.#clients.set(hook.target, client);
    const request = new callbackProto.CallbackInvokeRequest();
    request.setToken(hook.token);
    request.setRequest(bytes);
    return new Promise((resolve, reject) => {
      client.invoke(request, (error, response) => {
        if (error === null) resolve(response.getResponse_asU8());
        else reject(new OperationError(`the program's hook "${name}" did not answer: ${error.message}`));
      });
    });
  }
}
