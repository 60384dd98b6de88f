import { join } from "node:path";

/** Which program, and which stack of it. One stack is one environment. */
export interface StackLocation {
  /** Absolute path of the folder with Pulumi.yaml. */
  projectDir: string;
  /** `staging` */
  stack: string;
  /** Absolute path of the stack's file; default `<projectDir>/Pulumi.<stack>.yaml`. */
  configFile?: string;
}

/** The file with the stack's parameters. */
export function stackFile({ configFile, projectDir, stack }: StackLocation): string {
  return configFile ?? join(projectDir, `Pulumi.${stack}.yaml`);
}
