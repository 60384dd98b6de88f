import { isPlainObject } from "../../components/config/layers.ts";
import { ZodError } from "zod";
import { parseServiceFiles, type ServiceFiles } from "../../components/config/serviceFiles.ts";
import { knownStacks } from "../../components/config/knownStacks.ts";
import { parseStackText, readText } from "../../components/config/stackFile.ts";
import { withServiceFiles } from "../../components/config/withServiceFiles.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { asker, type Ask } from "../../cluster/request.ts";
import { addServices } from "../../parameters/addServices.ts";
import { stackFile, type StackLocation } from "../../parameters/location.ts";
import { newServiceFile } from "../../parameters/newServiceFile.ts";
import { readStack, serviceFiles, type Stack } from "../../parameters/stack.ts";
import { basesOf, editStackFile } from "../../parameters/stackFileEdit.ts";
import type { ReleaseContext } from "../context.ts";
import { draft, type Draft } from "./draft.ts";
import { replacesPods } from "./compare.ts";
import { helmReleaseOf, type HelmRelease } from "./helm.ts";
import { readNamespace } from "./live.ts";
import { mainOf, type NotTaken, type Workload } from "./workload.ts";
import { workloadsIn, type Found } from "./workloads.ts";

/** What is to be adopted. */
export interface AdoptRequest {
  /** Workloads by name (`web`, `deployment/web`); none: all of the namespace. */
  names: readonly string[];
  namespace: string;
  /** The template of them all; default, for each, the one that leaves least to say. */
  template?: string;
}

/** What adopting would do, before anything is touched. */
export interface Adoption extends Pick<Found, "refused" | "left"> {
  namespace: string;
  drafts: Draft[];
  workloads: Workload[];
  /** helm's releases, and the services that come of each. */
  helm: Map<string, HelmRelease>;
  /** The stack's file, before and after. */
  before: string;
  after: string;
  /** Files of services that are new, where the project keeps such: by file name. */
  newFiles: Map<string, string>;
  stack: Stack;
}

/** Looks at what runs, writes it as services, and has the API server say what would change. Changes nothing. */
export async function planAdoption(
  request: AdoptRequest,
  { location, cluster }: Pick<ReleaseContext, "location" | "cluster">,
): Promise<Adoption> {
  const before = readText(stackFile(location), location.stack);
  const { raw: written } = parseStackText(stackFile(location), before);
  const files = serviceFiles(location);
  const raw = withServiceFiles({ ...written, stack: location.stack }, files);
  const known = isPlainObject(raw.services) ? Object.keys(raw.services) : [];
  const home = homeOf(raw.namespace, known, request.namespace, location.stack);
  const ask = asker(cluster);
  const found = workloadsIn(await readNamespace(ask, request.namespace), request.names);
  const [workloads, taken] = parted(found.workloads, known);
  const options = {
    stack: location.stack,
    home: home.namespace,
    namespace: request.namespace,
    ...(request.template === undefined ? {} : { template: request.template }),
    nodes: raw.cluster,
  };
  const { drafts, refused } = await draftEach(ask, workloads, options);
  const all = [...found.refused, ...taken, ...refused];
  refuseNothing(drafts, all, request);
  const { after, newFiles } = asWritten(drafts, before, {
    files,
    stack: location.stack,
    home: home.isNew ? home.namespace : undefined,
  });
  const kept = workloads.filter(({ name }) => drafts.some((one) => one.name === name));
  return {
    namespace: request.namespace,
    drafts,
    workloads: kept,
    refused: all,
    left: found.left,
    helm: new Map(
      kept.flatMap((workload) => {
        const release = helmReleaseOf(mainOf(workload));
        return release === undefined ? [] : [[workload.name, release]];
      }),
    ),
    before,
    after,
    newFiles,
    stack: readStack(location, after, withFiles(files, newFiles, location)),
  };
}

/** Where the project keeps what its services are: in files of their own, if it has any, else in the stack's file. */
function asWritten(
  drafts: readonly Draft[],
  before: string,
  { files, stack, home }: { files: ServiceFiles; stack: string; home: string | undefined },
): Pick<Adoption, "after" | "newFiles"> {
  const apart = files.texts.size > 0;
  const services = drafts.map(({ name, basic, version }) => ({
    name,
    ...(apart ? {} : { basic }),
    release: { version },
  }));
  const fresh = apart ? drafts.filter(({ name }) => !files.byName.has(name)) : [];
  // Another stack has a service of this name: what is otherwise here goes over its file.
  const over = drafts.filter(({ name }) => files.byName.has(name)).map(({ name, basic }) => ({ service: name, basic }));
  return {
    after: editStackFile(addServices(before, services, home), over, basesOf(files, stack)),
    newFiles: new Map(fresh.map(({ name, basic }) => [`${name}.yaml`, newServiceFile(basic)])),
  };
}

function withFiles(files: ServiceFiles, added: ReadonlyMap<string, string>, location: StackLocation): ServiceFiles {
  if (added.size === 0) return files;
  return parseServiceFiles(new Map([...files.texts, ...added]), knownStacks(location.projectDir, location.stack));
}

/** A file without services is made for what is adopted first. */
function homeOf(given: unknown, known: readonly string[], namespace: string, stack: string) {
  if (typeof given === "string") return { namespace: given, isNew: false };
  return known.length > 0 || namespace === stack ? { namespace: stack, isNew: false } : { namespace, isNew: true };
}

function parted(workloads: readonly Workload[], known: readonly string[]): [Workload[], NotTaken[]] {
  const why = "the stack has a service of that name already";
  return [
    workloads.filter(({ name }) => !known.includes(name)),
    workloads
      .filter(({ name }) => known.includes(name))
      .map((workload) => ({ kind: mainOf(workload).kind, name: workload.name, why })),
  ];
}

async function draftEach(ask: Ask, workloads: readonly Workload[], options: Parameters<typeof draft>[2]) {
  const drafts: Draft[] = [];
  const refused: NotTaken[] = [];
  for (const workload of workloads) {
    const refuse = (why: string) => void refused.push({ kind: mainOf(workload).kind, name: workload.name, why });
    try {
      const made = await draft(ask, workload, options);
      const rolling = made.changes.flatMap(({ kind, fields }) =>
        kind === "Deployment" ? fields.filter(replacesPods) : [],
      );
      if (rolling.length === 0) drafts.push(made);
      else refuse(`its pods would be replaced, by ${rolling.map(({ path }) => path).join(", ")}`);
    } catch (error) {
      if (error instanceof UsageProblem && error.code === "ADOPT_UNSAYABLE") refuse(error.details.join("; "));
      else if (error instanceof ZodError)
        refuse(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
      else throw error;
    }
  }
  return { drafts, refused };
}

function refuseNothing(
  drafts: readonly Draft[],
  refused: readonly NotTaken[],
  { namespace, names }: AdoptRequest,
): void {
  if (drafts.length > 0) return;
  throw new UsageProblem({
    code: "NOTHING_TO_ADOPT",
    what: `namespace ${namespace} has nothing that can be adopted${names.length === 0 ? "" : ` by the name of ${names.join(", ")}`}`,
    details: refused.map(({ kind, name, why }) => `${kind} ${name}: ${why}`),
    next: "kubectl get deployments,cronjobs --all-namespaces shows what there is; name its namespace with --namespace",
  });
}
