import type { Tellable } from "../notify/notify.ts";
import { tellBeside } from "./notices.ts";
import type { Output } from "./output.ts";
import type { Session } from "./session.ts";

/** Whoever asked for it (`releases:notify`) is told, beside the command's last words, which do not wait for anybody's webhook. */
export function tellOthers(told: readonly Tellable[], session: Session, output: Output): void {
  if (told.length > 0 && session.stack.config.notify.length > 0) tellBeside(tellAll(told, session, output));
}

async function tellAll(told: readonly Tellable[], session: Session, output: Output): Promise<void> {
  const { notify } = await import("../notify/notify.ts");
  await notify(told, {
    targets: session.stack.config.notify,
    secret: async (key) => (await session.engine()).secret(key),
    env: process.env,
    note: noteBy(output),
  });
}

/** Says what could not be told. */
export function noteBy(output: Output): (message: string) => void {
  return (message) => {
    if (output.json) output.renderer().event({ type: "note", at: Date.now(), level: "warning", message });
    else output.say(message);
  };
}
