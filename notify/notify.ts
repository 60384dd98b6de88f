import { setTimeout as sleep } from "node:timers/promises";
import { errorText } from "../errors/errorText.ts";
import type { NotifyTarget, ValueReference } from "../components/config/notify.ts";
import { cloudEvent } from "./cloudEvent.ts";
import { proposalEvent } from "./proposalEvent.ts";
import { deliver, patience, type Patience } from "./deliver.ts";
import { signature } from "./sign.ts";
import { slackMessage } from "./slack.ts";
import { slackProposal } from "./slackProposal.ts";
import { isProposalWanted, isWanted, together, type Told, type ToldProposal } from "./told.ts";

export interface NotifyParts {
  targets: readonly NotifyTarget[];
  /** The value of a secret of the stack. */
  secret: (key: string) => Promise<string>;
  env: NodeJS.ProcessEnv;
  /** Told where a message could not be delivered. */
  note(message: string): void;
  patience?: Patience;
}

/** All that is told: releases that have ended, and such as stand proposed. */
export type Tellable = Told | ToldProposal;

/** Tells everybody who asked for it of these, all at once. Never throws: a release does not fail by it. */
export async function notify(all: readonly Tellable[], parts: NotifyParts): Promise<void> {
  const proposals = all.filter((one) => "proposal" in one);
  const told = [...proposals, ...together(all.filter((one) => "record" in one))];
  await Promise.all(
    parts.targets.map(async (target, index) => {
      const wanted = told.filter((one) => ("proposal" in one ? isProposalWanted(target, one) : isWanted(target, one)));
      if (wanted.length === 0) return;
      const failures = await send(target, wanted, parts).catch((error: unknown) => wanted.map(() => errorText(error)));
      const [why] = failures;
      if (why === undefined) return;
      const who = failures.length === wanted.length ? "nobody was" : "not everything was";
      parts.note(`${who} told by releases:notify[${index}] (${target.kind}): ${why}`);
    }),
  );
}

/** Why messages were not delivered, one for each that was not. One clock for all: what reading has left is for sending. */
async function send(target: NotifyTarget, wanted: readonly Tellable[], parts: NotifyParts): Promise<string[]> {
  const given = parts.patience ?? patience;
  const until = Date.now() + given.allMs;
  const { url, key } = await inTime(given.allMs, readValues(target, parts));
  const left = { ...given, allMs: until - Date.now() };
  const answers = await Promise.all(wanted.map((told) => deliver({ url, ...messageOf(target, told, key) }, left)));
  return answers.filter((why) => why !== undefined);
}

async function readValues(target: NotifyTarget, parts: NotifyParts) {
  const url = await valueOf(target.url, parts);
  return { url, key: target.signingKey === undefined ? undefined : await valueOf(target.signingKey, parts) };
}

/** Reading a secret asks the backend, which may not answer. */
async function inTime<T>(ms: number, reading: Promise<T>): Promise<T> {
  const read = new AbortController();
  const tooLong = async (): Promise<never> => {
    await sleep(ms, undefined, { signal: read.signal });
    throw new Error("its URL or key could not be read in time");
  };
  return Promise.race([reading, tooLong()]).finally(() => {
    read.abort();
  });
}

function messageOf({ kind }: NotifyTarget, told: Tellable, key: string | undefined) {
  if (kind === "slack") {
    const text = "proposal" in told ? slackProposal(told) : slackMessage(told);
    return { body: JSON.stringify(text), headers: () => ({ "content-type": "application/json" }) };
  }
  const event = "proposal" in told ? proposalEvent(told) : cloudEvent(told);
  const body = JSON.stringify(event);
  return {
    body,
    headers: () => ({
      "content-type": "application/cloudevents+json; charset=utf-8",
      ...(key === undefined ? {} : signature(key, event.id, Date.now(), body)),
    }),
  };
}

async function valueOf({ env: name, secret }: ValueReference, { env, secret: read }: NotifyParts): Promise<string> {
  if (secret !== undefined) return (await read(secret)).trim();
  const value = name === undefined ? undefined : env[name];
  if (value !== undefined && value.trim() !== "") return value.trim();
  throw new Error(`the environment variable ${name ?? ""} is not set`);
}
