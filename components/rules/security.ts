import type { ExtraContainer } from "../config/containers.ts";
import type { ContainerSecurity, Security } from "../config/security.ts";
import { defaultPodSecurity } from "../config/stack.ts";
import type { NamespaceParameters } from "../config/stack.ts";
import type { Service } from "../config/stackConfig.ts";
import { sharedWithNode } from "./host.ts";
import type { Breach, Rule } from "./rule.ts";

/** What each container may do: the service's own, and those that differ from it. */
function securities({ security, sidecars, initContainers }: Service): { at: string; security: Security }[] {
  const own = (kind: string, containers: Record<string, ExtraContainer>) =>
    Object.entries(containers)
      .filter(([, container]) => Object.keys(container.security).length > 0)
      .map(([name, container]) => ({
        at: `${kind}.${name}.security`,
        security: { ...security, ...defined(container.security) },
      }));
  return [{ at: "security", security }, ...own("sidecars", sidecars), ...own("initContainers", initContainers)];
}

function defined(security: ContainerSecurity): Partial<Security> {
  return Object.fromEntries(Object.entries(security).filter(([, value]) => value !== undefined));
}

export const notRoot: Rule = {
  code: "SC001",
  check: (service) =>
    securities(service)
      .filter(({ security: { nonRoot, user } }) => !nonRoot || user === 0)
      .map(({ at, security: { nonRoot } }) => ({
        parameter: nonRoot ? `${at}.user` : `${at}.nonRoot`,
        message: "the processes may run as root (uid 0): who breaks into one is root on what it mounts",
        fix: "run the image as another user: security: {user: 65532}",
      })),
};

export const readOnlyRoot: Rule = {
  code: "SC002",
  check: (service) =>
    securities(service)
      .filter(({ security }) => !security.readOnlyRoot)
      .map(({ at }) => ({
        parameter: `${at}.readOnlyRoot`,
        message: "the image's files can be written: what is changed in a pod is gone with it, and lost to review",
        fix: "mount a scratch volume where the service writes: volumes: {tmp: {kind: scratch, mount: /tmp}}",
      })),
};

/** The one capability that Kubernetes' restricted level lets a container keep. */
const harmless = ["NET_BIND_SERVICE"];

export const noPrivileges: Rule = {
  code: "SC003",
  check: (service) => [
    ...securities(service).flatMap(({ at, security }) => [
      ...(security.escalation ? [breach(`${at}.escalation`, "processes may gain privileges (setuid)")] : []),
      ...security.addCapabilities
        .filter((capability) => !harmless.includes(capability))
        .map((capability) => breach(`${at}.addCapabilities`, `the container keeps the capability ${capability}`)),
    ]),
    ...(service.security.seccomp === "Unconfined"
      ? [breach("security.seccomp", "every system call is open to it")]
      : []),
  ],
};

function breach(parameter: string, message: string): Breach {
  return { parameter, message, fix: "leave it at its default, or waive the rule with the reason" };
}

export const noApiToken: Rule = {
  code: "SC004",
  check: ({ security }) =>
    security.apiAccess
      ? [
          {
            parameter: "security.apiAccess",
            message: "the pods hold a token for the Kubernetes API: who breaks into one may use it",
            fix: "leave it false unless the service itself talks to Kubernetes",
          },
        ]
      : [],
};

/** Who may do these may do all. */
const allPowerful = ["escalate", "bind", "impersonate"];

export const accountIsModest: Rule = {
  code: "SC006",
  check: ({ account }) =>
    account.rules.flatMap((given, index) => {
      const rule = given as { apiGroups?: string[]; resources?: string[]; resourceNames?: string[]; verbs?: string[] };
      const { apiGroups = [], resources = [], verbs = [], resourceNames = [] } = rule;
      const rights = [
        ...([...apiGroups, ...resources, ...verbs].includes("*") ? ["everything (*)"] : []),
        ...(resources.includes("secrets") && resourceNames.length === 0 ? ["any Secret of the namespace"] : []),
        ...verbs.filter((verb) => allPowerful.includes(verb)).map((verb) => `${verb}, by which more is had`),
      ];
      return rights.map((what) => ({
        parameter: `account.rules[${index}]`,
        message: `the account gets a right to ${what}`,
        fix: "name what the service needs (resourceNames, verbs), or waive the rule with the reason",
      }));
    }),
};

export const namespaceAdmits: Rule = {
  code: "ZD019",
  check: (service, { namespaces }) => {
    const level = knownLevel(namespaces[service.namespace]);
    if (level === undefined) return [];
    const refused = refusals(service)[level];
    if (refused.length === 0) return [];
    return [
      {
        parameter: "security",
        message: `namespace ${service.namespace} enforces the level ${level} and refuses pods with ${refused.join(", ")}`,
        fix: "keep to the defaults of security, or choose another podSecurity for the namespace",
      },
    ];
  },
};

/** Of a namespace that somebody else made only what was said is known. */
function knownLevel(namespace: NamespaceParameters | undefined): NamespaceParameters["podSecurity"] {
  return namespace?.podSecurity ?? (namespace?.create === true ? defaultPodSecurity : undefined);
}

/** What each level of https://kubernetes.io/docs/concepts/security/pod-security-standards/ refuses in this service. */
function refusals(service: Service): Record<"restricted" | "baseline" | "privileged", string[]> {
  const { security } = service;
  const shared = sharedWithNode(service);
  const all = securities(service).map((one) => one.security);
  const some = (weak: (one: Security) => boolean, what: string) => (all.some(weak) ? [what] : []);
  const capabilities = [...new Set(all.flatMap(({ addCapabilities }) => addCapabilities))];
  const baseline = [
    ...shared,
    ...capabilities.filter((capability) => !baselineCapabilities.includes(capability)),
    ...(security.seccomp === "Unconfined" ? ["seccomp Unconfined"] : []),
  ];
  const restricted = [
    ...shared,
    ...some(({ nonRoot }) => !nonRoot, "nonRoot: false"),
    ...some(({ user }) => user === 0, "user: 0"),
    ...some(({ escalation }) => escalation, "escalation: true"),
    ...capabilities.filter((capability) => !harmless.includes(capability)),
    ...(security.seccomp === "Unconfined" ? ["seccomp Unconfined"] : []),
  ];
  return { restricted, baseline, privileged: [] };
}

const baselineCapabilities = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];
