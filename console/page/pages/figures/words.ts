import type { Figures } from "../../../../figures/figures.ts";
import { spanText } from "../../../shared/times.ts";

/** Stands for a figure that nothing gives. */
const none = "–";

/** One of the four figures, as it is drawn and said. Pure. */
export interface FigureKind {
  title: string;
  definition: "deployments" | "leadTime" | "changeFailure" | "timeToRestore";
  value: (figures: Figures) => number | undefined;
  text: (figures: Figures) => string;
  /** A few words of what it is made of. */
  of: (figures: Figures) => string;
  bad?: true;
}

export const figureKinds: readonly FigureKind[] = [
  {
    title: "Deployments",
    definition: "deployments",
    value: ({ deployments }) => deployments,
    text: ({ deployments }) => String(deployments),
    of: ({ deployments, deploymentsPerDay }) => (deployments === 0 ? "none" : `${deploymentsPerDay.toFixed(1)} a day`),
  },
  {
    title: "Lead time",
    definition: "leadTime",
    value: ({ leadTime }) => leadTime.median,
    text: ({ leadTime: { median } }) => (median === undefined ? none : spanText(median)),
    of: ({ deployments, leadTime: { known } }) => `of ${known} of ${deployments}`,
  },
  {
    title: "Change failure rate",
    definition: "changeFailure",
    value: ({ changeFailure }) => changeFailure.rate,
    text: ({ changeFailure: { rate } }) => (rate === undefined ? none : `${Math.round(rate * 100)} %`),
    of: ({ changeFailure: { failed, changes } }) => `${failed} of ${changes}`,
    bad: true,
  },
  {
    title: "Time to restore",
    definition: "timeToRestore",
    value: ({ timeToRestore }) => timeToRestore.median,
    text: ({ timeToRestore: { median } }) => (median === undefined ? none : spanText(median)),
    of: ({ timeToRestore: { restored, open } }) => `${restored} restored${open === 0 ? "" : `, ${open} not yet`}`,
    bad: true,
  },
];
