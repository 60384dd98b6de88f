import { exitCodes, Problem } from "../../../errors/problem.ts";
import type { ReadGoal } from "./goal.ts";
import { unknownValue } from "./propertyValue.ts";
import type { PropertyMap } from "./propertyValue.ts";
import type { Providers } from "./providers/providers.ts";
import { stepOf } from "./run.ts";
import type { Run } from "./run.ts";
import type { Snapshot } from "./snapshot.ts";
import { makeUrn } from "./urn.ts";

export interface ReaderParts {
  stack: string;
  project: string;
  run: Run;
  snapshot: Snapshot;
  providers: Providers;
}

/** Answers the program's questions about resources that it does not declare. */
export class Reader {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** Reads a live object that others manage; it is on record as external and never changed. */
  async read(goal: ReadGoal): Promise<{ urn: string; outputs: PropertyMap }> {
    const { stack, project, run, snapshot, providers } = this.#parts;
    const urn = makeUrn(stack, project, goal.parent, goal.type, goal.name);
    const reference = providers.reference(goal);
    if (goal.id === "" || goal.id === unknownValue) return { urn, outputs: {} };
    const read = await providers.of(reference).read({ urn, custom: true, type: goal.type, id: goal.id });
    if (read === undefined) {
      throw new Problem({
        code: "RESOURCE_NOT_FOUND",
        what: `the program reads ${goal.type} "${goal.id}", and the cluster has none of that name`,
        where: urn,
        next: "create it, or take the reading out of the program",
        exitCode: exitCodes.usage,
      });
    }
    const at = new Date().toISOString();
    const old = snapshot.findOld([urn]);
    const { dependencies, parent } = goal;
    snapshot.put(
      {
        urn,
        custom: true,
        id: read.id,
        type: goal.type,
        inputs: read.inputs,
        outputs: read.outputs,
        ...(parent === undefined ? {} : { parent }),
        external: true,
        ...(dependencies.length === 0 ? {} : { dependencies }),
        provider: reference,
        created: old?.created ?? at,
        modified: at,
        ...(goal.sourcePosition === undefined ? {} : { sourcePosition: goal.sourcePosition }),
      },
      old,
    );
    run.done(stepOf({ urn, parent: goal.parent }, "read"));
    return { urn, outputs: read.outputs };
  }

  /** @throws Problem FUNCTION_UNSUPPORTED for any function but Pulumi's own look at a resource of the stack. */
  invoke(token: string, args: PropertyMap): PropertyMap {
    const { urn } = args;
    const state =
      token === "pulumi:pulumi:getResource" && typeof urn === "string" ? this.#parts.snapshot.find(urn) : undefined;
    if (state !== undefined) return { urn: state.urn, id: state.id ?? "", state: state.outputs ?? {} };
    throw new Problem({
      code: "FUNCTION_UNSUPPORTED",
      what: `the program calls ${token}, which the embedded engine does not have`,
      next: "use the pulumi engine: --engine pulumi",
      exitCode: exitCodes.usage,
    });
  }
}
