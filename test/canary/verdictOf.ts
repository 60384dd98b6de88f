import type { Analysis } from "../../canary/analysis.ts";
import type { CheckVerdict } from "../../canary/check.ts";

/** What a check says, once it is so. */
export async function verdictOf(
  analysis: () => Analysis | undefined,
  check: string,
  is: (verdict: CheckVerdict) => boolean,
): Promise<CheckVerdict> {
  for (;;) {
    const found = analysis()
      ?.verdicts()
      .find((verdict) => verdict.check === check);
    if (found !== undefined && is(found)) return found;
    await analysis()?.changed();
  }
}
