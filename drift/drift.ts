/** One field of an object that somebody has changed since it was applied. */
export interface DriftedField {
  /** `spec.template.spec.containers[web].image` */
  path: string;
  /** As applied; absent where somebody added it. */
  applied?: string;
  /** As it is; absent where somebody took it away. */
  live?: string;
  /** The field manager that holds it now (`kubectl-edit`); the API server does not keep who took a field away. */
  by?: string;
  /** Time, as far as it is known. */
  at?: string;
  /** It was left as it is, as asked for (`--keep-drift`). */
  kept?: true;
}

/** An object that is not as it was last applied. */
export interface DriftedObject {
  /** Absent for what is the stack's own: a namespace, its quota. */
  service?: string;
  kind: string;
  namespace?: string;
  /** Absent for a Secret or ConfigMap whose name nobody knows any more. */
  name?: string;
  /** `lost`: it is not there. */
  state: "changed" | "lost";
  fields: DriftedField[];
  /** Of a lost Deployment: when its last pod was stopped, as far as the cluster's events tell. Time. */
  since?: string;
  /** Where that is not known: when a release last saw it. Time. */
  seen?: string;
  /** From then until its pods served again, in s. */
  downSeconds?: number;
  /** Why a release does not mend it. */
  unmendable?: string;
}

/** What is not as applied, with what a release needs to mend it. */
export interface FoundDrift extends DriftedObject {
  urn: string;
  /** Of the fields that the program sets: each one's path as Pulumi writes it. */
  inputs: Record<string, string>;
}

/** The names of the namespaces that are gone. */
export function lostNamespaces(drift: readonly DriftedObject[]): string[] {
  return drift.flatMap(({ kind, state, name }) => (kind === "Namespace" && state === "lost" ? (name ?? []) : []));
}

/** E.g. `Deployment web`, `Namespace shop`. */
export function objectText({ kind, name }: Pick<DriftedObject, "kind" | "name">): string {
  return name === undefined ? kind : `${kind} ${name}`;
}
