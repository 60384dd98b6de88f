import type { Act } from "../../../api/acts.ts";
import type { Verb } from "../../router/routes.ts";
import type { CanaryDoing } from "./draft.ts";

interface VerbWords {
  /** In the list of what can be done. */
  short: string;
  title: string;
  /** What it does, in a sentence. */
  lead: string;
  /** What the button says, before the stack's name. */
  button: string;
  danger?: true;
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
    danger: true,
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
    button: "Do it",
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
    lead: "Whoever began it. What it changed goes back to the last good version.",
    button: "Cancel the release",
    danger: true,
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
    case "canary":
      return `canary ${act.do} of ${act.services.join(", ")}`;
    case "run":
      return `a run of ${act.service}`;
    case "cancel":
      return "the end of the release that goes on";
  }
}
