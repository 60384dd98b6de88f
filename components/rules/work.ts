import { formatDuration } from "../config/duration.ts";
import type { Service } from "../config/stackConfig.ts";
import type { Breach, Rule } from "./rule.ts";

/** What takes work from a queue must finish what it has in hand, or somebody's order is half done. */
export const workIsFinished: Rule = {
  code: "ZD025",
  check: (service) => {
    const { work } = service.drain;
    // 0s says that it may be cut off; without a word nobody knows.
    if (service.cronJob !== undefined || work === undefined || work === 0) return [];
    return [...tooShort(service, work), ...unheard(service)];
  },
};

function tooShort({ drain, layers }: Service, work: number): Breach[] {
  const { command, sleep, time } = drain;
  // A command may have it finish its work before SIGTERM; a mere sleep lets it take up more.
  const given = (command === undefined ? 0 : sleep) + time;
  if (given >= work) return [];
  const whose = isSaid(layers.basic) ? "" : ", by the template";
  const after = command === undefined ? "from SIGTERM" : "from its drain command";
  return [
    {
      parameter: "drain.time",
      message: `a piece of work takes up to ${formatDuration(work)} (drain.work${whose}), but a pod that leaves has ${formatDuration(given)} ${after} to its end: what it has in hand is cut off half way`,
      fix: `set drain.time to ${formatDuration(work)} or more, or say in drain.work how long a piece takes (0s: it may be cut off, another pod takes it up)`,
    },
  ];
}

function isSaid({ drain }: Record<string, unknown>): boolean {
  return typeof drain === "object" && drain !== null && "work" in drain;
}

const shells = /(^|\/)(ba|da|a|z)?sh$/;

/** A shell that waits for a command hands no signal on; its last command alone takes its place by itself. */
function unheard({ command = [], args = [], drain }: Service): Breach[] {
  const [shell = "", ...words] = [...command, ...args];
  const script = words[words.indexOf("-c") + 1] ?? "";
  const waits = /[;&|\n]/.test(script.trim()) && !/\b(exec|trap)\b/.test(script);
  if (drain.command !== undefined || !shells.test(shell) || !words.includes("-c") || !waits) return [];
  return [
    {
      parameter: command.length > 0 ? "command" : "args",
      message: `${shell} runs the script and hands SIGTERM to nobody: the worker never hears that it is to finish, and is killed ${formatDuration(drain.sleep + drain.time + drain.margin)} later in the middle of its work`,
      fix: "put exec before the script's last command, or tell the worker by drain.command",
    },
  ];
}
