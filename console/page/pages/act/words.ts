import type { Overview, ServiceRow } from "../../../api/overview.ts";
import type { Act } from "../../../api/acts.ts";
import type { Verb } from "../../router/routes.ts";
import type { AskedAct, CanaryDoing } from "./draft.ts";

interface VerbWords {
  /** In the list of what can be done. */
  short: string;
  title: string;
  /** What it does, in a sentence. */
  lead: string;
  /** What the button says, before the stack's name. */
  button: string;
}

export const verbWords: Record<Verb, VerbWords> = {
  up: {
    short: "New version",
    title: "New release",
    lead: "Choose services and versions. Nothing is touched before the button under the plan.",
    button: "Release",
  },
  rollback: {
    short: "Roll back",
    title: "Roll back",
    lead: "The version and the configuration before, as a new entry of the history.",
    button: "Roll back",
  },
  resubmit: {
    short: "Submit again",
    title: "Submit a past release again",
    lead: "The parameters of a past release once more, as a new entry of the history.",
    button: "Submit again",
  },
  restart: {
    short: "Restart",
    title: "Restart",
    lead: "New pods of the same version, by the same rolling update: no request is lost.",
    button: "Restart",
  },
  promote: {
    short: "Promote",
    title: "Promote",
    lead: "The versions that proved themselves in another stack.",
    button: "Promote",
  },
  canary: {
    short: "Canary",
    title: "Canary",
    lead: "What becomes of the version that has a share of the requests.",
    button: "Go on",
  },
  run: {
    short: "Run a schedule",
    title: "Run a schedule now",
    lead: "One run of its job, beside those of its schedule.",
    button: "Run it",
  },
  cancel: {
    short: "Cancel",
    title: "Cancel the release that goes on",
    lead: "Where it was begun from this console, what it changed goes back. Of one begun elsewhere it says whose it is.",
    button: "Cancel the release",
  },
  recover: {
    short: "Take back",
    title: "Take back what was stopped on the way",
    lead: "What a release left behind that was cancelled, or whose process is gone.",
    button: "Take it back",
  },
};

export const canaryWords: Record<CanaryDoing, string> = {
  next: "Next step: a larger share of the requests",
  pause: "Pause: it stays at this share until it is resumed",
  resume: "Resume: it goes on by its steps",
  promote: "Promote: this version serves everybody",
  abort: "Abort: the stable version serves everybody again",
};

/** `up web v2, docs v4`: what was asked for, in a few words. Pure. */
export function actText(act: Act): string {
  switch (act.verb) {
    case "up":
      return `${act.canary === true ? "canary of" : "release of"} ${Object.entries(act.versions)
        .map(([service, version]) => `${service} ${version}`)
        .join(", ")}`;
    case "rollback":
      return `rollback of ${act.services?.join(", ") ?? "all that it released"}${act.to === undefined ? "" : ` to ${act.to}`}`;
    case "resubmit":
      return `release ${act.of} once more`;
    case "restart":
      return `restart of ${act.services.join(", ")}`;
    case "promote":
      return `promotion of ${act.services?.join(", ") ?? "everything"} from ${act.from}`;
    case "proposal":
      return `proposal ${act.id}`;
    case "canary":
      return `canary ${act.do} of ${act.services.join(", ")}`;
    case "run":
      return `a run of ${act.service}`;
    case "recover":
      return "the way back of what was stopped on the way";
    case "cancel":
      return "the end of the release that goes on";
  }
}

const canaryButtons: Record<CanaryDoing, string> = {
  next: "Take the next step",
  pause: "Pause the canary",
  resume: "Resume the canary",
  promote: "Promote the canary",
  abort: "Abort the canary",
};

/** What the button says, before the stack's name. Pure. */
export function buttonText(act: AskedAct): string {
  return act.verb === "canary" ? canaryButtons[act.do] : verbWords[act.verb].button;
}

/** Whether others approve it first, on a stack that asks for that: no way back waits. Pure. */
export function waits(act: Act): boolean {
  return ["up", "resubmit", "restart", "promote"].includes(act.verb);
}

/** Whether it takes something away from those who use it now. Pure. */
export function isDangerous(act: AskedAct): boolean {
  return (
    act.verb === "rollback" ||
    act.verb === "cancel" ||
    act.verb === "recover" ||
    (act.verb === "canary" && act.do === "abort")
  );
}

/** What an act without a plan of fields would do, a sentence each. Pure. */
export function actChanges(act: AskedAct, { rows, releasing }: Pick<Overview, "rows" | "releasing">): string[] {
  if (act.verb === "cancel") {
    const what = releasing === undefined ? "the release that goes on" : `“${releasing.text}”`;
    return [
      `Ends ${what}, where it was begun from this console; what it changed goes back to the last good version, a canary stays where it stands.`,
    ];
  }
  if (act.verb === "recover")
    return [
      "Takes away the lock of a process that is gone, and closes its record.",
      "A release that has arrived is finished; any other goes back to the last good version.",
    ];
  if (act.verb === "run")
    return [`One run of ${act.service} begins now, with its present version; its schedule stays as it is.`];
  if (act.verb !== "canary") return [];
  return act.services.map((service) =>
    canaryChange(
      act.do,
      service,
      rows.find((row) => row.service === service),
    ),
  );
}

function canaryChange(doing: CanaryDoing, service: string, row: ServiceRow | undefined): string {
  const { canary, runs = "the stable version" } = row ?? {};
  const version = canary?.version ?? "the canary";
  const share = canary === undefined ? "its share" : `${canary.weight} %`;
  const step = canary === undefined || canary.steps === 0 ? "" : ` (step ${canary.step} of ${canary.steps})`;
  switch (doing) {
    case "next":
      return `${service}: ${version} goes on from ${share} of the requests${step} to its next step.`;
    case "pause":
      return `${service}: ${version} stays at ${share} of the requests${step} until it is resumed.`;
    case "resume":
      return `${service}: ${version} goes on by its steps, from ${share} of the requests${step}.`;
    case "promote":
      return `${service}: ${version} serves everybody in place of ${runs}.`;
    case "abort":
      return `${service}: ${runs} serves everybody again; the pods of ${version} go.`;
  }
}
