import type { Service } from "./stackConfig.ts";

/** By these Kubernetes, we and whoever looks find the objects. */
const ours = /^(app\.kubernetes\.io\/(name|instance|version|part-of|managed-by)|track)$/;

export function isOwnLabel(label: string): boolean {
  return ours.test(label);
}

/** What goes with a selector of others', and what only with it. */
export function adoptedErrors(service: Service): string[] {
  return [...selectorErrors(service), ...labelErrors(service)];
}

function selectorErrors(service: Service): string[] {
  const { name, selector: own, podLabels, release, renamedFrom, network, jobs } = service;
  if (own === undefined) return [];
  const root = `releases:services.${name}`;
  if (Object.keys(own).length === 0) return [`${root}.selector: without a label it would find every pod`];
  const twice = Object.keys(own).filter((label) => Object.hasOwn(podLabels, label));
  return [
    ...twice.map((label) => `${root}.podLabels.${label}: it stands in selector; name it once`),
    ...(release.canary === undefined
      ? []
      : [
          `releases:current.${name}.canary: the pods are found by a selector that knows no track (selector), so a canary's pods would count as the stable ones; release the version itself`,
        ]),
    ...(renamedFrom === undefined
      ? []
      : [`${root}.selector: with another name (renamedFrom) every pod is made anew; leave selector out`]),
    ...(network === undefined || jobs.before.length + jobs.after.length === 0
      ? []
      : [
          `${root}.network: no one policy finds both the pods by their own labels (selector) and those of jobs; leave network out and add a policy of your own`,
        ]),
  ];
}

/** A service that was adopted keeps the labels it had; all others have ours. */
function labelErrors({ name, labels: all, podLabels, selector }: Service): string[] {
  if (selector !== undefined) return [];
  return Object.entries({ labels: all, podLabels }).flatMap(([parameter, given]) =>
    Object.keys(given)
      .filter((label) => ours.test(label))
      .map(
        (label) =>
          `releases:services.${name}.${parameter}.${label}: it is set by releases; a service that was adopted keeps its own (selector)`,
      ),
  );
}
