import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStack, type Stack } from "../../../parameters/stack.ts";

/** A stack as its file would give it: `stackWith({website: "v1"})`. */
export function stackWith(versions: Record<string, string>, name = "staging"): Stack {
  const projectDir = mkdtempSync(join(tmpdir(), "release-test-"));
  writeFileSync(join(projectDir, "Pulumi.yaml"), "name: releases\nruntime: nodejs\n");
  return readStack({ projectDir, stack: name }, stackText(versions));
}

/** The text of its file. */
export function stackText(versions: Record<string, string>): string {
  const lines = Object.entries(versions);
  return `config:
  releases:services:
${lines.map(([service]) => `    ${service}: { template: website, image: localhost/web, owner: web-team }`).join("\n")}
  releases:current:
${lines.map(([service, version]) => `    ${service}: { version: "${version}" }`).join("\n")}
`;
}
