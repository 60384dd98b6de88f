import { randomBytes } from "node:crypto";
import { EncryptJWT, jwtDecrypt } from "jose";
import { z } from "zod";
import type { Person } from "./person.ts";

/** A browser that is signed in: all of it is in its cookie, encrypted, so that any replica knows it. */
export interface Session extends Person {
  id: string;
  /** Goes with all that changes something. */
  csrf: string;
  /** ms since 1970: when it was begun, and when it was last used. */
  begun: number;
  used: number;
}

/** Times in ms. */
export const sessionTimes = { longest: 8 * 3_600_000, idle: 3_600_000, renewAfter: 60_000 };

const shape = z.object({
  user: z.string(),
  groups: z.array(z.string()),
  id: z.string(),
  csrf: z.string(),
  begun: z.number(),
  used: z.number(),
});

export function newSession({ user, groups }: Person, now: number): Session {
  const token = () => randomBytes(18).toString("base64url");
  return { user, groups: [...groups], id: token(), csrf: token(), begun: now, used: now };
}

/** When it is over: after its time, or when nobody has used it for long. ms since 1970. */
export function endOf({ begun, used }: Pick<Session, "begun" | "used">): number {
  return Math.min(begun + sessionTimes.longest, used + sessionTimes.idle);
}

/** Makes cookies of sessions and reads them again; what was made with another key, or changed, is none. */
export class SessionSeal {
  readonly #key: Uint8Array;
  readonly #now: () => number;
  /** Signed out before their time, here. */
  readonly #over = new Map<string, number>();

  /** @param key 32 bytes, shared by all replicas */
  constructor(key: Uint8Array = randomBytes(32), now: () => number = Date.now) {
    this.#key = key;
    this.#now = now;
  }

  close(session: Session): Promise<string> {
    return this.seal({ ...session }, "session", endOf(session));
  }

  async open(cookie: string | undefined): Promise<Session | undefined> {
    const read = shape.safeParse(await this.unseal(cookie, "session"));
    if (!read.success || this.#over.has(read.data.id) || endOf(read.data) <= this.#now()) return undefined;
    return read.data;
  }

  /** A cookie that somebody has kept a copy of is none any more. */
  end({ id, begun }: Session): void {
    this.#over.set(id, begun + sessionTimes.longest);
    for (const [known, until] of this.#over) if (until <= this.#now()) this.#over.delete(known);
  }

  /** Anything else that a browser is to keep and not to read. @param use keeps one kind from being taken for another */
  async seal(value: Record<string, unknown>, use: string, until: number): Promise<string> {
    return new EncryptJWT({ value })
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .setAudience(use)
      .setExpirationTime(Math.floor(until / 1000))
      .encrypt(this.#key);
  }

  async unseal(sealed: string | undefined, use: string): Promise<unknown> {
    if (sealed === undefined || sealed.length > 8192) return undefined;
    try {
      const { payload } = await jwtDecrypt(sealed, this.#key, {
        audience: use,
        currentDate: new Date(this.#now()),
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
      });
      return payload.value;
    } catch {
      return undefined;
    }
  }
}
