import type { DiagnosticEvent, EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";

import { redact } from "../rollout/evidence/redact.ts";
import { sanitize } from "../rollout/evidence/sanitize.ts";
import { conflictMessage } from "./conflict.ts";
import { deniedMessage } from "../cluster/denied.ts";
import type { StepFailure } from "./engine.ts";
import type { Emit, ResourceStep } from "./events.ts";
import type { Followers } from "./followers.ts";
import { stepOf } from "./steps.ts";

/** What is known of one run of the CLI, from its engine events. */
export class Update {
  readonly failures: StepFailure[] = [];
  /** Errors that no resource is to blame for: the program's own, mostly. */
  readonly #errors: string[] = [];
  readonly #steps = new Map<string, ResourceStep>();
  #interrupted = false;
  readonly #told = new Set<string>();
  readonly #unexplained: StepFailure[] = [];
  readonly #blame = new Map<string, string>();
  readonly #emit: Emit;
  readonly #followers: Followers | undefined;

  constructor(emit: Emit, followers?: Followers) {
    this.#emit = emit;
    this.#followers = followers;
  }

  /** Those, and what was said of a resource that came to no step of its own. */
  get errors(): string[] {
    const failed = this.failures.map(({ step }) => step.urn);
    return [...this.#errors, ...[...this.#blame].filter(([urn]) => !failed.includes(urn)).map(([, text]) => text)];
  }

  get steps(): ResourceStep[] {
    return [...this.#steps.values()];
  }

  /** Whether any resource was begun to be changed. */
  get touched(): boolean {
    return this.steps.some(({ operation }) => operation !== "same" && operation !== "read");
  }

  hear(event: EngineEvent): void {
    const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent, policyEvent } = event;
    if (resourcePreEvent !== undefined) this.#started(resourcePreEvent.metadata);
    if (resOutputsEvent !== undefined) this.#done(resOutputsEvent.metadata);
    if (resOpFailedEvent !== undefined) this.#failed(resOpFailedEvent.metadata);
    if (diagnosticEvent !== undefined) this.#diagnosed(diagnosticEvent);
    if (policyEvent !== undefined) {
      const message = `policy ${policyEvent.policyName}: ${plain(policyEvent.message)}`;
      const level = policyEvent.enforcementLevel === "mandatory" ? "error" : "warning";
      this.#emit({ type: "note", at: Date.now(), level, message });
    }
  }

  /** A failure that follows from watching, not from Pulumi's own words. */
  doomed(failure: StepFailure): void {
    this.#interrupted = true;
    this.failures.push(failure);
    this.#emit({ type: "resource", at: Date.now(), step: failure.step, state: "failed", message: failure.message });
  }

  #started(metadata: StepEventMetadata): void {
    const step = stepOf(metadata);
    if (step === undefined) return;
    this.#steps.set(step.urn, step);
    if (step.operation === "same") return;
    this.#tell(step, "started");
    this.#followers?.begin(step, metadata);
  }

  #done(metadata: StepEventMetadata): void {
    const step = this.#steps.get(metadata.urn);
    if (step === undefined || stepOf(metadata) === undefined) return;
    this.#tell(step, "done");
  }

  /** Once: Pulumi replaces in two steps, of which the second is its own bookkeeping. */
  #tell(step: ResourceStep, state: "started" | "done"): void {
    const event = `${state} ${step.operation} ${step.urn}`;
    if (this.#told.has(event)) return;
    this.#told.add(event);
    this.#emit({ type: "resource", at: Date.now(), step, state });
  }

  get hasUnexplained(): boolean {
    return this.#unexplained.length > 0;
  }

  /** What Pulumi gave up, and nobody who followed it could say more of. */
  tellUnexplained(): void {
    for (const { step, message } of this.#unexplained.splice(0)) this.#blameStep(step, message);
  }

  #failed(metadata: StepEventMetadata): void {
    const step = this.#steps.get(metadata.urn) ?? stepOf(metadata);
    // Pulumi may see a moment before us that a Job has failed, and knows neither its exit code nor its log.
    const explains = this.#followers?.explains(metadata.urn) ?? false;
    if (!explains) this.#followers?.end(metadata.urn);
    // One that was given up early is told already, with its cause.
    if (step === undefined || this.failures.some((failure) => failure.step.urn === step.urn)) return;
    const told = this.#blame.get(step.urn) ?? "the operation failed";
    const kind = step.type.split(":").at(-1) ?? "";
    const message = conflictMessage(kind, step.name, told) ?? deniedMessage(kind, step.name, told) ?? told;
    // The CLI was told to stop for one that is doomed: what it ends for that has not failed by itself.
    if (this.#interrupted) return;
    if (explains) this.#unexplained.push({ step, message });
    else this.#blameStep(step, message);
  }

  #blameStep(step: ResourceStep, message: string): void {
    if (this.failures.some((failure) => failure.step.urn === step.urn)) return;
    this.failures.push({ step, message });
    this.#emit({ type: "resource", at: Date.now(), step, state: "failed", message });
  }

  #diagnosed({ severity, urn, message, ephemeral }: DiagnosticEvent): void {
    if (ephemeral === true) return;
    const text = plain(message);
    if (text === "" || pluginFound.test(text)) return;
    // Of what is only said, what the program writes: a provider tells how its waiting goes, which is followed here.
    if (severity === "info" || severity === "info#err") {
      if (this.#isProgram(urn)) this.#emit({ type: "note", at: Date.now(), level: "info", message: text });
    }
    // All else is Pulumi's talk with itself.
    if (severity !== "error" && severity !== "warning") return;
    if (severity === "error") {
      if (this.#isProgram(urn)) this.#errors.push(text);
      else this.#blame.set(urn ?? "", text);
    }
    // What the CLI says of being told to stop, nobody has to read: why it was is on the screen.
    if (!this.#interrupted) this.#emit({ type: "note", at: Date.now(), level: severity, message: text });
  }

  #isProgram(urn = ""): boolean {
    return urn === "" || urn.includes("pulumi:pulumi:Stack");
  }
}

/** Where an image has the plugins; each run tells it of each. */
const pluginFound = /^using \S+ from \$PATH at /;

/** Without Pulumi's colour marks (`<{%fg 1%}>`), and without what a pod's own texts in it may bring along. */
export function plain(text: string): string {
  return redact(sanitize(text.replace(/<\{%[^%]*%\}>/g, "")), []).trim();
}
