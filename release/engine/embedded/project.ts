import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { UsageProblem } from "../../../errors/problem.ts";

/** What Pulumi.yaml says, as far as the embedded engine needs it. https://www.pulumi.com/docs/iac/concepts/projects/project-file/ */
export interface Project {
  name: string;
  /** Absolute path of the folder with Pulumi.yaml. */
  dir: string;
  /** The program, relative to {@link dir}; default `.`. */
  main: string;
  /** Arguments for node itself. */
  nodeArgs: string[];
  /** The state backend's URL, if the project names one. */
  backendUrl: string | undefined;
  /** Defaults of configuration by full key (`releases:services`), any JSON. */
  configDefaults: Record<string, unknown>;
}

interface ProjectFile {
  name?: unknown;
  main?: unknown;
  runtime?: unknown;
  backend?: { url?: unknown };
  config?: Record<string, unknown>;
}

/** Default of one key: `key: {default: 1}` or `key: {value: 1}` or `key: 1`. */
function configDefault(declared: unknown): unknown {
  if (typeof declared !== "object" || declared === null || Array.isArray(declared)) return declared;
  const { value, default: fallback } = declared as { value?: unknown; default?: unknown };
  return value ?? fallback;
}

function configDefaults(name: string, config: Record<string, unknown>): Record<string, unknown> {
  const defaults = Object.entries(config).map(
    ([key, declared]) => [key.includes(":") ? key : `${name}:${key}`, configDefault(declared)] as const,
  );
  return Object.fromEntries(defaults.filter(([, value]) => value !== undefined && value !== null));
}

function invalid(where: string, what: string, cause?: unknown): UsageProblem {
  return new UsageProblem({ code: "PROJECT_INVALID", what, where, next: "mend Pulumi.yaml", cause });
}

/** @throws UsageProblem PROJECT_INVALID, PROJECT_UNREADABLE, RUNTIME_UNSUPPORTED. */
export async function readProject(dir: string): Promise<Project> {
  const where = join(dir, "Pulumi.yaml");
  let text: string;
  try {
    text = await readFile(where, "utf8");
  } catch (cause) {
    throw new UsageProblem({
      code: "PROJECT_UNREADABLE",
      what: "Pulumi.yaml cannot be read",
      where,
      next: "run it in the project's folder",
      cause,
    });
  }
  let file: ProjectFile;
  try {
    file = (parse(text) ?? {}) as ProjectFile;
  } catch (cause) {
    throw invalid(where, `Pulumi.yaml is not YAML: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  const { name, main = ".", runtime, backend, config = {} } = file;
  if (typeof name !== "string" || name === "") throw invalid(where, "Pulumi.yaml names no project (`name:`)");
  if (typeof main !== "string") throw invalid(where, "`main` is not a path");
  const runtimeName: unknown =
    typeof runtime === "object" && runtime !== null ? (runtime as { name?: unknown }).name : runtime;
  if (runtimeName !== "nodejs") {
    throw new UsageProblem({
      code: "RUNTIME_UNSUPPORTED",
      what: `the embedded engine runs nodejs programs; this one's runtime is ${JSON.stringify(runtimeName)}`,
      where,
      next: "use the pulumi engine: --engine pulumi",
    });
  }
  const options = (runtime as { options?: { nodeargs?: unknown } }).options;
  const nodeargs = options?.nodeargs;
  const backendUrl = backend?.url;
  return {
    name,
    dir,
    main,
    nodeArgs: typeof nodeargs === "string" ? nodeargs.split(/\s+/).filter((argument) => argument !== "") : [],
    backendUrl: typeof backendUrl === "string" ? backendUrl : undefined,
    configDefaults: configDefaults(name, config),
  };
}
