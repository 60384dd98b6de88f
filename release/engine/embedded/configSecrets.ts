import { parse } from "yaml";
import { UsageProblem } from "../../../errors/problem.ts";
import { findPassphrase, newCrypter, openCrypter, passphraseMissing } from "./secrets.ts";

export interface EncryptedValue {
  /** `v1:…`, as it stands under `secure`. */
  secure: string;
  /** To be written with it, where the stack's file had none so far. */
  newSalt?: string;
}

interface SecretsHead {
  encryptionsalt?: unknown;
  encryptedkey?: unknown;
  secretsprovider?: unknown;
}

/**
 * A value as the `secure:` text of a stack's file, with Pulumi's passphrase provider.
 * @param text the file's text
 * @param backendUrl where the stack's state is kept, if that is said
 * @throws UsageProblem SECRETS_PROVIDER_UNSUPPORTED, PASSPHRASE_MISSING, PASSPHRASE_WRONG
 */
export async function encryptConfigValue(
  value: string,
  text: string,
  file: string,
  backendUrl: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<EncryptedValue> {
  const { encryptionsalt: salt, encryptedkey, secretsprovider } = (parse(text) ?? {}) as SecretsHead;
  const provider =
    typeof secretsprovider === "string" && secretsprovider !== "passphrase" ? secretsprovider : undefined;
  // A file without any word of secrets follows its backend, and Pulumi Cloud encrypts by itself.
  const cloud = salt === undefined && backendUrl?.startsWith("http") === true ? backendUrl : undefined;
  if (provider !== undefined || encryptedkey !== undefined || cloud !== undefined) {
    throw new UsageProblem({
      code: "SECRETS_PROVIDER_UNSUPPORTED",
      what: `only the passphrase provider's secrets can be set here; this stack's are encrypted by ${provider ?? cloud ?? "a key service"}`,
      where: file,
      next: "use the Pulumi CLI: pulumi config set --secret KEY",
    });
  }
  const passphrase = await findPassphrase(env);
  if (passphrase === undefined) throw passphraseMissing(file);
  if (typeof salt === "string") return { secure: (await openCrypter(passphrase, salt, file)).encrypt(value) };
  const fresh = await newCrypter(passphrase);
  return { secure: fresh.encrypt(value), newSalt: fresh.encryptionSalt };
}
