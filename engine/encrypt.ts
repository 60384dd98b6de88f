import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { temporaryFolder } from "../host/temporaryFolder.ts";
import type { StackLocation } from "../parameters/location.ts";
import { locateBackend } from "./backend.ts";
import { runCli, type CliEnd } from "./cli.ts";
import type { FoundPulumi } from "./find.ts";
import { problemOf } from "./problems.ts";

export interface EncryptedValue {
  /** `v1:…`, as it stands under `secure`. */
  secure: string;
  /** To be written with it, where the stack's file had none so far. */
  newSalt?: string;
}

interface StackFile {
  encryptionsalt?: string;
  config?: Record<string, { secure?: string }>;
}

const key = "releases:encrypted";

/**
 * A value as the `secure:` text of a stack's file, whatever encrypts the stack's secrets. The CLI does it, on a copy of the
 * file: in its own style it would set anew all that stands in it. Where the file itself says how, no backend is asked.
 * @param text the file's text
 * @throws UsageProblem PASSPHRASE_MISSING, PASSPHRASE_WRONG, ...
 */
export async function encryptValue(
  value: string,
  text: string,
  location: StackLocation,
  { pulumi, env }: { pulumi: FoundPulumi; env: NodeJS.ProcessEnv },
): Promise<EncryptedValue> {
  const folder = temporaryFolder("secret");
  try {
    const configFile = join(folder.path, `Pulumi.${location.stack}.yaml`);
    await writeFile(configFile, text, { mode: 0o600 });
    const known = (parse(text) ?? {}) as StackFile & { secretsprovider?: string };
    const { url } = await locateBackend(location, env);
    const asks = known.encryptionsalt === undefined && known.secretsprovider === undefined && url.startsWith("http");
    const own = join(folder.path, "backend");
    await mkdir(own);
    const call = (args: string[], input?: string): Promise<CliEnd> =>
      runCli({
        ...{ pulumi, args: [...args, "--stack", location.stack, "--config-file", configFile] },
        cwd: location.projectDir,
        env: asks ? env : { ...env, PULUMI_BACKEND_URL: `file://${own}` },
        ...(input === undefined ? {} : { input }),
      });
    if (!asks) must(await call(["stack", "init", "--no-select"]));
    // It takes one line end away.
    must(await call(["config", "set", "--secret", key], `${value}\n`));
    const written = parse(await readFile(configFile, "utf8")) as StackFile;
    const secure = written.config?.[key]?.secure ?? "";
    const salt = written.encryptionsalt;
    return { secure, ...(salt === undefined || salt === known.encryptionsalt ? {} : { newSalt: salt }) };
  } finally {
    folder.remove();
  }
}

function must(ended: CliEnd): void {
  if (ended.code !== 0) throw problemOf(ended);
}
