import { UsageProblem } from "../../../errors/problem.ts";
import { decryptSecrets } from "./checkpoint.ts";
import type { Deployment, PendingOperation, ResourceState } from "./checkpoint.ts";
import { secretSignature } from "./propertyValue.ts";
import type { PropertyMap, PropertyValue } from "./propertyValue.ts";
import type { Crypter } from "./secrets.ts";

/** Features of version 4 files that change no field the embedded engine relies on. */
const harmlessFeatures = new Set(["refreshBeforeUpdate", "hooks", "resourceHooks"]);

interface CheckpointFile {
  version?: number;
  features?: string[];
  checkpoint?: {
    latest?: {
      secrets_providers?: { type?: string; state?: { salt?: string } };
      resources?: ResourceState[];
      pending_operations?: PendingOperation[];
      metadata?: PropertyMap;
    };
  };
}

export interface CheckpointText {
  /** Whether a passphrase is needed to read it. */
  hasSecrets: boolean;
  encryptionSalt: string | undefined;
  /** @throws Error when a secret was not encrypted with this crypter. */
  decrypt(crypter: Crypter | undefined): Deployment;
}

function unreadable(where: string, what: string, next: string, cause?: unknown): UsageProblem {
  return new UsageProblem({ code: "STATE_UNREADABLE", what, where, next, cause });
}

/** @throws UsageProblem STATE_UNREADABLE for a damaged file, another secrets provider, or a newer format. */
export function parseCheckpoint(text: string, where: string): CheckpointText {
  let file: CheckpointFile;
  try {
    file = JSON.parse(text) as CheckpointFile;
  } catch (cause) {
    throw unreadable(where, "the stack's state is not JSON", `compare it with its backup, ${where}.bak`, cause);
  }
  const foreign = (file.features ?? []).filter((feature) => !harmlessFeatures.has(feature));
  if ((file.version !== 3 && file.version !== 4) || foreign.length > 0) {
    const found = foreign.length > 0 ? ` with ${foreign.join(", ")}` : "";
    throw unreadable(
      where,
      `the stack's state has version ${String(file.version)}${found}; known is 3`,
      "use the pulumi engine: --engine pulumi",
    );
  }
  const latest = file.checkpoint?.latest;
  const provider = latest?.secrets_providers;
  if (provider?.type !== undefined && provider.type !== "passphrase") {
    throw unreadable(
      where,
      `the state's secrets are kept by "${provider.type}"; known is "passphrase"`,
      "use the pulumi engine: --engine pulumi",
    );
  }
  return {
    hasSecrets: text.includes(secretSignature),
    encryptionSalt: provider?.state?.salt,
    decrypt: (crypter) => {
      const open = <T>(value: T): T =>
        crypter === undefined ? value : (decryptSecrets(value as PropertyValue, crypter) as T);
      const salt = provider?.state?.salt;
      return {
        resources: (latest?.resources ?? []).map(open),
        pendingOperations: (latest?.pending_operations ?? []).map(open),
        metadata: latest?.metadata ?? {},
        ...(salt === undefined ? {} : { encryptionSalt: salt }),
      };
    },
  };
}
