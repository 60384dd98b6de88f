import { Hono, type Context } from "hono";
import { z } from "zod";
import { errorText } from "../../../errors/errorText.ts";
import { dropCookie, readCookie, writeCookie } from "../cookies.ts";
import { rates } from "../guard/rateLimit.ts";
import { keepSession } from "../guard/signedIn.ts";
import type { ConsoleEnv, ConsoleParts, OidcWay } from "../parts.ts";
import { bodyOf } from "../body.ts";
import type { Person } from "../person.ts";
import { notFound, Refusal } from "../refusal.ts";
import { newSession } from "../session.ts";
import { pathBack } from "../signIn/back.ts";
import { meOf } from "./me.ts";

const wayCookie = "release-console-signin";
/** A person has so long at the provider's page. ms */
const wayMs = 10 * 60_000;

const signInBody = z.strictObject({ token: z.string().max(200) });

/** What is asked before anybody is signed in. */
export function signInRoutes(parts: ConsoleParts): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>();
  const { takeToken, oidc } = parts.signIn;
  const enter = async (context: Context, person: Person) => {
    const session = await keepSession(context, newSession(person, Date.now()), parts);
    parts.audit({ who: person.user, what: "sign in", from: parts.address(context), result: "done" });
    return session;
  };
  app.use("/api/signin", demand(parts));
  app.use("/signin/*", demand(parts));
  app.post("/api/signin", async (context) => {
    if (takeToken === undefined) throw notFound("such address");
    const person = takeToken((await bodyOf(context, signInBody)).token);
    if (person === undefined) {
      parts.audit({ who: "", what: "sign in", from: parts.address(context), result: "LINK_USED" });
      throw linkUsed(parts);
    }
    return context.json(await meOf(await enter(context, person), parts));
  });
  if (oidc !== undefined) {
    app.get("/signin/begin", async (context) => begin(context, oidc, parts));
    app.get("/signin/callback", async (context) => {
      const { person, to } = await callback(context, oidc, parts);
      await enter(context, person);
      return context.redirect(to, 303);
    });
  }
  return app;
}

function demand({ limit, address }: ConsoleParts) {
  return async (context: Context, next: () => Promise<void>) => {
    limit.demand(`signin ${address(context)}`, rates.signIn);
    await next();
  };
}

async function begin(context: Context, oidc: OidcWay, { places, seal }: ConsoleParts): Promise<Response> {
  const { origins, https } = places();
  const to = pathBack(context.req.query("to"), origins[0] ?? "");
  const { address, remember } = await oidc.begin();
  const until = Date.now() + wayMs;
  const sealed = await seal.seal({ ...remember, to }, "signin", until);
  // Lax: the provider's page sends the browser back here.
  writeCookie(context, wayCookie, sealed, { https, until, sameSite: "Lax" });
  return context.redirect(address, 303);
}

async function callback(
  context: Context,
  oidc: OidcWay,
  { places, seal, audit, address }: ConsoleParts,
): Promise<{ person: Person; to: string }> {
  const { origins, https } = places();
  const remembered = await seal.unseal(readCookie(context, wayCookie, https), "signin");
  dropCookie(context, wayCookie, https);
  const known = z.looseObject({ to: z.string() }).safeParse(remembered);
  const refuse = (why: string) => {
    audit({ who: "", what: "sign in", from: address(context), result: why });
    return new Refusal(401, {
      code: "SIGN_IN_FAILED",
      what: "the provider's answer does not let anybody in",
      next: "begin again: open the console's own address",
    });
  };
  if (!known.success) throw refuse("no sign-in was begun in this browser");
  const { pathname, search } = new URL(context.req.url);
  const person = await oidc.finish(new URL(`${pathname}${search}`, origins[0]), known.data).catch((error: unknown) => {
    throw refuse(errorText(error));
  });
  if (person === undefined) throw refuse("a name that is none");
  return { person, to: pathBack(known.data.to, origins[0] ?? "") };
}

function linkUsed({ signIn }: ConsoleParts): Refusal {
  return new Refusal(401, {
    code: "LINK_USED",
    what: "this link was used, or is older than a minute",
    next: "start release console anew: it prints another",
    signIn: signIn.told,
  });
}
