import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { errorText } from "../../errors/errorText.ts";
import { temporaryFolder } from "../../host/temporaryFolder.ts";
import { openCheckout } from "../../watch/checkout.ts";
import type { Output } from "../output.ts";
import { untilItWorks } from "../watched/untilItWorks.ts";

/** Between two looks at the branch. ms */
const lookMs = 10_000;

/** A clone of the console's own. */
export interface FollowedRepository {
  /** The project's folder in it. */
  project: string;
  /** Keeps it as the branch is, while nothing works in it. @returns ends it */
  follow(busy: () => boolean): () => void;
}

/** Of a pod, which begins with nothing; undefined where the project is here. */
export async function followedRepository(
  {
    repository,
    branch = "main",
    folder: path = ".",
    work,
  }: Partial<Record<"repository" | "branch" | "folder" | "work", string>>,
  output: Output,
): Promise<FollowedRepository | undefined> {
  if (repository === undefined) return undefined;
  const folder = work === undefined ? temporaryFolder("console").path : resolve(work);
  const say = (text: string) => {
    output.say(text);
  };
  const stop = new AbortController();
  const checkout = await untilItWorks(
    async () => {
      const opened = await openCheckout({ repository, branch, folder, path });
      await opened.at(await opened.tip());
      return opened;
    },
    say,
    stop.signal,
  );
  if (checkout === undefined) return undefined;
  const follow = async (busy: () => boolean) => {
    let at = (await checkout.tip()).id;
    const stopped = () => stop.signal.aborted;
    while (!stopped()) {
      await sleep(lookMs, undefined, { signal: stop.signal }).catch(() => undefined);
      try {
        if (stopped() || busy()) continue;
        const tip = await checkout.tip();
        if (tip.id === at || busy()) continue;
        await checkout.at(tip);
        at = tip.id;
      } catch (error) {
        say(`the branch is shown as it was: ${errorText(error)}`);
      }
    }
  };
  return {
    project: join(folder, path),
    follow(busy) {
      follow(busy).catch((error: unknown) => {
        say(errorText(error));
      });
      return () => {
        stop.abort();
      };
    },
  };
}
