import { join } from "node:path";
import { errorText } from "../../errors/errorText.ts";
import { isPlainObject } from "../config/layers.ts";
import type { Service } from "../config/stackConfig.ts";
import { invalidFile, ownFiles } from "../ownFiles.ts";
import type { AnyManifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";
import { objectsOf } from "./objectsOf.ts";

/** A Kubernetes object as it is written in YAML; namespace and the service's labels are added. */
export interface OwnObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  [field: string]: unknown;
}

/** More objects of a service, made and removed with it: one of the files in the project's `objects` folder. Pure. */
export type OwnObjects = (service: Service) => OwnObject[];

const exported = "objects";
const shape = "export const objects: OwnObjects = (service) => []";
let own: readonly { file: string; objects: OwnObjects }[] = [];

/**
 * From now on services have the project's own objects too: `objects/NAME.ts` beside its Pulumi.yaml, each exporting
 * `objects`.
 * @throws UsageProblem OBJECTS_INVALID
 */
export function useObjects(projectDir: string): void {
  const files = ownFiles<OwnObjects>({ folder: join(projectDir, "objects"), exported, shape });
  own = files.map(({ file, value }) => {
    if (typeof value !== "function") throw invalid(file, "it exports no function");
    return { file, objects: value };
  });
}

/** The project's own objects of one service. @throws UsageProblem OBJECTS_INVALID */
export function ownObjects(service: Service): AnyManifest[] {
  return madeOf(service).map(({ manifest }) => manifest);
}

function madeOf(service: Service): { file: string; manifest: AnyManifest }[] {
  return own.flatMap(({ file, objects }) =>
    made(service, file, objects).map((object) => ({ file, manifest: whole(service, file, object) })),
  );
}

/** What an own object is called in Pulumi's state: never as one of ours of its kind. */
export function ownName({ name }: Pick<Service, "name">, { metadata }: AnyManifest): string {
  return `${name}-own-${metadata.name}`;
}

/** Two that make one object would take it from each other. @throws UsageProblem OBJECTS_INVALID */
export function checkOwnObjects(services: readonly Service[]): void {
  if (own.length === 0) return;
  const makers = new Map<string, string>();
  for (const service of services) {
    for (const { kind, metadata } of objectsOf(service, { config: "", secrets: "" })) {
      makers.set(`${kind} ${service.namespace}/${metadata.name}`, service.name);
    }
  }
  for (const service of services) {
    for (const { file, manifest } of madeOf(service)) {
      const id = `${manifest.kind} ${service.namespace}/${manifest.metadata.name}`;
      const maker = makers.get(id);
      if (maker !== undefined) {
        const whose =
          maker === service.name ? `, which service ${maker} has already` : ` of services ${maker} and ${service.name}`;
        throw invalid(file, `it makes ${id}${whose}; give it a name of its own, with the service's in it`);
      }
      makers.set(id, service.name);
    }
  }
}

function made(service: Service, file: string, objects: OwnObjects): OwnObject[] {
  try {
    const given: unknown = objects(service);
    if (!Array.isArray(given)) throw new Error(`it gave ${String(given)}, no list`);
    return given as OwnObject[];
  } catch (cause) {
    const text = errorText(cause);
    throw invalid(file, `it failed on service ${service.name}: ${text}`, cause);
  }
}

function whole(service: Service, file: string, object: OwnObject): AnyManifest {
  const given: unknown = object;
  const at = `what it makes of service ${service.name}`;
  if (!isPlainObject(given) || typeof given.apiVersion !== "string" || typeof given.kind !== "string") {
    throw invalid(file, `${at} has no apiVersion and kind: ${JSON.stringify(given)}`);
  }
  const { metadata: own } = given;
  if (!isPlainObject(own) || typeof own.name !== "string")
    throw invalid(file, `${at} has no metadata.name: ${object.kind}`);
  if (object.kind === "Secret") {
    throw invalid(
      file,
      `${at} is Secret ${own.name}, which would be kept in plain text; name it under the service's secrets`,
    );
  }
  if (own.namespace !== undefined && own.namespace !== service.namespace) {
    throw invalid(
      file,
      `${at}, ${object.kind} ${own.name}, is for another namespace than the service's, ${service.namespace}`,
    );
  }
  const ours = metadata(service, own.name);
  return {
    ...object,
    metadata: {
      ...ours,
      labels: { ...object.metadata.labels, ...ours.labels },
      ...annotationsOf({ ...object.metadata.annotations, ...ours.annotations }),
    },
  };
}

function annotationsOf(annotations: Record<string, string>): Pick<AnyManifest["metadata"], "annotations"> {
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

function invalid(file: string, why: string, cause?: unknown) {
  return invalidFile(file, { exported, shape }, why, cause);
}
