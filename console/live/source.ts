import type { Cluster } from "../../cluster/cluster.ts";
import type { Engine } from "../../engine/engine.ts";
import type { StackLocation } from "../../parameters/location.ts";
import type { Stack } from "../../parameters/stack.ts";

/** One stack, as the console comes to it. */
export interface StackSource {
  location: StackLocation;
  cluster: Cluster;
  /** Reads the stack's file as it is now, without the rules. @throws UsageProblem for what is wrong in it */
  read(): Stack;
  engine(): Promise<Engine>;
}
