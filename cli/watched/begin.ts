import { join } from "node:path";
import { openCheckout, type Checkout, type Followed } from "../../watch/checkout.ts";
import { recover, type ReleaseCommand } from "../../watch/commands.ts";
import { problemIn } from "../../watch/ended.ts";
import type { GlobalOptions } from "../globalOptions.ts";
import type { Output } from "../output.ts";
import type { Session } from "../session.ts";
import { releaseCommand } from "./releaseCommand.ts";
import { untilItWorks } from "./untilItWorks.ts";

/** What a leader works with. */
export interface Begun {
  checkout: Checkout;
  release: ReleaseCommand;
}

/** The clone, and the end of what one that watched before was killed in; tried until it works, or all is stopped. */
export async function beginWatching(
  session: Session,
  global: GlobalOptions,
  followed: Followed,
  output: Output,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<Begun | undefined> {
  return untilItWorks(
    async () => {
      const checkout = await openCheckout(followed);
      const release = await releaseCommand(session, global, join(checkout.folder, followed.path), (text) => {
        if (!output.json) process.stderr.write(text);
      });
      await checkout.at(await checkout.tip());
      const { code, output: said } = await recover(release);
      if (code === 0) return { checkout, release };
      say(`release recover ended with ${code ?? "a signal"}: ${problemIn(said)?.line ?? "see above"}; trying again`);
      return undefined;
    },
    say,
    stop,
  );
}
