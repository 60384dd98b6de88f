import type { ReleaseRecord } from "../../../../records/record.ts";
import { objectText } from "../../../../drift/drift.ts";
import { Section } from "../../parts/page.tsx";
import { ShapeMark } from "../../parts/shapes.tsx";
import { Time } from "../../parts/time.tsx";
import type { ShownAct } from "./shown.ts";

/** What was noted, what the cluster told, and which objects were changed: everything else that happened. */
export function Happened({ act, record }: { act: ShownAct; record?: ReleaseRecord }) {
  const drift = record?.drift ?? [];
  const resources = [...act.resources.values()].filter(
    ({ step }) => step.operation !== "same" && step.operation !== "read",
  );
  return (
    <>
      {act.notes.length === 0 ? null : (
        <Section title="Notes">
          <ul class="eventList">
            {act.notes.map(({ at, level, message }, index) => (
              <li key={index} class={level === "info" ? "" : level === "error" ? "bad" : "warn"}>
                <span class="eventTime">
                  <Time at={at} form="clock" />
                </span>
                <span class="break">
                  {level === "info" ? null : <ShapeMark shape={level === "error" ? "failed" : "warn"} />} {message}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {act.clusterEvents.length === 0 ? null : (
        <Section title="Events of the cluster">
          <ul class="eventList">
            {act.clusterEvents.map(({ at, object, reason, message }, index) => (
              <li key={index}>
                <span class="eventTime">
                  <Time at={at} form="clock" />
                </span>
                <span class="break">
                  <strong>{reason}</strong> {object}: {message}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {resources.length === 0 ? null : (
        <Section title="Objects, as they were changed">
          <ul class="eventList">
            {resources.map(({ at, step, state, message }) => (
              <li key={step.urn} class={state === "failed" ? "bad" : ""}>
                <span class="eventTime">
                  <Time at={at} form="clock" />
                </span>
                <span class="break">
                  {`${step.operation} ${step.type.split(":").at(-1) ?? ""} ${step.name}: ${state}`}
                  {message === undefined ? "" : `, ${message}`}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {drift.length === 0 ? null : (
        <Section title="Changed by hand before, and mended">
          <ul class="eventList">
            {drift.map((object, index) => (
              <li key={index}>
                <span class="break">
                  {objectText(object)}:{" "}
                  {object.state === "lost" ? "was not there" : object.fields.map(({ path }) => path).join(", ")}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
