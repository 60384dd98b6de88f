import type { ApiProblem } from "../../api/problem.ts";
import { ShapeMark } from "./shapes.tsx";

/** A problem as a person reads it: what, where, each detail, what next. */
export function ProblemText({ problem }: { problem: ApiProblem }) {
  const { code, what, where, details = [], next } = problem;
  return (
    <div class="problemText">
      <p class="what">{what}</p>
      {where === undefined ? null : (
        <p class="small soft">
          at <code>{where}</code>
        </p>
      )}
      {details.length === 0 ? null : (
        <ul class="details">
          {details.map((detail, index) => (
            <li key={index}>{detail}</li>
          ))}
        </ul>
      )}
      {next === undefined || next === "" ? null : (
        <p>
          <strong>Next:</strong> {next}
        </p>
      )}
      <p class="small soft">
        <code>{code}</code>
      </p>
    </div>
  );
}

/** The same, as a box among other things. */
export function ProblemBox({ problem, title }: { problem: ApiProblem; title: string }) {
  return (
    <section class="note bad" role="alert">
      <ShapeMark shape="failed" />
      <div>
        <h2>{title}</h2>
        <ProblemText problem={problem} />
      </div>
    </section>
  );
}
