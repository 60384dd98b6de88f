import type { ServiceRow } from "../../../api/overview.ts";

/** What promotion from another stack would do to one service. */
export interface Move {
  service: string;
  here: string | undefined;
  there: string | undefined;
  /** `moves`: another version comes. `none`: it is the same. `absent`: the other stack has no such service. */
  kind: "moves" | "none" | "absent";
}

/** Those that would move first. Pure. */
export function movesFrom(rows: readonly ServiceRow[], from: string): Move[] {
  return rows
    .map(({ service, runs, elsewhere }): Move => {
      const there = elsewhere[from];
      return { service, here: runs, there, kind: there === undefined ? "absent" : there === runs ? "none" : "moves" };
    })
    .sort((a, b) => Number(b.kind === "moves") - Number(a.kind === "moves") || a.service.localeCompare(b.service));
}
