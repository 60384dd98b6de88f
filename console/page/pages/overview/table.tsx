import { useEffect, useState } from "preact/hooks";
import type { RowGroup } from "./choose.ts";
import { ServiceLine } from "./row.tsx";

interface TableProps {
  stack: string;
  groups: readonly RowGroup[];
  grouped: boolean;
  beside: readonly string[];
  /** Absent where who looks may not release. */
  picked?: ReadonlySet<string>;
  toggle?: (service: string) => void;
}

/** As many as fill a screen at once; the rest follows, so that find in page and print have them all. */
const atOnce = 60;
const inOneGo = 120;

export function ServiceTable({ stack, groups, grouped, beside, picked, toggle }: TableProps) {
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const shown = useGrowing(total);
  let left = shown;
  return (
    <div class="sheet tight">
      <table class="rows services" role="table" aria-rowcount={total}>
        <caption class="hidden">{`Services of ${stack}`}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {toggle === undefined ? null : (
              <th scope="col" role="columnheader" class="cellPick">
                <span class="hidden">Choose</span>
              </th>
            )}
            {["Service", "Version", "Pods", "State", "Since", "Last release"].map((title) => (
              <th scope="col" role="columnheader" key={title}>
                {title}
              </th>
            ))}
            {beside.map((name) => (
              <th scope="col" role="columnheader" key={name} class="cellBeside">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ name, rows }) => {
          const part = rows.slice(0, Math.max(0, left));
          left -= rows.length;
          if (part.length === 0) return null;
          return (
            <tbody role="rowgroup" key={name}>
              {grouped ? (
                <tr role="row" class="groupRow">
                  <th scope="rowgroup" role="rowheader" colSpan={7 + beside.length}>
                    {name === "" ? "of none" : name} <span class="soft">{rows.length}</span>
                  </th>
                </tr>
              ) : null}
              {part.map((row) => (
                <ServiceLine
                  key={row.service}
                  stack={stack}
                  row={row}
                  beside={beside}
                  picked={picked?.has(row.service)}
                  toggle={toggle}
                />
              ))}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

function useGrowing(total: number): number {
  const [shown, setShown] = useState(atOnce);
  useEffect(() => {
    if (shown >= total) return;
    const timer = setTimeout(() => {
      setShown((now) => now + inOneGo);
    }, 30);
    return () => {
      clearTimeout(timer);
    };
  }, [shown, total]);
  return shown;
}
