import type { Evidence } from "../../../../rollout/evidence.ts";
import type { ContainerEvidence } from "../../../../rollout/evidence/containers.ts";
import type { Cause } from "../../../../rollout/verdict.ts";
import { Command } from "../../parts/command.tsx";
import { LogView } from "../../parts/logView.tsx";
import { ShapeMark } from "../../parts/shapes.tsx";
import { Time } from "../../parts/time.tsx";

/** Why it failed, first of all: one sentence, and the command that shows more. */
export function CauseBox({ cause, reason }: { cause?: Cause | undefined; reason?: string | undefined }) {
  return (
    <section class="note bad cause">
      <ShapeMark shape="failed" />
      <div>
        <h2>{cause?.message ?? reason ?? "It failed"}</h2>
        {cause === undefined || reason === undefined || saysTheSame(reason, cause) ? null : <p>{reason}</p>}
        {cause === undefined ? null : (
          <p class="small">
            <code class="chip quiet">{cause.code}</code> {cause.object.kind} {cause.object.namespace}/
            {cause.object.name}
          </p>
        )}
        {cause === undefined ? null : <Command text={cause.command} />}
      </div>
    </section>
  );
}

/** `jp: container web exits with code 3` says no more than the cause does. */
function saysTheSame(reason: string, { message }: Cause): boolean {
  return message === reason || reason.replace(/^[^:]{1,63}: /, "") === message;
}

/** What was kept of one workload before its pods were gone. */
export function EvidenceView({ evidence }: { evidence: Evidence }) {
  const { workload, takenAt, containers, events, commands, notes } = evidence;
  return (
    <div class="evidence">
      <p class="small soft">
        {workload.kind} {workload.namespace}/{workload.name}, taken <Time at={takenAt} form="full" />
      </p>
      {containers.map((container) => (
        <ContainerView key={`${container.pod} ${container.container}`} container={container} />
      ))}
      {events.length === 0 ? null : (
        <details open={containers.length === 0}>
          <summary>{events.length === 1 ? "1 event" : `${events.length} events`} of the cluster</summary>
          <ul class="eventList">
            {events.map(({ at, object, type, reason, message, count }, index) => (
              <li key={index} class={type === "Normal" ? "" : "warn"}>
                <span class="eventTime">{at === undefined ? "" : <Time at={at} form="clock" />}</span>
                <span class="break">
                  <strong>{reason}</strong> {object}: {message}
                  {count > 1 ? <span class="soft">{` (${count} times)`}</span> : null}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <details>
        <summary>Commands that show more while the pods are there</summary>
        {commands.map((command) => (
          <Command key={command} text={command} />
        ))}
      </details>
      {notes.map((note) => (
        <p class="small soft" key={note}>
          {note}
        </p>
      ))}
    </div>
  );
}

function ContainerView({ container: one }: { container: ContainerEvidence }) {
  const { pod, container, state, restarts, exit, image, probes, log, previousLog } = one;
  const asLines = (lines: readonly string[]) => lines.map((line) => ({ pod, container, line }));
  return (
    <section class="containerEvidence">
      <h3>
        <span class="break">{pod}</span> <span class="soft">{container}</span>
      </h3>
      <p class="small">
        <span class="sign bad">{state}</span>
        {exit === undefined ? null : (
          <span>
            {`, exit code ${exit.code}${exit.signal === undefined ? "" : `, signal ${exit.signal}`}${exit.reason === undefined ? "" : ` (${exit.reason})`}`}
          </span>
        )}
        {restarts === 0 ? null : <span>{`, ${restarts} ${restarts === 1 ? "restart" : "restarts"}`}</span>}
      </p>
      <p class="small soft break">{image}</p>
      {probes.map((probe) => (
        <p class="small soft break" key={probe}>
          {probe}
        </p>
      ))}
      {log.length === 0 && previousLog.length === 0 ? <p class="soft small">It wrote nothing.</p> : null}
      {previousLog.length === 0 ? null : (
        <>
          <h4>Log of the run that ended</h4>
          <LogView lines={asLines(previousLog)} label={`Log of ${pod}, the run that ended`} pods={false} />
        </>
      )}
      {log.length === 0 || isSame(log, previousLog) ? null : (
        <>
          <h4>Log</h4>
          <LogView lines={asLines(log)} label={`Log of ${pod}`} pods={false} />
        </>
      )}
    </section>
  );
}

/** A container that waits to be started again has the log of the run that ended. */
function isSame(log: readonly string[], previous: readonly string[]): boolean {
  return log.join("\n") === previous.join("\n");
}
