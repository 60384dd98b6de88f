import type { ReleaseSummary } from "../../../api/releases.ts";
import { spanText } from "../../../shared/times.ts";
import { ResultSign } from "../../parts/sign.tsx";
import { Time } from "../../parts/time.tsx";
import { Link } from "../../router/link.tsx";
import { inStackAddress } from "../../router/routes.ts";

/** Releases as rows; on a narrow screen as cards. */
export function ReleaseList({ stack, releases }: { stack: string; releases: readonly ReleaseSummary[] }) {
  return (
    <div class="sheet tight">
      <table class="rows releases" role="table">
        <caption class="hidden">Releases, newest first</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              Result
            </th>
            <th scope="col" role="columnheader">
              Release
            </th>
            <th scope="col" role="columnheader">
              Kind
            </th>
            <th scope="col" role="columnheader">
              By
            </th>
            <th scope="col" role="columnheader">
              When
            </th>
            <th scope="col" role="columnheader" class="number">
              Took
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {releases.map((release) => (
            <Row key={release.id} stack={stack} release={release} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ stack, release }: { stack: string; release: ReleaseSummary }) {
  const { id, kind, result, what, operator, description, startedAt, seconds, reason, user } = release;
  return (
    <tr role="row">
      <td role="cell" class="cellResult">
        <ResultSign result={result} />
      </td>
      <td role="cell" class="cellWhat">
        <Link class="rowLink" to={inStackAddress(stack, ["releases", id])}>
          {what === "" ? kind : what}
        </Link>
        {description === undefined ? null : <p class="small soft clamp">{description}</p>}
        {reason === undefined || result === "succeeded" ? null : <p class="small clamp reason">{reason}</p>}
      </td>
      <td role="cell" class="cellKind">
        <span class="chip quiet">{kind}</span>
      </td>
      <td role="cell" class="cellBy break">
        {operator}
        {user === undefined || user === operator ? null : <span class="soft small"> ({user})</span>}
      </td>
      <td role="cell" class="cellWhen nowrap">
        <Time at={startedAt} />
      </td>
      <td role="cell" class="cellTook number nowrap soft">
        {seconds === undefined ? "–" : spanText(seconds)}
      </td>
    </tr>
  );
}
