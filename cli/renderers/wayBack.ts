import type { ReleaseRecord } from "../../records/record.ts";
import type { Style } from "./style.ts";

/** What a restore did with services that never served; nothing where all of them had. */
export function neverServedLines({ takenOut = [], left = [] }: ReleaseRecord, style: Style): string[] {
  return [
    ...(takenOut.length === 0
      ? []
      : [
          `  out of service again: ${takenOut.join(", ")}, new and never good; still in the stack's file, to mend or to take out`,
        ]),
    ...(left.length === 0
      ? []
      : [
          style.bad(
            `  LEFT AS IT IS: ${left.join(", ")}: there before this release, but no good release of it is on record to go back to`,
          ),
        ]),
  ];
}
