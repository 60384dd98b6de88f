import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { UsageProblem } from "../../../errors/problem.ts";

/**
 * Pulumi's passphrase secrets: AES-256-GCM, the key from PBKDF2-SHA256.
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/config/crypt.go
 */
export interface Crypter {
  /** `v1:<nonce>:<ciphertext and tag>`, base64. */
  encrypt(plaintext: string): string;
  /** @throws Error when the text was not encrypted with this key, or was changed. */
  decrypt(ciphertext: string): string;
  /** Kept in the stack's file and state: `v1:<salt>:<encrypted word>`. */
  readonly encryptionSalt: string;
}

const iterations = 1_000_000;
const keyBytes = 32;
const saltBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;
/** What Pulumi encrypts beside the salt, to tell a wrong passphrase. */
const checkWord = "pulumi";

const deriveKey = promisify(pbkdf2);

function encryptWith(key: Buffer, plaintext: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

function decryptWith(key: Buffer, ciphertext: string): string {
  const [version, nonce, body, ...rest] = ciphertext.split(":");
  if (version !== "v1" || nonce === undefined || body === undefined || rest.length > 0) {
    throw new Error("not of the form v1:<nonce>:<ciphertext>");
  }
  const sealed = Buffer.from(body, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]).toString("utf8");
}

function crypterOf(key: Buffer, encryptionSalt: string): Crypter {
  return {
    encryptionSalt,
    encrypt: (plaintext) => encryptWith(key, plaintext),
    decrypt: (ciphertext) => decryptWith(key, ciphertext),
  };
}

/** A crypter with a salt of its own, for a stack that had none. Takes about 0.4 s, off the main thread. */
export async function newCrypter(passphrase: string): Promise<Crypter> {
  const salt = randomBytes(saltBytes);
  const key = await deriveKey(passphrase, salt, iterations, keyBytes, "sha256");
  return crypterOf(key, `v1:${salt.toString("base64")}:${encryptWith(key, checkWord)}`);
}

/** @throws UsageProblem PASSPHRASE_WRONG, ENCRYPTIONSALT_INVALID. Takes about 0.4 s, off the main thread. */
export async function openCrypter(passphrase: string, encryptionSalt: string, where: string): Promise<Crypter> {
  const [version, salt, ...check] = encryptionSalt.split(":");
  if (version !== "v1" || salt === undefined || check.length !== 3) {
    throw new UsageProblem({
      code: "ENCRYPTIONSALT_INVALID",
      what: "encryptionsalt is not of the form v1:<salt>:v1:<nonce>:<ciphertext>",
      where,
      next: "restore the line from version control: without it the stack's secrets cannot be read",
    });
  }
  const key = await deriveKey(passphrase, Buffer.from(salt, "base64"), iterations, keyBytes, "sha256");
  try {
    if (decryptWith(key, check.join(":")) === checkWord) return crypterOf(key, encryptionSalt);
  } catch {
    // A wrong key fails the tag: told below, together with a wrong word.
  }
  throw new UsageProblem({
    code: "PASSPHRASE_WRONG",
    what: "the passphrase does not fit the stack's secrets",
    where,
    next: "set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the passphrase the stack was made with",
  });
}

/** From `PULUMI_CONFIG_PASSPHRASE`, else the file `PULUMI_CONFIG_PASSPHRASE_FILE` names. An empty one counts, as in Pulumi. */
export async function findPassphrase(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const passphrase = env.PULUMI_CONFIG_PASSPHRASE;
  if (passphrase !== undefined) return passphrase;
  const file = env.PULUMI_CONFIG_PASSPHRASE_FILE;
  if (file === undefined || file === "") return undefined;
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (cause) {
    throw new UsageProblem({
      code: "PASSPHRASE_MISSING",
      what: `the passphrase file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      where: file,
      next: "name a readable file with PULUMI_CONFIG_PASSPHRASE_FILE",
      cause,
    });
  }
}

export function passphraseMissing(where: string): UsageProblem {
  return new UsageProblem({
    code: "PASSPHRASE_MISSING",
    what: "the stack has secrets and no passphrase is set",
    where,
    next: "set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE",
  });
}
