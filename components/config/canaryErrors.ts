import { analysisErrors } from "./analysisErrors.ts";
import type { CanaryParameters } from "./canary.ts";
import { splitErrors } from "./canarySplitErrors.ts";
import { standingErrors } from "./canaryStandingErrors.ts";
import { isPlainObject } from "./layers.ts";
import { servedPorts } from "./servedPorts.ts";
import type { RawStackConfig, Service } from "./stackConfig.ts";

/** What does not go with a canary: in how it is declared, and in where it stands. */
export function canaryErrors(service: Service, raw: RawStackConfig): string[] {
  // What makes no pods that go on running says so by itself.
  if (service.cronJob !== undefined) return [];
  const { canary } = service;
  if (canary === undefined) return standingErrors(service);
  const declared = [
    ...twoVersions(service, raw),
    ...notRising(canary),
    ...splitErrors(service, canary),
    ...analysisErrors(service, canary, raw),
  ];
  return [...declared.map((line) => `releases:services.${service.name}.canary${line}`), ...standingErrors(service)];
}

/** A canary is a second version beside the first, of which each gets requests of its own. */
function twoVersions(service: Service, raw: RawStackConfig): string[] {
  const { selector, rollout, volumes, placement } = service;
  const oneNode =
    "kubernetes.io/hostname" in placement.nodeSelector || (isPlainObject(raw.cluster) && raw.cluster.nodes === 1);
  return [
    ...(selector === undefined
      ? []
      : [
          ": the pods are found by a selector that knows no track (selector), so a canary's pods would count as the stable ones; leave canary out",
        ]),
    ...(servedPorts(service).length > 0
      ? []
      : [": the service serves no port, so there are no requests to share out; leave canary out"]),
    ...(rollout.strategy === "Recreate"
      ? [
          ": rollout.strategy Recreate never lets two versions run at once, and a canary is just that; leave one of them out",
        ]
      : []),
    ...Object.entries(volumes).flatMap(([name, { kind, accessMode, singleWriter, readOnly }]) => {
      if (kind !== "persistent" && kind !== "claim") return [];
      if (singleWriter && !readOnly)
        return [
          `: volume ${name} is written by one pod alone (singleWriter), and a canary is another; leave canary out`,
        ];
      if (accessMode !== "ReadWriteOncePod" && (accessMode !== "ReadWriteOnce" || oneNode)) return [];
      const pods = accessMode === "ReadWriteOnce" ? "a canary's pods on another node" : "a canary's pods";
      return [
        `: volume ${name} is ${accessMode}: ${pods} would wait for it for ever; use ReadWriteMany, or leave canary out`,
      ];
    }),
  ];
}

function notRising({ steps }: CanaryParameters): string[] {
  return steps.flatMap(({ weight }, index) => {
    const before = steps[index - 1]?.weight ?? 0;
    return weight > before
      ? []
      : [`.steps[${index}].weight: ${weight} percent after ${before}; each step has more than the one before`];
  });
}
