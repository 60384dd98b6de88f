import type { StackLocation } from "../engine.ts";
import { readProject } from "./project.ts";
import { findPassphrase, newCrypter, openCrypter, passphraseMissing } from "./secrets.ts";
import { readStackConfig, writeEncryptionSalt } from "./stackConfig.ts";

/**
 * A value as the `secure:` text of the stack's file. A stack without secrets so far gets its salt written, as the Pulumi
 * CLI does.
 * @throws UsageProblem PASSPHRASE_MISSING, PASSPHRASE_WRONG, STACK_UNKNOWN, ...
 */
export async function encryptConfigValue(
  location: StackLocation,
  value: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const config = await readStackConfig(location, await readProject(location.projectDir));
  const passphrase = await findPassphrase(env);
  if (passphrase === undefined) throw passphraseMissing(config.file);
  if (config.encryptionSalt !== undefined) {
    return (await openCrypter(passphrase, config.encryptionSalt, config.file)).encrypt(value);
  }
  const fresh = await newCrypter(passphrase);
  const salt = await writeEncryptionSalt(config.file, fresh.encryptionSalt);
  const crypter = salt === fresh.encryptionSalt ? fresh : await openCrypter(passphrase, salt, config.file);
  return crypter.encrypt(value);
}
