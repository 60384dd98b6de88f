import { describeRecord, recordSeconds } from "../../../../records/record.ts";
import type { ReleaseDetail } from "../../../api/releases.ts";
import { spanText } from "../../../shared/times.ts";
import { Link } from "../../router/link.tsx";
import { inStackAddress } from "../../router/routes.ts";
import { ShapeMark } from "../../parts/shapes.tsx";
import { ResultSign } from "../../parts/sign.tsx";
import { apiPath } from "../../wire/ask.ts";
import { useAsk } from "../../wire/useAsk.ts";

/** The way back that a failed release took by itself. */
export function Restore({ stack, id }: { stack: string; id: string }) {
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
        <p class="facts small">
          {record === undefined ? null : <ResultSign result={record.result} />}
          {seconds === undefined ? null : <span>{`in ${spanText(seconds)}`}</span>}
          <Link to={inStackAddress(stack, ["releases", id])}>The way back as a release of its own</Link>
        </p>
      </div>
    </section>
  );
}
