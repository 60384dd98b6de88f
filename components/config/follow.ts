import { validRange } from "semver";
import { z } from "zod";
import { field, text } from "./fields.ts";

const pattern = z
  .string()
  .min(1)
  .max(200)
  .refine((value) => compiled(value) !== undefined);

/** Which tags of its image are releases of a service, for `release watch`. */
export const follow = z
  .strictObject({
    semver: field(
      z.string().refine((range) => validRange(range) !== null),
      "Range of versions: the highest in it.",
      {
        allowed: 'a range of semantic versions like "^1.4" or ">=2.0.0 <3"',
        text: true,
      },
    ).optional(),
    pattern: field(
      pattern,
      "Regular expression of whole tags: the one whose first group, or which itself, comes last in the order of numbers and letters.",
      { allowed: String.raw`a regular expression like "main-(\d+)-[0-9a-f]+"` },
    ).optional(),
    digestOf: text(
      "Tag that moves, like main: what it points to is released by its digest.",
      "a tag",
      /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/,
    ).optional(),
  })
  .refine(
    ({ semver, pattern: regex, digestOf }) => [semver, regex, digestOf].filter((one) => one !== undefined).length === 1,
    {
      error: "say one of semver, pattern and digestOf",
    },
  )
  .describe("Which tags of the image `release watch` releases by itself; default none.");

export type Follow = z.output<typeof follow>;

/** Of a whole tag; undefined where it is none. */
export function compiled(expression: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${expression})$`);
  } catch {
    return undefined;
  }
}
