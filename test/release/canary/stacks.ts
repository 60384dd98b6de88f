import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describedStack, type Stack } from "../../../parameters/stack.ts";

/** A folder for the tests of one `describe`, and in it stacks with one service, `web`. */
export function useStacks(): (current: string, basic: string) => Stack {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "canary-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  return (current, basic) => {
    const text = `config:\n  releases:services: { web: { ${basic} } }\n  releases:current: { web: { ${current} } }\n`;
    writeFileSync(join(folder, "Pulumi.staging.yaml"), text);
    return describedStack({ projectDir: folder, stack: "staging" });
  };
}
