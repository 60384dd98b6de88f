import { join } from "node:path";
import { openCheckout, type Followed } from "../../watch/checkout.ts";
import { untilItWorks } from "./untilItWorks.ts";

/** The project's folder, of a branch that is cloned for it, as in a pod that has just begun; undefined once all is stopped. */
export async function firstClone(
  followed: Followed,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<string | undefined> {
  return untilItWorks(
    async () => {
      const checkout = await openCheckout(followed);
      await checkout.at(await checkout.tip());
      return join(checkout.folder, followed.path);
    },
    say,
    stop,
  );
}
