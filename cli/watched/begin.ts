import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCheckout, type Checkout, type Followed } from "../../watch/checkout.ts";
import { recover, type ReleaseCommand } from "../../watch/commands.ts";
import { problemIn } from "../../watch/ended.ts";
import { problemOf } from "../../watch/problemOf.ts";
import type { GlobalOptions } from "../globalOptions.ts";
import type { Output } from "../output.ts";
import type { Session } from "../session.ts";
import { releaseCommand } from "./releaseCommand.ts";

/** Between two tries, longer each time. Ms. */
const againMs = 5000;
const longestMs = 60_000;

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
  for (let wait = againMs; !stop.aborted; wait = Math.min(wait * 2, longestMs)) {
    try {
      const checkout = await openCheckout(followed);
      const release = await releaseCommand(session, global, join(checkout.folder, followed.path), (text) => {
        if (!output.json) process.stderr.write(text);
      });
      await checkout.at(await checkout.tip());
      const { code, output: said } = await recover(release);
      if (code === 0) return { checkout, release };
      say(`release recover ended with ${code ?? "a signal"}: ${problemIn(said)?.line ?? "see above"}; trying again`);
    } catch (error) {
      const { code, message } = problemOf(error);
      say(`${code}: ${message}; trying again`);
    }
    await sleep(wait, undefined, { signal: stop }).catch(() => undefined);
  }
  return undefined;
}
