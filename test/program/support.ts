import * as pulumi from "@pulumi/pulumi";
import { getMonitor } from "@pulumi/pulumi/runtime/settings.js";
import type { ServiceReleaseArgs } from "../../program/serviceReleaseArgs.ts";
import type { ServiceRelease } from "../../program/serviceRelease.ts";

export interface Registered {
  type: string;
  name: string;
  inputs: Inputs;
  provider: string | undefined;
  /** As Pulumi's engine is asked for it. */
  protect: boolean;
  aliases: string[];
}

/** What the assertions look at, of any object. */
export interface Inputs {
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
  };
  keepers: Record<string, string>;
  data: Record<string, string>;
  stringData: Record<string, unknown>;
  spec: {
    template: {
      spec: {
        containers: { image?: string; env?: { name: string; value?: string }[] }[];
      };
    };
  };
}

interface Monitor {
  registerResource(request: RegisterRequest, callback: unknown): void;
}

interface RegisterRequest {
  getProtect(): boolean;
  getAliasesList(): { getUrn(): string; getSpec(): { getName(): string } | undefined }[];
}

/** Pulumi's mocks, which know no hooks yet; each random id is 0123abcd. @returns what is registered, as it comes */
export async function useMocks(preview = false): Promise<Registered[]> {
  const registered: Registered[] = [];
  const asked: Pick<Registered, "protect" | "aliases">[] = [];
  const newResource = ({ type, name, inputs, provider }: pulumi.runtime.MockResourceArgs) => {
    registered.push({ type, name, inputs: inputs as Inputs, provider, ...asked.shift()! });
    return { id: `${name}-id`, state: { ...(inputs as object), hex: "0123abcd" } };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "shops", "staging", preview);
  const answer = (_request: unknown, callback: (error: null, answer: object) => void) => {
    callback(null, {});
  };
  const monitor = getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  // The mocks are told less than the engine is.
  const heard: Monitor["registerResource"] = (request, callback) => {
    const aliases = request.getAliasesList().map((alias) => alias.getUrn() || (alias.getSpec()?.getName() ?? ""));
    asked.push({ protect: request.getProtect(), aliases });
    register(request, callback);
  };
  Object.assign(monitor, { registerResource: heard, registerResourceHook: answer, registerErrorHook: answer });
  return registered;
}

/** Registers one service by hand, and returns what it registered. */
export async function register(
  args: ServiceReleaseArgs,
  options?: pulumi.ComponentResourceOptions,
  { preview = false } = {},
): Promise<{ registered: Registered[]; made: ServiceRelease }> {
  const registered = await useMocks(preview);
  const { ServiceRelease } = await import("../../program/serviceRelease.ts");
  const made = new ServiceRelease("shop", args, options);
  await pulumi.runtime.disconnect();
  return { registered, made };
}

/** A value of another resource: known once that is made, so not in a preview. */
export function made<T>(value: T, { known = true } = {}): pulumi.Output<T> {
  const Output = pulumi.Output as unknown as new (
    resources: Set<pulumi.Resource>,
    value: Promise<T>,
    known: Promise<boolean>,
    secret: Promise<boolean>,
    all: Promise<Set<pulumi.Resource>>,
  ) => pulumi.Output<T>;
  const none = new Set<pulumi.Resource>();
  return new Output(
    none,
    Promise.resolve(value),
    Promise.resolve(known),
    Promise.resolve(false),
    Promise.resolve(none),
  );
}

export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => {
      resolve(value);
    });
  });
}

export function only(registered: readonly Registered[], type: string, name = "shop"): Inputs {
  const found = registered.filter((resource) => resource.type.endsWith(`:${type}`) && resource.name === name);
  if (found.length !== 1) throw new Error(`${found.length} of ${type} ${name}`);
  return found[0]!.inputs;
}
