import { covers, ignoreChanges, parsePath } from "../../propertyPath.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import { OperationError } from "../provider.ts";
import type { ApiError } from "./apiError.ts";

interface Conflict {
  manager: string;
  field: string;
}

/** Conflicts of server-side apply by manager and field: the server says `conflict with "kubectl-set" using apps/v1`. */
export function parseConflicts(error: ApiError): Conflict[] {
  return error.causes
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map(({ message = "", field = "" }) => ({
      manager: /"([^"]+)"/.exec(message)?.[1] ?? "another manager",
      field: field.replace(/^\./, ""),
    }));
}

/** The failure a person reads: which field, who set it, and the two ways on. */
export function conflictError(object: string, error: ApiError): OperationError {
  const conflicts = parseConflicts(error);
  const managers = [...new Set(conflicts.map(({ manager }) => manager))];
  const lines = conflicts.map(({ manager, field }) => `${field} was set by ${manager}`);
  return new OperationError(
    [
      `${object} was changed by ${managers.join(", ") || "another manager"} and was left as it is: ${lines.join("; ") || error.message}.`,
      "Bring that change into the configuration or undo it on the cluster;",
      'to take such fields over, release with --force-conflicts, or for good annotate the object with pulumi.com/patchForce: "true".',
    ].join(" "),
    { cause: error },
  );
}

/** The object without the fields in conflict, if the program leaves all of them to others; else undefined. */
export function withoutConflicts(
  object: PropertyMap,
  error: ApiError,
  ignored: readonly string[],
): PropertyMap | undefined {
  const patterns = ignored.map(parsePath);
  const fields = parseConflicts(error).map(({ field }) => field);
  const all =
    fields.length > 0 && fields.every((field) => patterns.some((pattern) => covers(pattern, parsePath(field))));
  return all ? ignoreChanges(object, {}, ignored) : undefined;
}
