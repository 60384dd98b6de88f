import type { Finding } from "../../../components/rules.ts";
import { ShapeMark } from "./shapes.tsx";

/** What the zero-downtime rules say, by parameter: what would happen, and the way out. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0)
    return (
      <p class="verdict good">
        <ShapeMark shape="done" /> The rules find nothing.
      </p>
    );
  return (
    <ul class="findings">
      {findings.map((finding) => (
        <li class={`note ${finding.waived === undefined ? "bad" : "quiet"}`} key={`${finding.code} ${finding.path}`}>
          <ShapeMark shape={finding.waived === undefined ? "failed" : "stopped"} />
          <div>
            <h4>{finding.message}</h4>
            <p class="small">
              <code>{finding.path}</code>
            </p>
            <p>
              <strong>Way out:</strong> {finding.fix}
            </p>
            <p class="small soft">
              <code>{finding.code}</code>
              {finding.waived === undefined ? null : `, waived: ${finding.waived}`}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
