import { isPlainObject, type PlainObject } from "../../../components/config/layers.ts";
import type { ObjectShape } from "./original.ts";

/** The object with what means the same written the same: else each way to write it would be a difference. */
export function comparable({ metadata: { labels = {}, annotations = {} }, spec, ...object }: ObjectShape): PlainObject {
  const whole = { ...object, metadata: { labels, annotations }, ...(spec === undefined ? {} : { spec }) };
  if (!isPlainObject(spec) || !isPlainObject(spec.template) || !isPlainObject(spec.template.spec)) return whole;
  const { metadata = {}, ...template } = spec.template;
  const ofPods = { labels: {}, annotations: {}, ...(metadata as PlainObject) };
  return { ...whole, spec: { ...spec, template: { ...template, metadata: ofPods, spec: pod(spec.template.spec) } } };
}

/** A sidecar stands among the containers, as those without Kubernetes' own write it; what all may do stands at each. */
function pod({
  initContainers = [],
  containers = [],
  securityContext = {},
  volumes = [],
  ...rest
}: PlainObject): PlainObject {
  const { fsGroup, fsGroupChangePolicy, ...all } = securityContext as PlainObject;
  const own = (container: PlainObject): PlainObject => {
    const security = { ...all, ...(container.securityContext as PlainObject | undefined) };
    return { ...container, securityContext: asked(security) };
  };
  const first = initContainers as PlainObject[];
  const beside = first.filter(({ restartPolicy }) => restartPolicy === "Always");
  return {
    ...rest,
    securityContext: { fsGroup, fsGroupChangePolicy },
    containers: [...(containers as PlainObject[]), ...beside].map(own),
    initContainers: first.filter((container) => !beside.includes(container)).map(own),
    volumes: (volumes as PlainObject[]).map(sorted),
  };
}

/** What is false unless it is said says nothing where it is false. */
function asked(security: PlainObject): PlainObject {
  const unless = ["privileged", "readOnlyRootFilesystem", "runAsNonRoot"];
  return Object.fromEntries(
    Object.entries(security).filter(([key, value]) => value !== false || !unless.includes(key)),
  );
}

/** Entries of a Secret or ConfigMap are a set. */
function sorted(volume: PlainObject): PlainObject {
  const entries = Object.entries(volume).map(([key, source]): [string, unknown] => {
    if (!isPlainObject(source) || !Array.isArray(source.items)) return [key, source];
    const items = (source.items as { key: string }[]).toSorted((a, b) => a.key.localeCompare(b.key));
    return [key, { ...source, items }];
  });
  return Object.fromEntries(entries);
}
