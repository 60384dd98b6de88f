import { isDeepStrictEqual } from "node:util";
import { checkRules } from "../../components/rules.ts";
import { parseStackConfig } from "../../components/config.ts";
import type { PlainObject } from "../../components/config/layers.ts";
import type { Service, StackConfig } from "../../components/config/stackConfig.ts";
import { valueAt } from "../../components/objects/patches.ts";
import { templateHolder } from "../../components/objects/workload.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { Ask } from "../../cluster/request.ts";
import { askEach, missing, standing, type Asked } from "./ask.ts";
import { changesBetween, patchBack, type FieldChange } from "./compare.ts";
import { fewest } from "./fewest.ts";
import type { LiveObject } from "./live.ts";
import { parametersOf } from "./parameters.ts";
import { mainOf, podTemplateOf, type Workload } from "./workload.ts";

/** A workload as a service of the stack's file, and what its first release would change. */
export interface Draft {
  name: string;
  basic: PlainObject;
  version: string;
  /** What is taken over: `Deployment/web`. */
  objects: string[];
  changes: { kind: string; name: string; fields: FieldChange[] }[];
  /** Objects that the first release makes. */
  made: { kind: string; name: string }[];
}

/** Where services are to stand, and which template they are to have if not the one that leaves least to say. */
export interface DraftOptions {
  stack: string;
  /** Home of the stack's services. */
  home: string;
  namespace: string;
  template?: string;
  nodes?: unknown;
}

const reason = "so it ran when it was adopted";

/** Writes a workload as a service: parameters, then patches for what they do not say, then waivers for the rules it breaks. */
export async function draft(ask: Ask, workload: Workload, options: DraftOptions): Promise<Draft> {
  const { basic: said, version } = parametersOf(workload);
  const read = (basic: PlainObject) => serviceOf(workload, basic, version, options);
  const { plain, patches, first } = await firstDraft(ask, workload, said, options, read);
  const patched = Object.keys(patches).length === 0 ? plain : { ...plain, patches };
  const { service, stack } = read(patched);
  const asked = Object.keys(patches).length === 0 ? first : await askEach(ask, service, workload);
  const codes = [...new Set(checkRules(stack).map(({ code }) => code))];
  const waivers = codes.length === 0 ? {} : { waivers: Object.fromEntries(codes.map((code) => [code, reason])) };
  return {
    name: workload.name,
    basic: { ...patched, ...waivers },
    version,
    objects: standing(workload).map(({ kind, metadata }) => `${kind}/${metadata.name}`),
    changes: asked
      .map(({ live, asked: object }) => ({
        kind: live.kind,
        name: live.metadata.name,
        fields: changesBetween(live, object),
      }))
      .filter(({ fields }) => fields.length > 0),
    made: missing(service, workload),
  };
}

/** Of its routes a service may have several. */
function targetOf({ kind, metadata }: LiveObject): string {
  return /^(Ingress|HTTPRoute|GRPCRoute)$/.test(kind) ? `${kind}/${metadata.name}` : kind;
}

type Read = (basic: PlainObject) => { service: Service; stack: StackConfig };

/** Variables whose order is not ours stand in the patch alone: a parameter that a patch replaces would say nothing. */
async function firstDraft(ask: Ask, workload: Workload, said: PlainObject, options: DraftOptions, read: Read) {
  const elsewhere = options.namespace === options.home ? {} : { namespace: options.namespace };
  const written = async (given: PlainObject) => {
    const plain: PlainObject = { ...fewest(given, options.template), ...elsewhere };
    const first = await askEach(ask, read(plain).service, workload);
    return { plain, first, patches: patchesFor(first) };
  };
  const all = await written(said);
  const { kind } = mainOf(workload);
  if (!replacesVariables(all.patches[kind], kind, podTemplateOf(workload).spec.containers[0]?.name)) return all;
  return written(Object.fromEntries(Object.entries(said).filter(([key]) => key !== "env" && key !== "valueFrom")));
}

function replacesVariables(patch: unknown, kind: string, container: string | undefined): boolean {
  const containers = valueAt(patch, [...templateHolder(kind), "template", "spec", "containers"]) ?? [];
  const main = (containers as { name: string; env?: object[] }[]).find(({ name }) => name === container);
  return main?.env?.some((variable) => "$patch" in variable) === true;
}

function patchesFor(asked: readonly Asked[]): PlainObject {
  return Object.fromEntries(
    asked.flatMap(({ live, asked: object }) => {
      const patch = patchBack(live, object);
      return patch === undefined || isDeepStrictEqual(patch, {}) ? [] : [[targetOf(live), patch]];
    }),
  );
}

/** @throws UsageProblem ADOPT_UNSAYABLE with what stands in the way */
function serviceOf(
  workload: Workload,
  basic: PlainObject,
  version: string,
  { stack: stackName, home, nodes }: DraftOptions,
): { service: Service; stack: StackConfig } {
  const { name } = workload;
  try {
    const stack = parseStackConfig({
      stack: stackName,
      namespace: home,
      services: { [name]: basic },
      current: { [name]: { version } },
      ...(nodes === undefined ? {} : { cluster: nodes }),
    });
    const [service] = stack.services;
    if (service !== undefined) return { service, stack };
  } catch (cause) {
    if (!(cause instanceof UsageProblem)) throw cause;
    throw new UsageProblem({
      code: "ADOPT_UNSAYABLE",
      what: `${mainOf(workload).kind} ${name} cannot be written as a service`,
      details: [...cause.details],
      next: "name others, or change what stands in the way on the cluster",
      cause,
    });
  }
  throw new Error(`no service came of ${name}`);
}
