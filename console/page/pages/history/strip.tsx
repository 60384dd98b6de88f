import type { ReleaseSummary } from "../../../api/releases.ts";
import { spanText } from "../../../shared/times.ts";
import { lookOfResult } from "../../parts/sign.tsx";
import { go } from "../../router/place.ts";
import { inStackAddress } from "../../router/routes.ts";

const width = 1000;
const height = 64;
const base = 48;
const most = 100;

/** The newest releases as columns, oldest on the left: how long each took, and by colour and foot how it ended. */
export function Strip({ stack, releases }: { stack: string; releases: readonly ReleaseSummary[] }) {
  const shown = releases.slice(0, most).reverse();
  if (shown.length < 3) return null;
  const step = width / Math.max(20, shown.length);
  const longest = Math.max(...shown.map(({ seconds = 0 }) => Math.sqrt(seconds)), 1);
  const good = shown.filter(({ result }) => result === "succeeded").length;
  return (
    <figure class="figureStrip">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`The newest ${shown.length} releases: ${good} succeeded, ${shown.length - good} ended otherwise. The table below says which.`}
      >
        {shown.map((release, index) => {
          const { id, seconds = 0, result, what } = release;
          const tall = Math.max(3, (Math.sqrt(seconds) / longest) * (base - 4));
          const { tone } = lookOfResult(result);
          return (
            <g
              key={id}
              class={`mark ${tone}`}
              onClick={() => {
                go(inStackAddress(stack, ["releases", id]));
              }}
            >
              <title>{`${what}: ${result}, ${spanText(seconds)}`}</title>
              <rect class="ground" x={index * step} y="0" width={step} height={height} />
              <rect x={index * step + step * 0.2} y={base - tall} width={step * 0.6} height={tall} />
              {result === "succeeded" ? null : (
                <rect x={index * step + step * 0.2} y={base + 5} width={step * 0.6} height="5" />
              )}
            </g>
          );
        })}
      </svg>
      <figcaption class="small soft">
        {`The newest ${shown.length}, how long each took; a mark below the line: it did not succeed.`}
      </figcaption>
    </figure>
  );
}
