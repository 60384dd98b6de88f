import type { ReleaseRecord } from "../../../../records/record.ts";
import { useLive } from "../../live/context.ts";
import { inStackAddress } from "../../router/routes.ts";
import { Link } from "../../router/link.tsx";
import { useRights } from "../../session.ts";
import { isLeft } from "./left.ts";

/** What can be done about a release; each leads to a page that says what it would change. */
export function ReleaseActions({ record: { stack, id, result, changes, kind } }: { record: ReleaseRecord }) {
  const { release } = useRights(stack);
  const { overview } = useLive().state;
  if (!release) return null;
  const services = changes.map(({ service }) => service).join(",");
  if (isLeft(overview, [{ kind, result }]))
    return (
      <Link class="button danger" to={inStackAddress(stack, ["new", "recover"])}>
        Its process is gone: recover…
      </Link>
    );
  if (result === "running")
    return (
      <Link class="button danger" to={inStackAddress(stack, ["new", "cancel"])}>
        Cancel…
      </Link>
    );
  const again = kind !== "run" && kind !== "setup" && kind !== "destroy" && changes.length > 0;
  if (!again) return null;
  return (
    <>
      {result === "succeeded" ? (
        <Link class="button" to={inStackAddress(stack, ["new", "rollback"], { services })}>
          Roll back…
        </Link>
      ) : null}
      <Link class="button" to={inStackAddress(stack, ["new", "resubmit"], { of: id })}>
        Submit again…
      </Link>
      {result === "succeeded" ? (
        <Link class="button" to={inStackAddress(stack, ["new", "rollback"], { services, to: id })}>
          Go back to this…
        </Link>
      ) : null}
    </>
  );
}
