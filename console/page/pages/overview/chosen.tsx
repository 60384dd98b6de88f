import type { ServiceRow } from "../../../api/overview.ts";
import { Link } from "../../router/link.tsx";
import { inStackAddress } from "../../router/routes.ts";

/** What can be done with those that are chosen; each leads to a page that says what it would change. */
export function Chosen({ stack, rows, clear }: { stack: string; rows: readonly ServiceRow[]; clear: () => void }) {
  const names = rows.map(({ service }) => service);
  const services = names.join(",");
  const to = (verb: string) => inStackAddress(stack, ["new", verb], { services });
  const canaries = rows.filter(({ canary }) => canary !== undefined);
  return (
    <div class="chosenBar" role="region" aria-label="Chosen services">
      <p>
        <strong>{names.length === 1 ? names[0] : `${names.length} services`}</strong>
        <span class="hidden"> chosen: {names.join(", ")}</span>
      </p>
      <div class="actions">
        <Link class="button first" to={to("up")}>
          New release…
        </Link>
        <Link class="button" to={to("rollback")}>
          Roll back…
        </Link>
        <Link class="button" to={to("restart")}>
          Restart…
        </Link>
        {canaries.length === rows.length ? (
          <Link class="button" to={to("canary")}>
            Canary…
          </Link>
        ) : null}
        <button type="button" class="button plain" onClick={clear}>
          Clear
        </button>
      </div>
    </div>
  );
}
