import type { Context } from "hono";
import type { ActAs, Acts } from "../acts/acts.ts";
import type { Actor } from "../acts/command.ts";
import type { Rights } from "../api/me.ts";
import type { SignIn } from "../api/problem.ts";
import type { StackLive } from "../live/stackLive.ts";
import type { Stacks } from "../live/stacks.ts";
import type { Places } from "./guard/places.ts";
import type { RateLimit } from "./guard/rateLimit.ts";
import type { PageFiles } from "./page.ts";
import type { Person } from "./person.ts";
import type { AskRights, AskSeen } from "./rights.ts";
import type { Session, SessionSeal } from "./session.ts";

/** What a request is answered with. */
export interface ConsoleParts {
  stacks: Stacks;
  places: () => Places;
  seal: SessionSeal;
  signIn: SignInWay;
  rights: AskRights;
  seen: AskSeen;
  limit: RateLimit;
  page: PageFiles;
  /** Nobody is impersonated: whoever is at this machine is the kubeconfig's own user. */
  local: boolean;
  acts: Acts;
  /** How the command is to be that person, for what goes on without anybody who waits. */
  actAs: (session: Session, live: StackLive) => ActAs;
  /** The same for as long as the work takes. */
  asPerson: <T>(session: Session, live: StackLive, work: (actor: Actor) => Promise<T>) => Promise<T>;
  /** From where a request comes. */
  address: (context: Context) => string;
  audit: (line: AuditLine) => void;
  /** Hears of a mistake of the console's own, and of what cannot be asked. */
  log: (what: unknown) => void;
}

/** Who did what, from where, and what came of it; one JSON line each. */
export interface AuditLine {
  who: string;
  what: string;
  stack?: string;
  from: string;
  result: string;
}

/** How somebody comes to be signed in. */
export interface SignInWay {
  told: SignIn;
  /** Whom the request itself names; of ways that ask once and keep a session, undefined. */
  personOf?: (context: Context) => Person | undefined;
  /** Takes the token of the one-time link: who comes by it. */
  takeToken?: (token: string) => Person | undefined;
  /** Where a browser is sent, and what it comes back with. */
  oidc?: OidcWay;
}

export interface OidcWay {
  /** The provider's address, and what is to be remembered until the browser comes back. */
  begin(): Promise<{ address: string; remember: Record<string, unknown> }>;
  /** Who came back; undefined where it is nobody that may be taken. @throws where the provider says no */
  finish(back: URL, remembered: Record<string, unknown>): Promise<Person | undefined>;
}

/** What Hono carries along with a request. */
export interface ConsoleEnv {
  Variables: { session: Session };
}

/** The same of a request below one stack. */
export interface StackEnv {
  Variables: ConsoleEnv["Variables"] & { live: StackLive; may: Rights };
}
