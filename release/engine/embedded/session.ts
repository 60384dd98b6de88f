import { UsageProblem } from "../../../errors/problem.ts";
import type { StackLocation } from "../engine.ts";
import { prepareBackend, readState } from "./backend.ts";
import type { Backend } from "./backend.ts";
import type { Deployment } from "./checkpoint.ts";
import { acquireLock } from "./lock.ts";
import type { HeldLock } from "./lock.ts";
import type { Project } from "./project.ts";
import { parseCheckpoint } from "./readCheckpoint.ts";
import { findPassphrase, newCrypter, openCrypter, passphraseMissing } from "./secrets.ts";
import type { Crypter } from "./secrets.ts";
import { hasSecrets, programConfig, readStackConfig, writeEncryptionSalt } from "./stackConfig.ts";
import type { ProgramConfig, StackConfig } from "./stackConfig.ts";

/** A stack that is open: its configuration and state, decrypted. */
export interface Session {
  config: StackConfig;
  programConfig: ProgramConfig;
  /** Absent where no passphrase is set and nothing is secret. */
  crypter: Crypter | undefined;
  deployment: Deployment;
  /** Held while the state may change. */
  lock: HeldLock | undefined;
}

/** @throws UsageProblem PASSPHRASE_MISSING, PASSPHRASE_WRONG. */
async function stackCrypter(
  config: StackConfig,
  stateSalt: string | undefined,
  needed: boolean,
  env: NodeJS.ProcessEnv,
  mayWrite: boolean,
): Promise<Crypter | undefined> {
  const passphrase = await findPassphrase(env);
  if (passphrase === undefined) {
    if (needed) throw passphraseMissing(config.file);
    return undefined;
  }
  const salt = config.encryptionSalt ?? stateSalt;
  if (salt !== undefined) return openCrypter(passphrase, salt, config.file);
  if (!mayWrite) return undefined;
  const fresh = await newCrypter(passphrase);
  const standing = await writeEncryptionSalt(config.file, fresh.encryptionSalt);
  return standing === fresh.encryptionSalt ? fresh : openCrypter(passphrase, standing, config.file);
}

/** @throws Problem STACK_UNKNOWN, STACK_LOCKED, PASSPHRASE_..., STATE_UNREADABLE; the lock is not kept then. */
export async function openSession(
  location: StackLocation,
  project: Project,
  backend: Backend,
  env: NodeJS.ProcessEnv,
  locked: boolean,
): Promise<Session> {
  const config = await readStackConfig(location, project);
  if (locked) await prepareBackend(backend);
  const lock = locked ? await acquireLock(backend) : undefined;
  try {
    const text = await readState(backend);
    const state = text === undefined ? undefined : parseCheckpoint(text, backend.stateFile);
    const needed = hasSecrets(config) || state?.hasSecrets === true;
    const crypter = await stackCrypter(config, state?.encryptionSalt, needed, env, locked);
    const deployment =
      state === undefined
        ? { resources: [], pendingOperations: [], metadata: {} }
        : decrypted(state, await stateCrypter(state.encryptionSalt, crypter, env), backend);
    return { config, programConfig: programConfig(config, crypter), crypter, deployment, lock };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

/** The state may have been written with another salt than the stack's file has now. */
async function stateCrypter(
  salt: string | undefined,
  crypter: Crypter | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Crypter | undefined> {
  if (crypter === undefined || salt === undefined || salt === crypter.encryptionSalt) return crypter;
  const passphrase = await findPassphrase(env);
  return passphrase === undefined ? undefined : openCrypter(passphrase, salt, "the stack's state");
}

function decrypted(
  state: ReturnType<typeof parseCheckpoint>,
  crypter: Crypter | undefined,
  { stateFile }: Backend,
): Deployment {
  try {
    return state.decrypt(crypter);
  } catch (cause) {
    throw new UsageProblem({
      code: "STATE_UNDECRYPTABLE",
      what: "a secret in the stack's state was not encrypted with its passphrase and salt, or was changed",
      where: stateFile,
      next: `compare it with its backup, ${stateFile}.bak`,
      cause,
    });
  }
}
