import { readFileSync, readdirSync } from "node:fs";
import { parse } from "yaml";
import { checkedStack } from "../../../components/checkedStack.ts";
import { isPlainObject } from "../../../components/config/layers.ts";
import { parseStackText } from "../../../components/config/stackFile.ts";
import type { StackConfig } from "../../../components/config/stackConfig.ts";
import { renderStack } from "../../../components/render.ts";
import { manifestOf, type ObjectShape, type Original } from "./original.ts";

/** A public project's services: as its own manifests have them, and as a stack's file says them. */
export interface Project {
  name: string;
  /** `The shape of podinfo (stefanprodan/podinfo): …` */
  about: string;
  originals: ObjectShape[];
  /** Read as any stack's file is, rules and all. */
  stack: StackConfig;
  rendered: ObjectShape[];
  parameters: number;
  patches: number;
  /** Differences that are this project's alone, by their reason. */
  differences: Record<string, string[]>;
}

const folder = new URL("./projects/", import.meta.url);

/** One file each in projects/, written anew: facts of the manifests, not their text. */
export const projects: readonly Project[] = readdirSync(folder).map((file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  const { originals, config, differences } = parse(text) as {
    originals: Original[];
    config: Record<"releases:services", Record<string, { patches?: object }>>;
    differences?: Record<string, string[]>;
  };
  const stack = checkedStack({ ...parseStackText(file, text).raw, stack: "public" });
  const services = Object.values(config["releases:services"]);
  const patches = services.reduce((count, service) => count + Object.keys(service.patches ?? {}).length, 0);
  return {
    name: file.replace(/\.yaml$/, ""),
    about: /^# (.*)$/m.exec(text)?.[1] ?? "",
    originals: originals.map(manifestOf),
    stack,
    rendered: renderStack(stack),
    parameters: services.reduce((count, { patches: _, ...said }) => count + leaves(said), 0),
    patches,
    differences: differences ?? {},
  };
});

function leaves(value: unknown): number {
  return isPlainObject(value) ? Object.values(value).reduce<number>((count, inner) => count + leaves(inner), 0) : 1;
}
