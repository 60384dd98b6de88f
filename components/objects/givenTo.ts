import type { ExtraContainer } from "../config/containers.ts";
import { fileKey } from "../config/fileKey.ts";
import { inheritedBy } from "../config/inherited.ts";
import type { Service } from "../config/stackConfig.ts";
import type { Variables } from "../config/variables.ts";

/** What a container is given; entries are those of the release's own ConfigMap and Secret. */
export interface Given extends Variables {
  env: Record<string, string>;
  /** Variable -> entry of the Secret. */
  secrets: Record<string, string>;
  /** Path -> entry of the ConfigMap. */
  files: Record<string, string>;
  /** Path -> entry of the Secret. */
  secretFiles: Record<string, string>;
}

/** An entry of a container's own, which may be called as one of the service is. */
export function ownEntry(container: string, entry: string): string {
  return `${container}.${entry}`;
}

/** The service's own container has all that the service has. */
export function givenToMain({ env, valueFrom, envFrom, secrets, files, secretFiles }: Service): Given {
  return {
    env,
    valueFrom,
    envFrom,
    secrets: entries(secrets, (variable) => variable),
    files: entries(files, fileKey),
    secretFiles: entries(secretFiles, fileKey),
  };
}

/** Another one has what it inherits of that, under what it has itself. */
export function givenTo(service: Service, name: string, container: ExtraContainer): Given {
  const all = givenToMain(service);
  const inherits = inheritedBy(container);
  const secret = inherits.has("secrets");
  const own = new Set([container.env, container.valueFrom, container.secrets].flatMap(Object.keys));
  const inherited = <V>(map: Record<string, V>, wanted: boolean) =>
    Object.fromEntries(Object.entries(map).filter(([variable]) => wanted && !own.has(variable)));
  const ownKey = (path: string) => ownEntry(name, fileKey(path));
  return {
    // Of the service's variables, one that is changed keeps its place.
    env: { ...placed(all.env, inherits.has("env"), own, container.env), ...container.env },
    valueFrom: { ...inherited(all.valueFrom, secret), ...container.valueFrom },
    envFrom: [...(secret ? all.envFrom : []), ...container.envFrom],
    secrets: {
      ...inherited(all.secrets, secret),
      ...entries(container.secrets, (variable) => ownEntry(name, variable)),
    },
    files: { ...(inherits.has("files") ? all.files : {}), ...entries(container.files, ownKey) },
    secretFiles: { ...(secret ? all.secretFiles : {}), ...entries(container.secretFiles, ownKey) },
  };
}

function placed(
  env: Record<string, string>,
  wanted: boolean,
  own: ReadonlySet<string>,
  changed: Record<string, string>,
): Record<string, string> {
  if (!wanted) return {};
  return Object.fromEntries(
    Object.entries(env).filter(([variable]) => !own.has(variable) || Object.hasOwn(changed, variable)),
  );
}

function entries(map: Record<string, string>, entryOf: (key: string) => string): Record<string, string> {
  return Object.fromEntries(Object.keys(map).map((key) => [key, entryOf(key)]));
}
