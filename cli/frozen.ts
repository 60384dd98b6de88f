import { freezesOf } from "../lock/freezes.ts";
import { freezeText, scopeText, standing, type Freeze } from "../records/freeze.ts";
import type { Style } from "./renderers/style.ts";
import type { Session } from "./session.ts";
import { placeOf } from "../parameters/stack.ts";

/** What is frozen now. */
export async function frozenNow({ cluster, stack }: Session): Promise<Freeze[]> {
  return standing(await freezesOf(cluster, placeOf(stack)), new Date());
}

export function freezeLines(freezes: readonly Freeze[], style: Style): string[] {
  const now = new Date();
  return freezes.map((freeze) => style.warn(`frozen: ${scopeText(freeze)} ${freezeText(freeze, now)}`));
}
