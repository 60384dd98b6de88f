import { describeRecord, recordSeconds, type ReleaseRecord } from "../../../../records/record.ts";
import type { ReleaseDetail } from "../../../api/releases.ts";
import { spanText } from "../../../shared/times.ts";
import { useLive } from "../../live/context.ts";
import { Link } from "../../router/link.tsx";
import { inStackAddress } from "../../router/routes.ts";
import { useRights } from "../../session.ts";
import { ShapeMark } from "../../parts/shapes.tsx";
import { ResultSign } from "../../parts/sign.tsx";
import { apiPath } from "../../wire/ask.ts";
import { useAsk } from "../../wire/useAsk.ts";

/** The way back that a failed release took by itself, or that somebody took after they had cancelled it. */
export function Restore({ stack, id, why }: { stack: string; id: string; why: string | undefined }) {
  const { data } = useAsk<ReleaseDetail>(apiPath(["stacks", stack, "releases", id]));
  const record = data?.record;
  const seconds = record === undefined ? undefined : recordSeconds(record);
  return (
    <section class="note warn">
      <ShapeMark shape="back" />
      <div>
        <h2>
          Taken back
          {record === undefined ? "" : `: ${describeRecord(record)}`}
        </h2>
        {why === undefined ? null : <p class="break">{why}</p>}
        <p class="facts small">
          {record === undefined ? null : <ResultSign result={record.result} />}
          {seconds === undefined ? null : <span>{`in ${spanText(seconds)}`}</span>}
          <Link to={inStackAddress(stack, ["releases", id])}>The way back as a release of its own</Link>
        </p>
      </div>
    </section>
  );
}

/** It was stopped on the way, and is the newest of its services: nobody has taken it back, or gone on with it. */
export function LeftOver({ record: { stack, id, result, restoredBy } }: { record: ReleaseRecord }) {
  const { overview } = useLive().state;
  const { release } = useRights(stack);
  const stopped = result === "cancelled" || result === "interrupted";
  const newest = overview?.rows.some(({ last }) => last?.id === id) === true;
  if (!stopped || restoredBy !== undefined || !newest || overview.releasing !== undefined) return null;
  return (
    <section class="note warn">
      <ShapeMark shape="warn" />
      <div>
        <h2>It was stopped on the way</h2>
        <p>
          Pods of two versions may stand beside each other. Taken back, the last good version serves again; a new
          release goes on from here.
        </p>
        {release ? (
          <Link class="button" to={inStackAddress(stack, ["new", "recover"])}>
            Take it back…
          </Link>
        ) : null}
      </div>
    </section>
  );
}
