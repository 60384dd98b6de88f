import type { PlainObject } from "../../components/config/layers.ts";
import { present } from "./present.ts";
import type { LiveContainer, LiveEntries, LivePod, LiveVolume } from "./shapes.ts";

/** The volumes that parameters can say, as others': claims too, so that their data is nobody's to delete. */
export function volumeParameters({ volumes = [] }: LivePod, container: LiveContainer): PlainObject {
  return Object.fromEntries(
    volumes.flatMap((volume) => {
      const source = sourceOf(volume);
      if (source === undefined || !/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/.test(volume.name)) return [];
      const [mount] = (container.volumeMounts ?? []).filter(({ name }) => name === volume.name);
      const writable = volume.persistentVolumeClaim !== undefined || volume.emptyDir !== undefined;
      const readOnly = mount?.readOnly === true && writable ? true : undefined;
      return [[volume.name, present({ ...source, mount: mount?.mountPath, subPath: mount?.subPath, readOnly })]];
    }),
  );
}

function sourceOf({ persistentVolumeClaim: claim, emptyDir, secret, configMap }: LiveVolume): PlainObject | undefined {
  if (claim !== undefined) return { kind: "claim", from: claim.claimName };
  if (emptyDir?.medium === "Memory") {
    return emptyDir.sizeLimit === undefined ? undefined : { kind: "memory", size: emptyDir.sizeLimit };
  }
  if (emptyDir !== undefined) return present({ kind: "scratch", size: emptyDir.sizeLimit });
  if (secret !== undefined) return entries("secret", secret.secretName, secret);
  return configMap === undefined ? undefined : entries("configMap", configMap.name, configMap);
}

/** Kubernetes fills in the usual mode. */
const usualMode = 0o644;

function entries(
  kind: string,
  from: string | undefined,
  { optional, defaultMode, items }: LiveEntries,
): PlainObject | undefined {
  if (from === undefined || items?.some(({ mode }) => mode !== undefined) === true) return undefined;
  return present({
    kind,
    from,
    optional: optional === true ? true : undefined,
    mode: defaultMode === undefined || defaultMode === usualMode ? undefined : `0${defaultMode.toString(8)}`,
    items: items && Object.fromEntries(items.map(({ key, path }) => [key, path])),
  });
}
