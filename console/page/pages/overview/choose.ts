import type { ServiceRow } from "../../../api/overview.ts";

/** What is looked for in an overview, as it stands in the address. */
export interface Wanted {
  /** Part of a service's, owner's or version's name. */
  text: string;
  /** One of the states; empty: all. */
  state: string;
}

export const groupings = ["owner", "group", "template", "namespace"] as const;
export type Grouping = (typeof groupings)[number];

export function groupingOf(text: string | null): Grouping | undefined {
  return groupings.find((known) => known === text);
}

/** Pure. Every word of the text is somewhere in the row. */
export function chosenRows(rows: readonly ServiceRow[], { text, state }: Wanted): ServiceRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) => (state === "" || row.state === state) && words.every((word) => wordsOf(row).includes(word)),
  );
}

function wordsOf({ service, owner = "", group = "", template, namespace, runs = "", wanted = "" }: ServiceRow): string {
  return [service, owner, group, template, namespace, runs, wanted].join(" ").toLowerCase();
}

export interface RowGroup {
  /** Empty: those that belong to none. */
  name: string;
  rows: ServiceRow[];
}

/** By name; those of none last. Pure. */
export function groupedRows(rows: readonly ServiceRow[], by: Grouping | undefined): RowGroup[] {
  const sorted = [...rows].sort((a, b) => a.service.localeCompare(b.service));
  if (by === undefined) return [{ name: "", rows: sorted }];
  return [...Map.groupBy(sorted, (row) => row[by] ?? "")]
    .map(([name, own]) => ({ name, rows: own }))
    .sort((a, b) => (a.name === "" ? 1 : b.name === "" ? -1 : a.name.localeCompare(b.name)));
}

/** How many are in each state, in the order of `states`. Pure. */
export function stateCounts(
  rows: readonly ServiceRow[],
  states: readonly ServiceRow["state"][],
): [ServiceRow["state"], number][] {
  const counts = Map.groupBy(rows, ({ state }) => state);
  return states.flatMap((state) => {
    const count = counts.get(state)?.length ?? 0;
    return count === 0 ? [] : [[state, count]];
  });
}
