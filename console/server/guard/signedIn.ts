import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { readCookie, writeCookie } from "../cookies.ts";
import type { ConsoleEnv, ConsoleParts } from "../parts.ts";
import type { Person } from "../person.ts";
import { Refusal } from "../refusal.ts";
import { endOf, newSession, sessionTimes, type Session } from "../session.ts";
import { rates } from "./rateLimit.ts";

export const sessionCookie = "release-console";

/** Whoever asks is signed in, and what changes something carries the session's own token. */
export function signedIn(parts: ConsoleParts): MiddlewareHandler<ConsoleEnv> {
  return async (context, next) => {
    const session = await sessionOf(context, parts);
    if (session === undefined) {
      parts.limit.demand(`stranger ${parts.address(context)}`, rates.stranger);
      throw notSignedIn(parts);
    }
    parts.limit.demand(`read ${session.id}`, rates.read);
    if (!["GET", "HEAD"].includes(context.req.method) && !same(context.req.header("x-csrf") ?? "", session.csrf)) {
      throw new Refusal(403, {
        code: "TOKEN_WRONG",
        what: "this request does not carry the session's token",
        next: "reload the page, and try again",
      });
    }
    context.set("session", session);
    await next();
  };
}

/** The browser's session, used just now; undefined where it has none. */
async function sessionOf(context: Context, parts: ConsoleParts): Promise<Session | undefined> {
  const { https } = parts.places();
  const known = await parts.seal.open(readCookie(context, sessionCookie, https));
  const { personOf } = parts.signIn;
  if (personOf === undefined) return known === undefined ? undefined : used(context, known, parts);
  // The proxy's word counts, at each request.
  const person = personOf(context);
  if (person === undefined) return undefined;
  if (known !== undefined && samePerson(known, person)) return used(context, known, parts);
  return keepSession(context, newSession(person, Date.now()), parts);
}

async function used(context: Context, session: Session, parts: ConsoleParts): Promise<Session> {
  const now = Date.now();
  if (now - session.used < sessionTimes.renewAfter) return session;
  return keepSession(context, { ...session, used: now }, parts);
}

export async function keepSession(context: Context, session: Session, parts: ConsoleParts): Promise<Session> {
  const { https } = parts.places();
  writeCookie(context, sessionCookie, await parts.seal.close(session), { https, until: endOf(session) });
  return session;
}

function notSignedIn({ signIn }: ConsoleParts): Refusal {
  const next = {
    link: "start release console anew: it prints a link that lets one browser in, once",
    oidc: "sign in",
    proxy: "come through the proxy that knows who you are",
  }[signIn.told.way];
  return new Refusal(401, { code: "NOT_SIGNED_IN", what: "nobody is signed in", next, signIn: signIn.told });
}

function samePerson(left: Person, right: Person): boolean {
  const key = ({ user, groups }: Person) => JSON.stringify([user, [...groups].sort()]);
  return key(left) === key(right);
}

function same(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
