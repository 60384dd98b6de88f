import { both, changed, member, of, pair, type Variable } from "./cel.ts";
import { volumes } from "./configuration.ts";
import { containerFields } from "./containerFields.ts";
import { routeFields } from "./routeFields.ts";

/** What a release sets anew on the objects that it changes, and on their pods. */
const releaseLabels = ["app.kubernetes.io/version"];
/**
 * The second says how long Pulumi waits; it is worked out, and nothing in the cluster reads it. The others mean something
 * on a canary's Ingress alone.
 */
const releaseAnnotations = [
  ...["releases/release-id", "pulumi.com/timeoutSeconds"],
  ...["weight", "by-header", "by-header-value", "by-cookie"].map((key) => `nginx.ingress.kubernetes.io/canary-${key}`),
];
/** The second is kubectl's. What is hashed beside them (releases/config-hash) is the owner's: files are. */
const restartStamps = ["releases/restarted-at", "kubectl.kubernetes.io/restartedAt"];

/** Written by the API server, or looked at by itself. */
const otherMetadata = [
  ...["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp"],
  ...["labels", "annotations"],
];

/**
 * `variables.fields`: what somebody is changing of an object that no release changes, as a list of texts. Named here is
 * what a release may change: a field that Kubernetes has yet to invent is the owner's.
 */
export function changedFields(): Variable[] {
  return [...objectFields(), ...podFields(), ...containerFields(), ...routeFields(), fields];
}

/** Empty where nothing but a release's own has changed. */
const fields: Variable = {
  name: "fields",
  expression:
    "variables.objectFields + (variables.isWorkload ? variables.podFields + variables.containersFields + variables.initContainersFields : []) + " +
    "(variables.isRoute ? variables.routeFields : [])",
};

function objectFields(): Variable[] {
  // Looked at more closely below, or a release's: how many pods a canary has is its step.
  const apart =
    'variables.isRoute ? ["rules"] : variables.isCronJob ? ["jobTemplate"] : ' +
    'variables.isCanary ? ["template", "replicas"] : variables.isWorkload ? ["template"] : ' +
    'variables.isCanaryScaler ? ["minReplicas", "maxReplicas"] : variables.isHeld ? ["behavior"] : []';
  return [
    ...pair("metadata", (object) => `${of("object", object)}.metadata`),
    ...pair("labels", (object) => member(of("object", object), "metadata.labels")),
    ...pair("annotations", (object) => member(of("object", object), "metadata.annotations")),
    ...pair("spec", (object) => member(of("object", object), "spec")),
    // Beside a canary no stable pod is taken away (components/objects/horizontalPodAutoscaler.ts).
    { name: "isHeld", expression: `variables.isScaler && (${both("spec").map(takesNone).join(" || ")})` },
    { name: "apart", expression: apart },
    {
      name: "objectFields",
      expression: [
        changed("", "object", ["metadata", "spec", "status"]),
        changed("spec.", "spec", "variables.apart"),
        changed("metadata.", "metadata", otherMetadata),
        changed("label ", "labels", releaseLabels),
        changed("annotation ", "annotations", releaseAnnotations),
      ].join(" + "),
    },
  ];
}

function takesNone(spec: string): string {
  return `${member(spec, "behavior.scaleDown.selectPolicy", '""')} == "Disabled"`;
}

/** Of a Deployment's pods, or of those of a CronJob's Jobs. */
function podFields(): Variable[] {
  const template = (spec: string) => `variables.isCronJob ? ${spec}.jobTemplate.spec.template : ${spec}.template`;
  return [
    ...pair("template", (object) => template(of("spec", object))),
    ...pair("job", (object) => member(of("spec", object), "jobTemplate.spec")),
    ...pair("jobLabels", (object) => member(of("spec", object), "jobTemplate.metadata.labels")),
    ...pair("podLabels", (object) => member(of("template", object), "metadata.labels")),
    ...pair("podAnnotations", (object) => member(of("template", object), "metadata.annotations")),
    ...pair("podSpec", (object) => `${of("template", object)}.spec`),
    ...pair("volumes", (object) => volumes(of("podSpec", object))),
    {
      name: "podFields",
      expression: [
        changed("spec.jobTemplate.spec.", "job", ["template"]),
        changed("job label ", "jobLabels", releaseLabels),
        changed("pod label ", "podLabels", releaseLabels),
        changed("pod annotation ", "podAnnotations", restartStamps),
        changed("pod spec.", "podSpec", ["containers", "initContainers", "volumes"]),
        '(variables.volumes == variables.oldVolumes ? [] : ["pod spec.volumes"])',
      ].join(" + "),
    },
  ];
}
