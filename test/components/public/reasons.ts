/** Why what the project renders differs from manifests whoever wrote them: the same for every service. */
export interface Reason {
  name: string;
  why: string;
  /** The differences, each without the object's name: `Deployment spec.replicas: 1 -> 2`. */
  lines: RegExp;
}

const own = String.raw`(app\.kubernetes\.io\/(name|instance|version|part-of|managed-by)|releases\/(service|job|job-runs)|track)`;
const container = String.raw`spec\.template\.spec\.(initC|c)ontainers\[[^\]]+\]`;
const security = String.raw`${container}\.securityContext\.`;

export const reasons: readonly Reason[] = [
  {
    name: "labels",
    why: "Kubernetes' recommended labels stand on every object, `track` on pods, and `labels` on every object alike.",
    lines: new RegExp(
      String.raw`^\w+ (spec\.template\.)?metadata\.labels(\[${own}\]|\.track): |^\w+ metadata\.labels\S+: – -> `,
    ),
  },
  {
    name: "selector",
    why: "Pods are found by their service's name and track, which never change.",
    lines: /^\w+ spec\.(selector|podSelector)(\.matchLabels)?(\.|\[)/,
  },
  {
    name: "notes",
    why: "Annotations for Pulumi and for whoever finds the object: how long is waited, patience, waivers.",
    lines:
      /^(Deployment|Job) metadata\.annotations\[(pulumi\.com\/timeoutSeconds|releases\/(waivers|patience|older-versions))\]: – -> /,
  },
  {
    name: "port names",
    why: "Ports have names, by which Services, routes and probes lead to them: a number can change with a release.",
    lines: new RegExp(
      String.raw`^(Deployment|Job) ${container}\.(ports\[\d+\]\.name: – -> |(startup|readiness|liveness)Probe\.\w+\.port: \d+ -> ")` +
        String.raw`|^Service spec\.ports\[\d+\]\.targetPort: \d+ -> "|^Ingress \S+\.service\.port\.(number: \d+ -> –|name: – -> ")` +
        String.raw`|^NetworkPolicy spec\.ingress\S+\.port: \d+ -> "`,
    ),
  },
  {
    name: "restricted",
    why: "Pods run at Kubernetes' restricted level unless the service says otherwise (SC001 to SC003).",
    lines: new RegExp(
      String.raw`^(Deployment|Job) ${security}(seccompProfile: – -> {"type":"RuntimeDefault"}|allowPrivilegeEscalation: – -> false` +
        String.raw`|capabilities: – -> {"drop":\["ALL"\]}|(runAsNonRoot|readOnlyRootFilesystem): – -> true)$`,
    ),
  },
  {
    name: "token",
    why: "Pods get a token for the Kubernetes API only where they ask for it, and then it is said (SC004).",
    lines: /^(ServiceAccount |(Deployment|Job) spec\.template\.spec\.)automountServiceAccountToken: – -> (true|false)$/,
  },
  {
    name: "service links",
    why: "No variables for every Service of the namespace: their number and order are others'.",
    lines: /^(Deployment|Job) spec\.template\.spec\.enableServiceLinks: – -> false$/,
  },
  {
    name: "account",
    why: "An account of the service's own, where all of the namespace shared the default one.",
    lines: /^ServiceAccount made$|^Deployment spec\.template\.spec\.serviceAccountName: – -> "/,
  },
  {
    name: "spread",
    why: "Pods on different nodes and in different zones, preferred.",
    lines:
      /^Deployment spec\.template\.spec\.topologySpreadConstraints\[(kubernetes\.io\/hostname|topology\.kubernetes\.io\/zone)\]: – -> .*"whenUnsatisfiable":"ScheduleAnyway"/,
  },
  {
    name: "fsGroup",
    why: "A volume's files are handed over once, not at each start.",
    lines: /^Deployment spec\.template\.spec\.securityContext\.fsGroupChangePolicy: – -> "OnRootMismatch"$/,
  },
  {
    name: "rollout",
    why: "What was left to Kubernetes is the template's: one pod more and none missing (ZD001), 2s ready or more, the deadline, old ReplicaSets kept.",
    lines:
      /^Deployment spec\.(minReadySeconds: – -> |revisionHistoryLimit: 10 -> 5|progressDeadlineSeconds: 600 -> |strategy\.rollingUpdate\.max(Surge: "25%" -> 1|Unavailable: "25%" -> 0)$)/,
  },
  {
    name: "drain",
    why: "A stopping pod serves until every node knows that it left (ZD004).",
    lines: new RegExp(
      String.raw`^(Deployment|Job) ${container}\.lifecycle: – -> {"preStop":{"sleep":{"seconds":\d+}}}$`,
    ),
  },
  {
    name: "startup",
    why: "A liveness probe does not kill a slow start (ZD011).",
    lines: new RegExp(String.raw`^(Deployment|Job) ${container}\.startupProbe: – -> {`),
  },
  {
    name: "liveness",
    why: "Liveness gives up later than readiness (ZD010).",
    lines: new RegExp(String.raw`^(Deployment|Job) ${container}\.livenessProbe\.failureThreshold: (2 -> 3|3 -> 4)$`),
  },
  {
    name: "requests",
    why: "The scheduler is told what a pod needs (ZD013).",
    lines: new RegExp(
      String.raw`^(Deployment|Job) ${container}\.resources\.requests(: – -> {"cpu":"[^"]+","memory":"[^"]+"}|\.cpu: – -> "\w+")$`,
    ),
  },
  {
    name: "read-only",
    why: "Secrets and ConfigMaps are mounted read-only, as Kubernetes does whatever is said.",
    lines: new RegExp(String.raw`^(Deployment|Job) ${container}\.volumeMounts\[[^\]]+\]\.readOnly: – -> true$`),
  },
  {
    name: "budget",
    why: "A node that drains evicts one pod at a time, and waits for none that is not ready.",
    lines: /^PodDisruptionBudget (made|spec\.unhealthyPodEvictionPolicy: – -> "AlwaysAllow")$/,
  },
  {
    name: "protocol",
    why: "Gateways are told that a port speaks HTTP.",
    lines: /^Service spec\.ports\[\d+\]\.appProtocol: – -> "http"$/,
  },
];

/** The reason for a difference that holds for every service; undefined where the project's own list must say it. */
export function reasonFor(line: string): string | undefined {
  const text = line.replace(/^(\w+)\/[^\s:]+:?/, "$1");
  return reasons.find(({ lines }) => lines.test(text))?.name;
}
