import { randomInt } from "node:crypto";

const alphabet = "bcdfghjkmnpqrstvwxz23456789";

/** A new id: the UTC second, then four letters that tell two releases of one second apart. Safe in a Kubernetes name. */
export function newRecordId(at: Date): string {
  const [date = "", time = ""] = at.toISOString().split("T");
  const letters = Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return `${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}-${letters}`;
}
