import { Fragment } from "preact";
import type { PodState, PodView, RolloutStatus } from "../../../rollout/verdict.ts";
import { spanText } from "../../shared/times.ts";
import { ShapeMark } from "./shapes.tsx";
import type { Look } from "./sign.tsx";

const looks: Record<PodState, Look> = {
  pending: { tone: "quiet", shape: "none" },
  starting: { tone: "busy", shape: "busy" },
  ready: { tone: "busy", shape: "clock" },
  available: { tone: "good", shape: "done" },
  failing: { tone: "bad", shape: "failed" },
  terminating: { tone: "quiet", shape: "stopped" },
  gone: { tone: "quiet", shape: "none" },
};

interface PodSwapProps {
  name: string;
  pods: readonly PodView[];
  status?: RolloutStatus | undefined;
  /** How long it takes so far, and may take, in s. */
  elapsed?: number;
  deadline?: number;
  /** The versions of either generation, where they are known and differ. */
  versions?: { old?: string | undefined; new?: string | undefined };
}

/** The pods of one workload as new ones take the place of old ones. */
export function PodSwap({ name, pods, status, elapsed, deadline, versions = {} }: PodSwapProps) {
  const there = pods.filter(({ state }) => state !== "gone");
  const old = there.filter(({ generation }) => generation === "old");
  const fresh = there.filter(({ generation }) => generation === "new");
  const swapping = old.length > 0;
  return (
    <section class="swap" aria-label={`Pods of ${name}`}>
      <header>
        <h3 class="break">{name}</h3>
        {status === undefined ? null : <span class={`sign ${toneOf(status)}`}>{phaseText(status)}</span>}
        {elapsed === undefined || deadline === undefined ? null : (
          <span class="small soft swapTime">{`${spanText(elapsed)} of ${spanText(deadline)}`}</span>
        )}
      </header>
      {status === undefined ? null : <SwapBar status={status} coming={toneOf(status) === "bad" ? "bad" : "busy"} />}
      <div class={swapping ? "lanes" : "lanes one"}>
        {swapping ? <Lane title="Old" version={versions.old} pods={old} /> : null}
        <Lane title={swapping ? "New" : "Pods"} version={versions.new} pods={fresh} />
      </div>
    </section>
  );
}

function Lane({ title, version, pods }: { title: string; version: string | undefined; pods: readonly PodView[] }) {
  return (
    <div class="lane">
      <h4>
        {title}
        {version === undefined ? null : <code class="version">{version}</code>}
      </h4>
      {pods.length === 0 ? <p class="soft small">none yet</p> : null}
      <ul class="pods">
        {pods.map((pod) => (
          <Pod key={pod.name} pod={pod} />
        ))}
      </ul>
    </div>
  );
}

function Pod({ pod: { name, state, restarts, reason } }: { pod: PodView }) {
  const { tone, shape } = looks[state];
  return (
    <li class={`pod ${tone} ${state}`} title={name}>
      <ShapeMark shape={shape} />
      <span class="podName">
        <span class="hidden">pod </span>
        {name.split("-").at(-1)}
      </span>
      <span class="podState">{inParts(reason ?? state)}</span>
      {restarts === 0 ? null : <span class="podState">{restarts === 1 ? "1 restart" : `${restarts} restarts`}</span>}
    </li>
  );
}

/** `ContainerCreating`, where it has to, breaks between its words. */
function inParts(text: string) {
  return text.split(/(?<=[a-z])(?=[A-Z])/).map((part, index) => (
    <Fragment key={index}>
      {index === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ));
}

function SwapBar({ status: { counts }, coming }: { status: RolloutStatus; coming: "bad" | "busy" }) {
  const { desired, available, updated, old } = counts;
  const most = Math.max(desired, updated + old, 1);
  const part = (count: number) => `${(count / most) * 100}%`;
  const text = `${available} of ${desired} new available${old > 0 ? `, ${old} old` : ""}`;
  return (
    <div class="swapBar">
      <div class="track" aria-hidden="true">
        <span class="good" style={{ width: part(available) }} />
        <span class={coming} style={{ width: part(Math.max(0, updated - available)) }} />
        <span class="old" style={{ width: part(old) }} />
      </div>
      <p class="small">{text}</p>
    </div>
  );
}

function toneOf({ phase }: RolloutStatus): string {
  if (phase === "complete") return "good";
  return phase === "progressing" ? "busy" : "bad";
}

function phaseText({ phase, message }: RolloutStatus): string {
  if (phase === "complete") return "rolled out";
  if (phase === "progressing") return "rolling out";
  return phase === "timedOut" ? `timed out: ${message}` : `doomed: ${message}`;
}
