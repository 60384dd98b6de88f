export interface DiffLine {
  kind: "same" | "goes" | "comes" | "gap";
  text: string;
}

const around = 3;

/** The lines that go and come, with three around them. Files of a stack: short ones, and edits in one or two places. Pure. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const middle = changed(old.slice(start, old.length - end), now.slice(start, now.length - end));
  const same = (text: string): DiffLine => ({ kind: "same", text });
  return shortened([...old.slice(0, start).map(same), ...middle, ...old.slice(old.length - end).map(same)]);
}

const mostCells = 4_000_000;

/** By the longest common run of lines; where that would be too many to compare, all go and all come. */
function changed(old: readonly string[], now: readonly string[]): DiffLine[] {
  const whole = (): DiffLine[] => [
    ...old.map((text): DiffLine => ({ kind: "goes", text })),
    ...now.map((text): DiffLine => ({ kind: "comes", text })),
  ];
  if (old.length * now.length > mostCells) return whole();
  const table = commonLengths(old, now);
  const lines: DiffLine[] = [];
  let [at, to] = [0, 0];
  while (at < old.length || to < now.length) {
    const [left, right] = [old[at], now[to]];
    if (left !== undefined && left === right) {
      lines.push({ kind: "same", text: left });
      at += 1;
      to += 1;
    } else if (right === undefined || (left !== undefined && cell(table, at + 1, to) >= cell(table, at, to + 1))) {
      lines.push({ kind: "goes", text: left ?? "" });
      at += 1;
    } else {
      lines.push({ kind: "comes", text: right });
      to += 1;
    }
  }
  return lines;
}

function commonLengths(old: readonly string[], now: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let at = old.length - 1; at >= 0; at -= 1) {
    const row = table[at] ?? [];
    for (let to = now.length - 1; to >= 0; to -= 1) {
      row[to] =
        old[at] === now[to]
          ? cell(table, at + 1, to + 1) + 1
          : Math.max(cell(table, at + 1, to), cell(table, at, to + 1));
    }
  }
  return table;
}

function cell(table: readonly (readonly number[])[], row: number, column: number): number {
  return table[row]?.[column] ?? 0;
}

function shortened(lines: readonly DiffLine[]): DiffLine[] {
  const near = (index: number) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== "same");
  return lines.flatMap((line, index): DiffLine[] => {
    if (near(index)) return [line];
    return index > 0 && near(index - 1) ? [{ kind: "gap", text: "…" }] : [];
  });
}
