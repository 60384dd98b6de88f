import { Hono } from "hono";
import type { Me } from "../../api/me.ts";
import { dropCookie } from "../cookies.ts";
import { sessionCookie } from "../guard/signedIn.ts";
import type { ConsoleEnv, ConsoleParts } from "../parts.ts";
import { endOf, type Session } from "../session.ts";

export function meRoutes(parts: ConsoleParts): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>();
  app.get("/me", async (context) => context.json(await meOf(context.get("session"), parts)));
  app.post("/signout", (context) => {
    const session = context.get("session");
    parts.seal.end(session);
    dropCookie(context, sessionCookie, parts.places().https);
    parts.audit({ who: session.user, what: "sign out", from: parts.address(context), result: "done" });
    return context.json({});
  });
  return app;
}

/** Who is signed in, with the stacks that they may see. */
export async function meOf(session: Session, { stacks, rights, local }: ConsoleParts): Promise<Me> {
  const asked = await Promise.all(
    stacks.all.map(async (live) => ({ stack: live.source.location.stack, may: await rights(session, live) })),
  );
  return {
    user: session.user,
    groups: [...session.groups],
    local,
    csrf: session.csrf,
    expires: new Date(endOf(session)).toISOString(),
    stacks: asked.filter(({ may }) => may.see),
  };
}
