import type { Context } from "hono";
import type { z } from "zod";
import { malformed } from "./refusal.ts";

/** What was sent, as it is to be. @throws Refusal 400 with all that is wrong */
export async function bodyOf<T extends z.ZodType>(context: Context, shape: T): Promise<z.output<T>> {
  const sent: unknown = await context.req.json().catch(() => {
    throw malformed("what was sent is no JSON");
  });
  return checked(sent, shape, "what was sent is not as it is to be");
}

/** The query. @throws Refusal 400 */
export function queryOf<T extends z.ZodType>(context: Context, shape: T): z.output<T> {
  return checked(context.req.query(), shape, "the query is not as it is to be");
}

function checked<T extends z.ZodType>(value: unknown, shape: T, what: string): z.output<T> {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const details = read.error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
  throw malformed(what, details.slice(0, 20));
}
