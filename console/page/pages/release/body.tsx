import { parameterChanges } from "../../../../parameters/parameterChanges.ts";
import type { ReleaseRecord, ServiceChange } from "../../../../records/record.ts";
import type { Evidence } from "../../../../rollout/evidence.ts";
import type { ServicePods } from "../../../api/live.ts";
import { useLive } from "../../live/context.ts";
import { Changes, VersionMove } from "../../parts/changes.tsx";
import { LogView } from "../../parts/logView.tsx";
import { Section } from "../../parts/page.tsx";
import { PodSwap } from "../../parts/pods.tsx";
import { Canary } from "./canary.tsx";
import { CauseBox, EvidenceView } from "./evidence.tsx";
import { Happened } from "./happened.tsx";
import { Jobs } from "./jobs.tsx";
import { Phases } from "./phases.tsx";
import { LeftOver, Restore } from "./restore.tsx";
import { recordPhases, swappedVersions, type ShownAct } from "./shown.ts";

interface BodyProps {
  record: ReleaseRecord;
  evidence: readonly Evidence[];
  act: ShownAct;
}

/** Cause and evidence first where it failed; where it goes on, where it stands. */
export function ReleaseBody({ record, evidence, act }: BodyProps) {
  const pods = podsOf(record, useLive().state.pods);
  const running = record.result === "running";
  const rolling = pods.some(({ status }) => status.phase === "progressing");
  const told = act.phases.length > 0 ? act.phases : recordPhases(record, rolling);
  // Of what is over, nothing is to come.
  const phases = running ? told : told.filter(({ state }) => state !== "waiting");
  const doomed = [...act.rollouts.values()].find(({ status }) => status.cause !== undefined)?.status.cause;
  const cause = record.cause ?? doomed;
  const cancelled = record.result === "cancelled";
  const failed = cause !== undefined || (record.reason !== undefined && record.result !== "succeeded" && !cancelled);
  return (
    <>
      {failed ? <CauseBox cause={cause} reason={record.reason} /> : null}
      <LeftOver record={record} />
      {record.restoredBy === undefined ? null : (
        <Restore stack={record.stack} id={record.restoredBy} why={cancelled ? record.reason : undefined} />
      )}
      {evidence.length === 0 ? null : (
        <Section title="Evidence">
          {evidence.map((one) => (
            <EvidenceView key={`${one.workload.namespace}/${one.workload.name}`} evidence={one} />
          ))}
        </Section>
      )}
      {act.logs.length > 0 && evidence.length === 0 ? (
        <Section title="Log of the pods that fail">
          <LogView lines={act.logs} label="Log of the pods that fail, as it comes" follow />
        </Section>
      ) : null}
      {phases.length === 0 ? null : (
        <Section title="Phases">
          <Phases phases={phases} known={cause?.message} />
        </Section>
      )}
      {running || act.rollouts.size > 0 ? <Swaps record={record} act={act} pods={pods} /> : null}
      <Canary record={record} act={act} />
      <Jobs record={record} act={act} />
      <Section title="What it changes">
        <ChangesOf changes={record.changes} kind={record.kind} />
      </Section>
      <Happened act={act} record={record} />
    </>
  );
}

function Swaps({ record, act, pods }: { record: ReleaseRecord; act: ShownAct; pods: readonly ServicePods[] }) {
  const running = record.result === "running";
  const told = [...act.rollouts.values()];
  const rows = useLive().state.overview?.rows ?? [];
  const back = act.phases.some(({ phase }) => phase === "restore");
  const versions = new Map(
    record.changes.map((change) => {
      const runs = rows.find(({ service }) => service === change.service)?.runs;
      return [change.service, swappedVersions(change, { runs: running ? runs : undefined, back })];
    }),
  );
  const shown = running && pods.length > 0 ? pods : [];
  if (shown.length + told.length === 0) return null;
  return (
    <Section title={running ? "Pods, as they are swapped" : "Pods, as they were last seen"}>
      <div class="swaps">
        {shown.map(({ service, canary, pods: own, status }) => {
          const timed = told.find(({ workload }) => workload.name === service);
          return (
            <PodSwap
              key={`${service} ${canary === true ? "canary" : ""}`}
              name={canary === true ? `${service}, canary` : service}
              pods={own}
              status={status}
              versions={versions.get(service) ?? {}}
              {...(timed === undefined ? {} : { elapsed: timed.elapsedSeconds, deadline: timed.deadlineSeconds })}
            />
          );
        })}
        {shown.length > 0
          ? null
          : told.map(({ workload, status, pods: own, elapsedSeconds, deadlineSeconds }) => (
              <PodSwap
                key={`${workload.namespace}/${workload.name}`}
                name={workload.name}
                pods={own}
                status={status}
                elapsed={elapsedSeconds}
                deadline={deadlineSeconds}
                versions={versions.get(workload.name) ?? {}}
              />
            ))}
      </div>
    </Section>
  );
}

function podsOf(record: ReleaseRecord, pods: ReadonlyMap<string, ServicePods>): ServicePods[] {
  const services = new Set(record.changes.map(({ service }) => service));
  return [...pods.values()].filter(({ service }) => services.has(service));
}

function ChangesOf({ changes, kind }: { changes: readonly ServiceChange[]; kind: ReleaseRecord["kind"] }) {
  if (changes.length === 0) return <p class="soft">{`A ${kind} changes no service.`}</p>;
  return (
    <div class="planServices">
      {changes.map(({ service, namespace, before, after, removed }) => (
        <section class="planService" key={service}>
          <h3>
            <span class="break">{service}</span>{" "}
            <VersionMove from={before?.release.version} to={after.release.version} />
            {removed === true ? <span class="chip bad">leaves the stack</span> : null}
            {before === undefined && removed !== true ? <span class="chip busy">new</span> : null}
          </h3>
          <p class="small soft">namespace {namespace}</p>
          {removed === true ? null : (
            <Changes changes={parameterChanges(before, after)} caption={`What it changes of ${service}`} />
          )}
        </section>
      ))}
    </div>
  );
}
