import { standText, type CanaryStand } from "../../../../records/canary.ts";
import type { CheckVerdict } from "../../../../canary/check.ts";
import type { ReleaseRecord } from "../../../../records/record.ts";
import { CanaryChart } from "../../parts/canaryChart.tsx";
import { Section } from "../../parts/page.tsx";
import type { Shape } from "../../parts/shapes.tsx";
import { Sign, type Tone } from "../../parts/sign.tsx";
import type { ShownAct } from "./shown.ts";

const looks: Record<CheckVerdict["verdict"], { tone: Tone; shape: Shape }> = {
  good: { tone: "good", shape: "done" },
  bad: { tone: "bad", shape: "failed" },
  unsure: { tone: "quiet", shape: "clock" },
};

/** A canary: where it stands, what its checks come to, and both tracks over time. */
export function Canary({ record, act }: { record: ReleaseRecord; act: ShownAct }) {
  const { canary } = record;
  const step = act.steps.at(-1);
  const stands = step?.stands ?? canary?.at ?? [];
  const figures = canary?.figures ?? latest(act);
  const points = canary?.points ?? [];
  if (stands.length + figures.length + points.length === 0) return null;
  return (
    <Section title="Canary">
      <ul class="stands">
        {stands.map((stand) => (
          <Stand key={stand.service} stand={stand} />
        ))}
      </ul>
      {step?.decision === undefined ? null : (
        <p>
          Decided: <strong>{step.decision}</strong>. {step.why}
        </p>
      )}
      {figures.length === 0 ? null : (
        <ul class="figuresOf" aria-label="What the checks say">
          {figures.map(({ service, check, verdict, message }) => (
            <li key={`${service} ${check}`}>
              <Sign {...looks[verdict]} text={verdict} />
              <span class="break">
                {message.startsWith(check) ? null : <strong>{check} </strong>}
                {message}
              </span>
            </li>
          ))}
        </ul>
      )}
      {points.length === 0 ? null : <CanaryChart points={points} />}
    </Section>
  );
}

function Stand({ stand }: { stand: CanaryStand }) {
  return (
    <li>
      <strong class="break">{stand.service}</strong> <code class="version">{stand.version}</code>
      <div class="track" aria-hidden="true">
        <span class="busy" style={{ width: `${stand.reached}%` }} />
      </div>
      <span class="small">{`${standText(stand)}, shared out by ${stand.split}`}</span>
    </li>
  );
}

function latest({ looks: told }: ShownAct): (CheckVerdict & { service: string })[] {
  const newest = new Map(
    told.map((look) => [`${look.service} ${look.check}`, { ...look.verdict, service: look.service }]),
  );
  return [...newest.values()];
}
