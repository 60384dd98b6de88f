import { firstTag, repositories, type Repositories } from "./repositories.ts";

/** Many pipelines that end at the same moment, each in a clone of its own. */
export interface AtOnce {
  /** From the first one's start to the last one's end. */
  seconds: number;
  /** The codes they ended with. */
  codes: (number | null)[];
  /** What they said that failed. */
  failures: string[];
  /** How many times the one that had to try most tried. */
  mostTries: number;
  /** What the branch holds in the end: each commit's subject with the lines it changed, oldest first. */
  commits: { subject: string; parents: number; lines: number }[];
  /** The stack's file in the end. */
  text: string;
}

/** `pipelines` of them, each with a service of its own from v1 to v2 in one repository. */
export async function setAtOnce(pipelines: number, command?: string): Promise<AtOnce> {
  const services = Array.from({ length: pipelines }, (_, index) => `svc-${String(index + 1).padStart(2, "0")}`);
  const made = repositories(Object.fromEntries(services.map((name) => [name, "v1"])), command);
  try {
    const clones = services.map((name) => ({ name, clone: made.clone(name) }));
    const from = performance.now();
    const ends = await Promise.all(
      clones.map(({ name, clone }) => clone.release("set", `${name}=v2`, "--push", "--json")),
    );
    const seconds = (performance.now() - from) / 1000;
    const tries = ends.map(({ stdout }) => /"tries": (\d+)/.exec(stdout)?.[1] ?? "0");
    return {
      seconds,
      codes: ends.map(({ code }) => code),
      failures: ends.filter(({ code }) => code !== 0).map(({ stderr }) => stderr),
      mostTries: Math.max(...tries.map(Number)),
      ...inTheEnd(made),
    };
  } finally {
    made.remove();
  }
}

function inTheEnd(made: Repositories): Pick<AtOnce, "commits" | "text"> {
  const last = made.clone("last");
  const log = last.git("log", "--reverse", "--numstat", "--format=%x01%s%x00%P%x00", `${firstTag}..HEAD`);
  const commits = log
    .split("\u0001")
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [subject = "", parents = "", numstat = ""] = entry.split("\0");
      const lines = [...numstat.matchAll(/^(\d+)\t(\d+)\t/gm)].reduce((sum, [, added]) => sum + Number(added), 0);
      return { subject, parents: parents.split(" ").length, lines };
    });
  return { commits, text: last.read() };
}
