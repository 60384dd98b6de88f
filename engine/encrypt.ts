import { parse } from "yaml";
import { temporaryFolder } from "../host/temporaryFolder.ts";
import type { StackLocation } from "../parameters/location.ts";
import { locateBackend } from "./backend.ts";
import type { CliCall } from "./cli.ts";
import { inProjectCopy } from "./newStack.ts";

export interface EncryptedValue {
  /** `v1:…`, as it stands under `secure`. */
  secure: string;
  /** To be written with it, where the stack's file had none so far. */
  newSalt?: string;
}

const key = "releases:encrypted";

/**
 * A value as the `secure:` text of a stack's file, whatever encrypts the stack's secrets. Where the file itself says how,
 * no backend is asked: an empty one does.
 * @param text the file's text
 * @throws UsageProblem PASSPHRASE_MISSING, PASSPHRASE_WRONG, ...
 */
export async function encryptValue(
  value: string,
  text: string,
  location: StackLocation,
  { pulumi, env }: Pick<CliCall, "pulumi" | "env">,
): Promise<EncryptedValue> {
  const known = (parse(text) ?? {}) as { encryptionsalt?: string; secretsprovider?: string };
  const { url } = await locateBackend(location, env);
  const cloud = known.encryptionsalt === undefined && known.secretsprovider === undefined && url.startsWith("http");
  const empty = temporaryFolder("backend");
  const cli = { pulumi, env: cloud ? env : { ...env, PULUMI_BACKEND_URL: `file://${empty.path}` } };
  try {
    return await inProjectCopy(location, text, cli, async (copy) => {
      if (!cloud) await copy.run(["stack", "init", "--no-select"]);
      // It takes one line end away.
      await copy.run(["config", "set", "--secret", key], `${value}\n`);
      const { config, encryptionsalt: salt } = await copy.read();
      const newSalt = salt === undefined || salt === known.encryptionsalt ? {} : { newSalt: salt };
      return { secure: config?.[key]?.secure ?? "", ...newSalt };
    });
  } finally {
    empty.remove();
  }
}
