import { UsageProblem } from "../errors/problem.ts";
import { standingKeys } from "./config/release.ts";
import { whereOf } from "./config/serviceFiles.ts";
import type { OfServiceFiles, Service, StackConfig } from "./config/stackConfig.ts";
import { budgetLetsDrain, staysAvailable } from "./rules/availability.ts";
import { canaryShare } from "./rules/canary.ts";
import { hostsAreUnique, portsAreUnique } from "./rules/clashes.ts";
import type { RuleCode } from "./rules/codes.ts";
import { deadlineLeavesRoom, graceLeavesRoom, pulumiOutwaits, sleepCoversPropagation } from "./rules/deadlines.ts";
import { apartFromNode, nodePortsSuffice } from "./rules/host.ts";
import { versionIsFixed } from "./rules/image.ts";
import { olderVersionsGoOn } from "./rules/jobs.ts";
import { networkAdmits } from "./rules/network.ts";
import {
  livenessNoStricter,
  livenessWaitsForStart,
  onlyReadyIsPublished,
  readinessExists,
  readinessTestsWhatIsServed,
} from "./rules/probes.ts";
import { ownRules } from "./rules/own.ts";
import { surgeFitsQuota } from "./rules/quota.ts";
import { requestsAreSet } from "./rules/resources.ts";
import type { Rule } from "./rules/rule.ts";
import { seen } from "./rules/seen.ts";
import { accountIsModest, namespaceAdmits, noApiToken, noPrivileges, notRoot, readOnlyRoot } from "./rules/security.ts";
import { runsEnd } from "./rules/schedule.ts";
import { workIsFinished } from "./rules/work.ts";
import { memoryHoldsScratch, oneWriter, volumeCanBeShared } from "./rules/storage.ts";

/** One rule that a service breaks. */
export interface Finding {
  code: RuleCode;
  service: string;
  /** The parameter to change: `releases:services.website.rollout.maxUnavailable`. */
  path: string;
  /** What would happen, with the numbers computed. */
  message: string;
  /** The way out. */
  fix: string;
  /** The reason of a waiver, where the service has one for this rule. */
  waived?: string;
}

/** Our rules, in the order of their codes. */
const rules: readonly Rule[] = [
  ...[staysAvailable, readinessExists, readinessTestsWhatIsServed, sleepCoversPropagation, graceLeavesRoom],
  ...[deadlineLeavesRoom, pulumiOutwaits, budgetLetsDrain, volumeCanBeShared, livenessNoStricter],
  ...[livenessWaitsForStart, versionIsFixed, requestsAreSet, surgeFitsQuota, hostsAreUnique],
  ...[portsAreUnique, canaryShare, oneWriter, namespaceAdmits, networkAdmits],
  ...[
    nodePortsSuffice,
    memoryHoldsScratch,
    onlyReadyIsPublished,
    olderVersionsGoOn,
    workIsFinished,
    runsEnd,
    notRoot,
    readOnlyRoot,
    noPrivileges,
    noApiToken,
    apartFromNode,
    accountIsModest,
  ],
];

/** Every rule on every service of the stack, as its patches leave it; waived findings come with their reason. */
export function checkRules(stack: StackConfig): Finding[] {
  const patched = stack.services.some(({ patches }) => Object.keys(patches).length > 0);
  if (!patched) return stack.services.flatMap((service) => findings(service, stack));
  const result = { ...stack, services: stack.services.map(seen) };
  return result.services.flatMap((service, index) => {
    const found = findings(service, result);
    const written = stack.services[index];
    if (written === undefined || service === written) return found;
    const before = new Set(findings(written, stack).map(({ code, path }) => `${code} ${path}`));
    return found.map((finding) => (before.has(`${finding.code} ${finding.path}`) ? finding : byPatches(finding)));
  });
}

function findings(service: Service, stack: StackConfig): Finding[] {
  return [...rules, ...ownRules()].flatMap(({ code, check }) =>
    check(service, stack).map(({ parameter, message, fix }): Finding => {
      const waived = service.waivers[code];
      const path = `releases:${pathOf(parameter, service.name)}`;
      return { code, service: service.name, path, message, fix, ...(waived === undefined ? {} : { waived }) };
    }),
  );
}

/** Found of the patched objects alone: told where the patches stand, with the parameter that would say the same. */
function byPatches(finding: Finding): Finding {
  const root = `releases:services.${finding.service}.`;
  if (!finding.path.startsWith(root) || finding.path === `${root}patches`) return finding;
  const parameter = finding.path.slice(root.length);
  return { ...finding, path: `${root}patches`, message: `as patched (${parameter}), ${finding.message}` };
}

/** Release parameters stand under `releases:current`, all others under `releases:services`. */
function pathOf(parameter: string, service: string): string {
  const [first = "", second = ""] = parameter.split(".");
  const released = first === "version" || (first === "canary" && (second === "" || standingKeys.includes(second)));
  return `${released ? "current" : "services"}.${service}.${parameter}`;
}

/** The findings that are not waived, a line each. */
export function brokenRules(stack: StackConfig): string[] {
  return checkRules(stack)
    .filter(({ waived }) => waived === undefined)
    .map(({ code, path, message, fix }) => `${code} at ${path}: ${message}; ${fix}`);
}

/**
 * Refuses a stack with findings that are not waived.
 * @throws UsageProblem RULES_BROKEN with a line for each
 */
export function assertRules(config: StackConfig, open = brokenRules(config), files?: OfServiceFiles): void {
  if (open.length === 0) return;
  const details = open.map((line) => files?.located(line) ?? line);
  throw new UsageProblem({
    code: "RULES_BROKEN",
    what: `stack ${config.stack} breaks ${open.length === 1 ? "a rule" : `${open.length} rules`} for services that keep answering`,
    where: whereOf(details) ?? `Pulumi.${config.stack}.yaml`,
    details,
    next: "mend them, or waive one by its code with a reason: waivers: {ZD003: why}; docs/rules.md explains each",
  });
}
