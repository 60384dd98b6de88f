import { basename } from "node:path";
import type { Document } from "yaml";
import { errorText } from "../../errors/errorText.ts";
import { UsageProblem } from "../../errors/problem.ts";

/**
 * What a YAML document comes to, its aliases written out.
 * @throws UsageProblem YAML_INVALID where they make too much of it, or refer to nothing
 */
export function contentOf(document: Document, path?: string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (cause) {
    throw new UsageProblem({
      code: "YAML_INVALID",
      what: `${path === undefined ? "the stack's file" : basename(path)} cannot be read as YAML`,
      ...(path === undefined ? {} : { where: path }),
      details: [errorText(cause)],
      next: "write out what its aliases (*name) stand for; nothing was changed",
      cause,
    });
  }
}
