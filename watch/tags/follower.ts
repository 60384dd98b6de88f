import type { Checkout, Commit } from "../checkout.ts";
import { problemIn, type Ended } from "../ended.ts";
import type { Registry } from "../registry/client.ts";
import { newVersions, type Following } from "./follow.ts";

/** What following tags works with. */
export interface TagParts {
  checkout: Checkout;
  registry: Registry;
  /** The services that follow their image's tags, as the checkout has them. */
  following: () => readonly Following[];
  /** Writes `SERVICE=VERSION` into the branch. */
  set: (targets: readonly string[]) => Promise<Ended>;
  say: (line: string) => void;
}

/** Writes what is new in the registries into the branch; what it may not go to again is said once, and left. */
export function tagFollower({ checkout, registry, following, set, say }: TagParts): (tip: Commit) => Promise<boolean> {
  const said = new Map<string, string>();
  const refused = new Set<string>();
  const tell = (about: string, line: string): void => {
    if (said.get(about) !== line) say(line);
    said.set(about, line);
  };
  let read: { commit: string; services: readonly Following[] } | undefined;
  return async (tip) => {
    if (read?.commit !== tip.id) {
      await checkout.at(tip);
      read = { commit: tip.id, services: following() };
    }
    const found = await newVersions(read.services, registry, (service, { code, message }) => {
      tell(service, `${service}: ${code}: ${message}`);
    });
    const wanted = found.map(({ service, version }) => `${service}=${version}`).filter((one) => !refused.has(one));
    if (wanted.length === 0) return false;
    const ended = await set(wanted);
    const problem = problemIn(ended.output);
    if (problem?.code !== "ROLLED_BACK_FROM") {
      if (ended.code !== 0) tell("set", `${wanted.join(", ")} not set: ${problem?.line ?? ended.output.trim()}`);
      return ended.code === 0;
    }
    let wrote = false;
    // Which of them it was is told by asking for each alone.
    for (const target of wanted) {
      const { code, output } = wanted.length === 1 ? ended : await set([target]);
      if (code === 0) {
        wrote = true;
        continue;
      }
      refused.add(target);
      tell(target, `${target} is not set: ${problemIn(output)?.line ?? output.trim()}`);
    }
    return wrote;
  };
}
