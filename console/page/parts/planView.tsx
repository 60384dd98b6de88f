import type { PlanAnswer } from "../../api/acts.ts";
import type { DriftedObject } from "../../../drift/drift.ts";
import { objectText } from "../../../drift/drift.ts";
import type { ResourceStep } from "../../../engine/events.ts";
import type { ReleasePlan, ServicePlan } from "../../../release/plan.ts";
import { removalText, type Removal } from "../../../release/removal.ts";
import { Changes, VersionMove } from "./changes.tsx";
import { Findings } from "./findings.tsx";
import { ShapeMark } from "./shapes.tsx";

/** What an act would change, field by field, and what the rules say of it. */
export function PlanView({ answer }: { answer: PlanAnswer }) {
  const { plan, steps = [], findings, notes } = answer;
  return (
    <div class="plan">
      {plan === undefined ? null : <Services plan={plan} />}
      {plan === undefined ? null : <Rest plan={plan} />}
      {steps.length === 0 ? null : <Steps steps={steps} />}
      {notes.length === 0 ? null : (
        <ul class="notes">
          {notes.map((note, index) => (
            <li class="note quiet" key={index}>
              <ShapeMark shape="stopped" />
              <p>{note}</p>
            </li>
          ))}
        </ul>
      )}
      {plan === undefined && findings.length === 0 ? null : (
        <>
          <h3>What the zero-downtime rules say</h3>
          <Findings findings={findings} />
        </>
      )}
    </div>
  );
}

function Services({ plan: { services, removals } }: { plan: ReleasePlan }) {
  if (services.length + removals.length === 0)
    return <p class="verdict">Nothing would change: the cluster is as it is asked for.</p>;
  return (
    <div class="planServices">
      {services.map((service) => (
        <ServiceChanges key={service.service} service={service} />
      ))}
      {removals.map((removal) => (
        <Leaves key={removal.service} removal={removal} />
      ))}
    </div>
  );
}

function ServiceChanges({ service: { service, namespace, before, after, changes } }: { service: ServicePlan }) {
  return (
    <section class="planService">
      <h3>
        <span class="break">{service}</span> <VersionMove from={before?.release.version} to={after.release.version} />
        {before === undefined ? <span class="chip busy">new</span> : null}
      </h3>
      <p class="small soft">namespace {namespace}</p>
      <Changes changes={changes} caption={`What changes of ${service}`} />
    </section>
  );
}

function Leaves({ removal }: { removal: Removal }) {
  return (
    <section class="planService">
      <h3>
        <span class="break">{removal.service}</span> <span class="chip bad">leaves the stack</span>
      </h3>
      <p>{removalText(removal)}</p>
    </section>
  );
}

function Rest({ plan: { unchanged, pending, drift } }: { plan: ReleasePlan }) {
  return (
    <>
      {drift === undefined ? null : <Drift title="Changed by hand, mended with this release" objects={drift.mended} />}
      {drift === undefined ? null : <Drift title="Changed by hand, left as it is" objects={drift.left} />}
      {pending.length === 0 ? null : (
        <p class="small">
          Left for a release of their own, though the stack’s file would change them too:{" "}
          <strong>{pending.map(({ service }) => service).join(", ")}</strong>.
        </p>
      )}
      {unchanged.length === 0 ? null : (
        <p class="small soft">
          {unchanged.length === 1
            ? "1 other service stays as it is."
            : `${unchanged.length} other services stay as they are.`}
        </p>
      )}
    </>
  );
}

function Drift({ title, objects }: { title: string; objects: readonly DriftedObject[] }) {
  if (objects.length === 0) return null;
  return (
    <section class="planService">
      <h3>{title}</h3>
      {objects.map((object, index) => (
        <div key={index}>
          <p class="small">
            {objectText(object)}
            {object.state === "lost" ? ": is not there" : ""}
          </p>
          {object.fields.length === 0 ? null : (
            <Changes
              caption={`What was changed of ${objectText(object)}`}
              changes={object.fields.map(({ path, live, applied }) => ({
                path,
                ...(live === undefined ? {} : { before: live }),
                ...(applied === undefined ? {} : { after: applied }),
              }))}
            />
          )}
        </div>
      ))}
    </section>
  );
}

function Steps({ steps }: { steps: readonly ResourceStep[] }) {
  const changing = steps.filter(({ operation }) => operation !== "same" && operation !== "read");
  return (
    <details class="steps">
      <summary>
        {changing.length === 1 ? "1 Kubernetes object" : `${changing.length} Kubernetes objects`}, field by field
      </summary>
      {changing.map(({ urn, type, name, operation, changes }) => (
        <section key={urn} class="planService">
          <h3>
            <span class={`chip ${operation === "delete" || operation === "replace" ? "bad" : "quiet"}`}>
              {operation}
            </span>{" "}
            {type.split(":").at(-1)} <span class="break">{name}</span>
          </h3>
          {changes.length === 0 ? null : <Changes changes={changes} caption={`What changes of ${name}`} />}
        </section>
      ))}
    </details>
  );
}
