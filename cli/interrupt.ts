import { exitCodes } from "../errors/problem.ts";
import type { Output } from "./output.ts";

/**
 * Ctrl-C once: the running step is finished, then all stops cleanly. Twice: at once. SIGTERM counts as once. A terminal
 * that goes away (ssh, VPN) is nobody's wish: what has begun is brought to its end without it.
 */
export function interruptible(
  output: Output,
  said = "Finishing the running step; Ctrl-C again stops at once.",
): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      output.say("Stopped at once. The services keep running as they are; next: release recover");
      process.exit(exitCodes.interrupted);
    }
    if (said !== "") output.say(said);
    controller.abort();
  };
  const goOn = (): void => undefined;
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.on("SIGHUP", goOn);
  return {
    signal: controller.signal,
    end() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
      process.off("SIGHUP", goOn);
    },
  };
}
