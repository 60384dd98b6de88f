import { join } from "node:path";
import { errorText } from "../errors/errorText.ts";
import { invalidFile, ownFiles } from "../components/ownFiles.ts";
import { quoted, type CauseRule, type RolloutContext } from "./causes/context.ts";
import { previousLogs } from "./causes/containers.ts";
import type { FoundCause, OwnCause, SeenRollout } from "./ownCause.ts";
import { seenRollout } from "./seenRollout.ts";
import { causeCodes, type Cause, type OwnCauseCode } from "./verdict.ts";

const exported = "cause";
const shape = "export const cause: OwnCause = ({ pods }) => undefined";
let own: readonly CauseRule[] = [];

/** The project's own causes, in the order of their files. */
export function ownCauses(): readonly CauseRule[] {
  return own;
}

/**
 * From now on rollouts are asked for the project's own causes too: `causes/NAME.ts` beside its Pulumi.yaml, each exporting
 * `cause`.
 * @throws UsageProblem CAUSE_INVALID; where one cannot bear a rollout of which nothing is known yet
 */
export function useCauses(projectDir: string): void {
  const files = ownFiles<OwnCause>({ folder: join(projectDir, "causes"), exported, shape });
  own = files.map(({ file, value }) => {
    const why = wrong(value);
    if (why !== undefined) throw invalidFile(file, { exported, shape }, why);
    return (context) => causeOf(value, context);
  });
}

const unknown: SeenRollout = { namespace: "shop", service: "web", seconds: 0, timeOver: false, pods: [] };

function wrong(cause: unknown): string | undefined {
  if (typeof cause !== "function") return "it exports no function";
  try {
    (cause as OwnCause)(unknown);
    return undefined;
  } catch (error) {
    return `it failed on a rollout without pods: ${errorText(error)}`;
  }
}

function causeOf(cause: OwnCause, context: RolloutContext): Cause | undefined {
  try {
    const found = cause(seenRollout(context));
    return found === undefined ? undefined : whole(found, context);
  } catch {
    // A mistake in it is no reason to end a release, which ours are asked about still.
    return undefined;
  }
}

function whole({ code, message, pod, container, command }: FoundCause, context: RolloutContext): Cause {
  const { namespace, name } = context.snapshot.workload;
  const object = pod === undefined ? { kind: "Deployment", namespace, name } : { kind: "Pod", namespace, name: pod };
  const shown =
    container !== undefined && pod !== undefined
      ? previousLogs(context, pod, container)
      : `kubectl describe ${object.kind.toLowerCase()} -n ${namespace} ${object.name}`;
  return {
    code: ownCode(code),
    message: quoted(message, 600),
    object,
    ...(container === undefined ? {} : { container }),
    command: command ?? shown,
  };
}

/** One of ours would be taken for what ours means. */
function ownCode(code: string): OwnCauseCode {
  const word = /^[A-Z][A-Za-z0-9]*$/.test(code) ? code : "OwnCause";
  return ((causeCodes as readonly string[]).includes(word) ? `Own${word}` : word) as OwnCauseCode;
}
