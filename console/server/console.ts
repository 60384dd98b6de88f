import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BlockList } from "node:net";
import { tmpdir } from "node:os";
import type { ServerType } from "@hono/node-server";
import type { ClusterChoice } from "../../cluster/choice.ts";
import { errorText } from "../../errors/errorText.ts";
import { Acts } from "../acts/acts.ts";
import type { Actor, StackCommand } from "../acts/command.ts";
import { ActFolder } from "../acts/folder.ts";
import { impersonated } from "../acts/kubeconfig.ts";
import { followFiles } from "../live/files.ts";
import type { StackSource } from "../live/source.ts";
import type { StackLive } from "../live/stackLive.ts";
import { Stacks } from "../live/stacks.ts";
import { consoleApp } from "./app.ts";
import type { Places } from "./guard/places.ts";
import { RateLimit } from "./guard/rateLimit.ts";
import { readPage } from "./page.ts";
import type { AuditLine, SignInWay } from "./parts.ts";
import type { Person } from "./person.ts";
import { askAboutOthers, askAboutSelf, othersSeen, rightsBy, selfSeen } from "./rights.ts";
import { SessionSeal, type Session } from "./session.ts";
import { addressBy, listen } from "./start.ts";

/** One stack as the console shows it and acts on it. */
export interface ConsoleStack {
  source: StackSource;
  command: StackCommand;
  /** With which the console itself comes to the cluster. */
  choice: ClusterChoice;
}

export interface ConsoleOptions {
  stacks: readonly ConsoleStack[];
  signIn: SignInWay;
  /** Under which addresses browsers come, once the port is known. */
  places: (port: number) => Places;
  hostname: string;
  /** 0: any that is free. */
  port: number;
  /** Whose word counts on where a request comes from. */
  proxies?: BlockList;
  /** Nobody is impersonated: its one person is the kubeconfig's own user. */
  local: boolean;
  /** Who that is, for the records. */
  operator: string;
  /** Where the page is, built. */
  page: string;
  /** Where acts leave what they tell. */
  data: string;
  /** 32 bytes, the same for all replicas; default: one of this process alone. */
  key?: Uint8Array;
  audit: (line: AuditLine) => void;
  log: (text: string) => void;
}

export interface RunningConsole {
  port: number;
  /** Whether something that was begun here goes on. */
  busy(): boolean;
  stop(): void;
}

/** Watches the stacks, finds again what was begun before, and serves. @throws Problem PORT_TAKEN */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { local, log } = options;
  const stacks = new Stacks(options.stacks.map(({ source }) => source));
  const byName = new Map(options.stacks.map((stack) => [stack.source.location.stack, stack]));
  const commands = new Map([...byName].map(([name, { command }]) => [name, command]));
  const acts = new Acts(new ActFolder(options.data), stacks, commands);
  const actAs = (session: Session, live: StackLive) => {
    if (local) return { operator: options.operator };
    const stack = byName.get(live.source.location.stack);
    return { operator: session.user, kubeconfig: impersonated(stack?.choice ?? {}, session) };
  };
  // The port is known once it listens.
  const found: { places?: Places } = {};
  const known = () => found.places ?? options.places(options.port);
  const seen = local ? selfSeen : othersSeen;
  const app = consoleApp({
    stacks,
    places: known,
    seal: new SessionSeal(options.key),
    signIn: options.signIn,
    rights: rightsBy(local ? askAboutSelf : askAboutOthers, ({ stack }) => stack.config.approval?.from, seen),
    seen,
    limit: new RateLimit(),
    page: readPage(options.page),
    local,
    acts,
    actAs,
    asPerson: (session, live, work) => asPerson(actAs(session, live), work),
    address: addressBy(options.proxies),
    audit: options.audit,
    log: (what) => {
      log(what instanceof Error ? (what.stack ?? errorText(what)) : String(what));
    },
  });
  acts.resume();
  const stopFiles = followFiles(stacks, log);
  const { server, port } = await listen(app, options.hostname, options.port);
  found.places = options.places(port);
  return {
    port,
    busy: () => acts.busy,
    stop: () => {
      stopFiles();
      acts.stop();
      stacks.stop();
      end(server);
    },
  };
}

/** Open streams would keep it. */
function end(server: ServerType): void {
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
}

/** A kubeconfig of theirs for as long as the work takes. */
async function asPerson<T>(
  { operator, kubeconfig }: { operator: string; kubeconfig?: string },
  work: (actor: Actor) => Promise<T>,
): Promise<T> {
  if (kubeconfig === undefined) return work({ operator });
  const folder = mkdtempSync(join(tmpdir(), "release-console-plan-"));
  try {
    const file = join(folder, "kubeconfig");
    writeFileSync(file, kubeconfig, { mode: 0o600 });
    return await work({ operator, kubeconfig: file });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of `release console` on one's own machine: whoever has the link. */
export function linkWay(take: (token: string) => boolean, person: Person): SignInWay {
  return { told: { way: "link" }, takeToken: (token) => (take(token) ? person : undefined) };
}
