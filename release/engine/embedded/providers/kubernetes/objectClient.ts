import { setTimeout as sleep } from "node:timers/promises";
import type { PropertyMap } from "../../propertyValue.ts";
import { OperationError } from "../provider.ts";
import { ApiError, isNotFound } from "./apiError.ts";
import type { ApiServer } from "./apiServer.ts";
import { creationManager } from "./checkpointObject.ts";
import { conflictError, withoutConflicts } from "./conflicts.ts";
import type { KindCatalog } from "./kinds.ts";
import { groupPath, unknownKind } from "./kinds.ts";
import { describe, metadataOf, nameOf, namespaceOf, text } from "./kubernetesObject.ts";
import { handOverPatch } from "./managedFields.ts";

export interface ApplyOptions {
  manager: string;
  /** Take over fields of other managers. */
  force: boolean;
  /** Paths left to others: where one of them conflicts, it is left out. */
  ignored: readonly string[];
  dryRun?: boolean;
}

/** A namespace or a kind made in the same run may be known a moment later to the server. */
const homeDelaysMs = [200, 500, 1_000, 2_000, 4_000];
/** Two writers at once, or a status update between reading and writing: tried again. */
const handOverTries = 4;

/** One cluster's objects of any kind: create, apply, read, delete. Failures are sentences for a person. */
export class ObjectClient {
  readonly #server: ApiServer;
  readonly #kinds: KindCatalog;

  constructor(server: ApiServer, kinds: KindCatalog) {
    this.#server = server;
    this.#kinds = kinds;
  }

  async #path(object: PropertyMap, withName: boolean): Promise<string> {
    const apiVersion = text(object.apiVersion);
    const { plural, namespaced } = await this.#kinds.find(apiVersion, text(object.kind));
    const namespace = namespaced ? `/namespaces/${encodeURIComponent(namespaceOf(object) || "default")}` : "";
    return `${groupPath(apiVersion)}${namespace}/${plural}${withName ? `/${encodeURIComponent(nameOf(object))}` : ""}`;
  }

  /** @throws ApiError AlreadyExists for the caller to decide; OperationError for any other refusal. */
  async create(object: PropertyMap, dryRun = false): Promise<PropertyMap> {
    const query = { fieldManager: creationManager, ...(dryRun ? { dryRun: "All" } : {}) };
    const send = async (): Promise<PropertyMap> => {
      try {
        return await this.#server.request({
          method: "POST",
          path: await this.#path(object, false),
          query,
          body: object,
        });
      } catch (error) {
        throw refusal(object, "create", error);
      }
    };
    for (const delay of dryRun ? [] : homeDelaysMs) {
      try {
        return await send();
      } catch (error) {
        if (!lacksHome(error)) throw error;
        await sleep(delay);
      }
    }
    return send();
  }

  /** Server-side apply. @throws OperationError naming field and manager of each conflict. */
  async apply(object: PropertyMap, { manager, force, ignored, dryRun = false }: ApplyOptions): Promise<PropertyMap> {
    const query = { fieldManager: manager, force: String(force), ...(dryRun ? { dryRun: "All" } : {}) };
    const path = await this.#path(object, true);
    // JSON is YAML: the server takes it under the one content type every version knows.
    const send = (body: PropertyMap): Promise<PropertyMap> =>
      this.#server.request({ method: "PATCH", path, query, body, contentType: "application/apply-patch+yaml" });
    try {
      return await send(object).catch((error: unknown) => {
        const rest =
          error instanceof ApiError && error.status === 409 ? withoutConflicts(object, error, ignored) : undefined;
        if (rest === undefined) throw error;
        return send(rest);
      });
    } catch (error) {
      throw error instanceof ApiError && error.status === 409
        ? conflictError(describe(object), error)
        : refusal(object, "update", error);
    }
  }

  /** Hands fields held since the creation to the object's own manager; without it, apply would not remove them. */
  async handOver(object: PropertyMap, manager: string): Promise<void> {
    const path = await this.#path(object, true);
    for (let attempt = 1; ; attempt++) {
      const live = await this.read(object);
      const patch = live === undefined ? undefined : handOverPatch(live, manager);
      if (patch === undefined) return;
      try {
        await this.#server.request({ method: "PATCH", path, body: patch, contentType: "application/json-patch+json" });
        return;
      } catch (error) {
        const moved = error instanceof ApiError && (error.status === 409 || error.status === 422);
        if (!moved || attempt === handOverTries) throw refusal(object, "update", error);
      }
    }
  }

  /** The live object; undefined when there is none. */
  async read(object: PropertyMap): Promise<PropertyMap | undefined> {
    try {
      return await this.#server.request({ method: "GET", path: await this.#path(object, true) });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw refusal(object, "read", error);
    }
  }

  /**
   * Asks for the deletion of exactly this object: one of the same name made since by others stays.
   * @returns whether it may still be there.
   */
  async delete(object: PropertyMap, propagationPolicy: string): Promise<boolean> {
    const uid = text(metadataOf(object).uid);
    const body = { propagationPolicy, ...(uid === "" ? {} : { preconditions: { uid } }) };
    try {
      const answer = await this.#server.request({ method: "DELETE", path: await this.#path(object, true), body });
      return answer.kind !== "Status";
    } catch (error) {
      if (isNotFound(error)) return false;
      if (error instanceof ApiError && error.status === 409 && uid !== "") return false;
      throw refusal(object, "delete", error);
    }
  }
}

/** Whether an object was refused because its namespace or its kind is not there yet. */
function lacksHome(error: unknown): boolean {
  const cause = error instanceof OperationError ? error.cause : undefined;
  return (
    cause instanceof ApiError && cause.status === 404 && (cause.kind === "namespaces" || cause.kind === unknownKind)
  );
}

function refusal(object: PropertyMap, verb: string, error: unknown): unknown {
  if (!(error instanceof ApiError) || error.reason === "AlreadyExists") return error;
  const causes = error.causes.filter(({ message, field }) => message !== undefined && field !== undefined);
  const details =
    causes.length < 2 ? "" : ` (${causes.map(({ field, message }) => `${field ?? ""}: ${message ?? ""}`).join("; ")})`;
  return new OperationError(`the API server did not ${verb} ${describe(object)}: ${error.message}${details}`, {
    cause: error,
  });
}
