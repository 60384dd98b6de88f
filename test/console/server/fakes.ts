import type { Rights } from "../../../console/api/me.ts";
import { Acts } from "../../../console/acts/acts.ts";
import { ActFolder } from "../../../console/acts/folder.ts";
import { Bus } from "../../../console/live/bus.ts";
import type { StackLive } from "../../../console/live/stackLive.ts";
import type { Stacks } from "../../../console/live/stacks.ts";
import { consoleApp } from "../../../console/server/app.ts";
import { loopbackPlaces } from "../../../console/server/guard/places.ts";
import { RateLimit } from "../../../console/server/guard/rateLimit.ts";
import type { AuditLine, ConsoleParts } from "../../../console/server/parts.ts";
import { othersSeen } from "../../../console/server/rights.ts";
import { newSession, SessionSeal } from "../../../console/server/session.ts";
import { OneTimeLink } from "../../../console/server/signIn/link.ts";
import { linkWay } from "../../../console/server/console.ts";
import { temporaryFolder } from "../../../host/temporaryFolder.ts";

/** One of this process, for all. */
const data = temporaryFolder("test").path;

export const host = "127.0.0.1:7420";
export const origin = `http://${host}`;
export const ada = { user: "ada", groups: ["web-team"] };
export const all: Rights = { see: true, release: true, basic: true, approve: false };

/** A stack with one service, that no cluster is asked for. */
export function fakeLive(stack: string): StackLive {
  const row = { service: "web", namespace: stack, runs: "v1", wanted: "v1", elsewhere: { prod: "v0" } };
  return {
    bus: new Bus(),
    source: { location: { stack, projectDir: "/nowhere" }, cluster: { server: "https://cluster" } },
    stack: { name: stack, namespace: stack, config: { services: [], groups: {} }, files: { byName: new Map() } },
    records: [],
    synced: false,
    looked: () => Promise.resolve(undefined),
    row: (service: string) => (service === "web" ? row : undefined),
    pods: () => [],
    moving: () => [],
    overview: () => ({ stack, rows: [row], frozen: [], groups: {} }),
  } as unknown as StackLive;
}

/** The console of the stacks staging and prod; what one may is said by `rights`. */
export function fakeConsole(more: Partial<ConsoleParts> = {}, rights: Record<string, Rights> = { staging: all }) {
  const live = new Map(["staging", "prod"].map((stack) => [stack, fakeLive(stack)]));
  const stacks = {
    all: [...live.values()],
    names: [...live.keys()],
    named: (name: string) => live.get(name),
  } as unknown as Stacks;
  const none: Rights = { see: false, release: false, basic: false, approve: false };
  const seal = more.seal ?? new SessionSeal();
  const link = new OneTimeLink();
  const audited: AuditLine[] = [];
  const parts: ConsoleParts = {
    stacks,
    places: () => loopbackPlaces(7420),
    seal,
    signIn: linkWay((token) => link.take(token), ada),
    rights: (_person, of) => Promise.resolve(rights[of.source.location.stack] ?? none),
    seen: othersSeen,
    limit: new RateLimit(),
    page: new Map([
      [
        "/index.html",
        { body: new TextEncoder().encode("<p>page</p>"), type: "text/html", etag: '"1"', lasting: false },
      ],
    ]),
    local: true,
    acts: new Acts(new ActFolder(data), stacks, new Map()),
    actAs: () => ({ operator: "ada" }),
    asPerson: (_session, _live, work) => work({ operator: "ada" }),
    address: () => "127.0.0.1",
    audit: (line) => void audited.push(line),
    log: () => undefined,
    ...more,
  };
  const app = consoleApp(parts);
  return { app, parts, seal, link, audited, live };
}

/** The headers of the page's own requests, of somebody who is signed in. */
export async function signedInHeaders(seal: SessionSeal, change: { begun?: number; used?: number } = {}) {
  const session = { ...newSession(ada, Date.now()), ...change };
  const cookie = `release-console=${await seal.close(session)}`;
  return { session, headers: { host, origin, cookie, "x-csrf": session.csrf, "content-type": "application/json" } };
}
