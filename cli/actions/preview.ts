import { readFile } from "node:fs/promises";
import { ownPackage } from "../../host/ownPackage.ts";
import { upgradeText } from "../../records/upgrade.ts";
import { checkFieldRights } from "../../release/check/fieldRights.ts";
import { checkGatewayFeatures } from "../../release/check/gatewayFeatures.ts";
import { checkKinds } from "../../release/check/kinds.ts";
import { withWatcher } from "../../components/objects/watcherService.ts";
import { checkReferences } from "../../release/check/references.ts";
import type { Emit } from "../../release/events.ts";
import type { ResourceStep } from "../../engine/events.ts";
import { componentUrn, namespaceUrn } from "../../engine/urn.ts";
import { namespacesMade } from "../../release/check/homeNamespace.ts";
import { scopeOf, type Scope } from "../../release/check/scope.ts";
import { removalsOf } from "../../release/check/removals.ts";
import type { ReleaseRequest } from "../../release/context.ts";
import { removalLines } from "../renderers/plan.ts";
import { changedStackFile } from "../../parameters/changedStackFile.ts";
import { changedOverrides } from "../../parameters/overrides.ts";
import { readStack, serviceFiles } from "../../parameters/stack.ts";
import { basesOf } from "../../parameters/stackFileEdit.ts";
import { inTemporaryStackFile } from "../../parameters/temporaryStackFile.ts";
import { plannedDrift } from "../../release/drift/check.ts";
import { planDrift, withoutLeaving } from "../../release/drift/plan.ts";
import { sessionDetection } from "../drift.ts";
import type { Output } from "../output.ts";
import { driftPlanLines } from "../renderers/drift.ts";
import { planRelease } from "../../release/plan.ts";
import { planDigest } from "../../release/shownPlan.ts";
import { stepLines } from "../renderers/steps.ts";
import { history, type Session } from "../session.ts";
import { stackFile } from "../../parameters/location.ts";

/** Pulumi shows with a new namespace all that depends on it: services that nobody has named, and what watches the stack. */
function isReleased(
  { urn, type, service }: ResourceStep,
  { only = [] }: Scope,
  namespaces: readonly string[],
): boolean {
  if (service !== undefined) return only.includes(service);
  return namespaces.includes(urn) || type === "pulumi:pulumi:Stack";
}

/** Shows, property by property, what the edits would change. The stack's own file is not touched. */
export async function previewRelease(
  session: Session,
  change: Pick<ReleaseRequest, "edits" | "remove" | "withData">,
  output: Output,
  keepDrift: readonly string[],
): Promise<void> {
  const { location, cluster } = session;
  const files = serviceFiles(location);
  const before = await readFile(stackFile(location), "utf8");
  const text = changedStackFile(before, change, basesOf(files, location.stack));
  const stack = readStack(location, text, files);
  const overrides = changedOverrides(before, text, { file: stack.file, stack: stack.name, files });
  await checkKinds(cluster, stack.config);
  const released = change.edits.map(({ service }) => service);
  const named = [...released, ...(change.remove ?? [])];
  // What only leaves refers to nothing any more.
  if (named.length === 0 || released.length > 0) await checkReferences(cluster, withWatcher(stack.config), released);
  const asked = history(session);
  const drifted = sessionDetection(session, asked);
  // Told where it is awaited.
  drifted.catch(() => undefined);
  const records = await asked;
  const removals = await removalsOf(stack, records, change, cluster);
  const leaving = removals.map(({ service }) => service);
  const renderer = output.renderer();
  const emit: Emit = (event) => {
    if (event.type === "note") renderer.event(event);
  };
  try {
    await checkGatewayFeatures({ cluster, emit }, stack.config.services, released);
    const scope = scopeOf(stack, text, named, records, named.length === 0 ? [] : leaving);
    const { drift: found, manifests } = await drifted;
    const planned = planDrift(withoutLeaving(found, leaving), scope.only, keepDrift);
    const drift = plannedDrift(planned);
    const plan = planRelease("deploy", stack, records, scope.only, undefined, drift, removals);
    await checkFieldRights(plan, stack, { ...planned, manifests }, cluster);
    const made = await namespacesMade({ stack, scope }, planned, cluster);
    const of = { stack: stack.name, project: stack.project };
    const targets = scope.only?.map((service) => componentUrn(of, service));
    const besides = made.map((namespace) => namespaceUrn(of, namespace));
    const { steps: told } = await inTemporaryStackFile(location.stack, scope.text, async (configFile) => {
      // What others hold is drift, which the release takes over.
      const engine = await session.engine({ ...location, configFile }, { takeOver: true });
      return engine.preview({ emit, ...(targets === undefined ? {} : { targets: [...targets, ...besides] }) });
    });
    const steps = made.length === 0 ? told : told.filter((step) => isReleased(step, scope, besides));
    renderer.end();
    const changed = steps.filter(({ operation }) => operation !== "same" && operation !== "read");
    const plans = { plan, planDigest: planDigest(plan) };
    const value = { changes: changed, unchanged: steps.length - changed.length, drift, ...plans };
    const upgraded = changed.length === 0 ? undefined : upgradeText(records, ownPackage().version);
    if (upgraded !== undefined) output.say(upgraded);
    const nothingElse = changed.length === 0 && drift.mended.length > 0;
    const lines = nothingElse ? ["nothing else changes"] : stepLines(steps, output.style);
    const leavingLines = removalLines(removals, output.style);
    output.result([...overrides, ...leavingLines, ...driftPlanLines(drift, output.style), ...lines], value);
  } finally {
    renderer.end();
  }
}
