import type { definitions } from "../../figures/definitions.ts";
import type { Figures } from "../../figures/figures.ts";
import type { Grouping } from "../../figures/rows.ts";

/** GET /api/stacks/:stack/figures?by&since&service: as `release stats --json`. `by`: `service`, `stack`, `week` (default). */
export interface FiguresAnswer {
  stacks: string[];
  service?: string;
  by: Grouping;
  /** The period that was asked for; `from` and `until` are the part of it that is counted. ISO 8601. */
  asked: { from: string; until: string };
  from: string;
  until: string;
  rows: ({ name: string; from: string; until: string } & Figures)[];
  definitions: typeof definitions;
}
