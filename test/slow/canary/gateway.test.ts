import assert from "node:assert/strict";
import { labGateway } from "../../../lab/gateway.ts";
import { labPrometheus } from "../../../lab/prometheus.ts";
import { startLoad, type Load, type LoadResult } from "../../../lab/load.ts";
import { useProject, type CliResult } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import type { ReleaseRecord } from "../../../records/record.ts";

const perSecond = 200;
const service =
  "template: website, image: localhost/web, owner: tests, replicas: 3, rollout: { minReady: 0s }, drain: { sleep: 4s, time: 6s }";
const query = 'traefik_service_requests_total{service=~"$namespace-$trackService-http-[0-9]+@kubernetesgateway"';
const analysis = `analysis: { errors: { prometheus: { requests: '${query}}', errors: '${query},code=~"5.."}' }, interval: 1s, minimum: 50 } }`;

interface Walked {
  result: string;
  why: string;
  releases: { release: ReleaseRecord }[];
}

describe("a canary that a gateway weighs", function () {
  this.timeout(900_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "weighed");
  const project = useProject();
  let url = "";
  const loads: Load[] = [];
  before(async () => {
    const { address } = await labGateway({ emit: () => undefined });
    await labPrometheus({ emit: () => undefined });
    url = `http://${address}/${namespace()}`;
    write("version: v1");
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
  });
  after(() => {
    for (const { stop } of loads) stop();
  });

  it("walks its steps with no request failed, kept connections and new ones, promotion included", async () => {
    await load();
    const { result, releases } = walked(await cli("up", "web=v2", "--canary"), 0);
    assert.equal(result, "promoted");
    assert.deepEqual(
      releases.map(({ release: { canary } }) => [canary?.action, canary?.at[0]?.weight, canary?.at[0]?.split]),
      [
        ["start", 10, "HTTPRoute"],
        ["step", 50, "HTTPRoute"],
        ["promote", 50, "HTTPRoute"],
      ],
    );
    await served();
  });

  it("is aborted soon where it answers with errors, by the figures of Prometheus, and few are hurt", async () => {
    await load();
    const started = project().start(["--json", "up", "web=errors-20pct", "--canary"]);
    const { stdout, stderr, code } = await started.ended;
    assert.equal(code, 2, stderr);
    const { result, why, releases } = JSON.parse(stdout) as Walked;
    assert.equal(result, "aborted");
    assert.match(why, /^web: errors: /);
    const stood = at(stderr, (event) => event.type === "canaryStep" && event.state === "stands");
    const decided = at(stderr, (event) => event.type === "canaryStep" && event.state === "decided");
    const [away] = releases.filter(({ release: { canary } }) => canary?.action === "abort");
    const gone = Date.parse(away?.release.endedAt ?? "");
    const { sent, failed, errors } = await ended();
    process.stdout.write(
      `    ${sent} requests, ${failed} hurt; decided ${seconds(decided - stood)} after the step began, traffic away ${seconds(gone - stood)}\n`,
    );
    assert.equal(errors.connect + errors.read + errors.timeout, 0, JSON.stringify(errors));
    assert.ok(failed > 0, "nobody met it");
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
  });

  it("is aborted at once where its pods crash, whatever the step says, with the cause", async () => {
    const started = project().start(["--json", "up", "web=crash-after-5s", "--canary"]);
    const { stdout, stderr, code } = await started.ended;
    assert.equal(code, 2, stderr);
    const { why, releases } = JSON.parse(stdout) as Walked;
    assert.match(why, /exits with code 3/);
    assert.ok(releases.length > 0);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
  });

  it("is taken away on a person's word: the gateway is asked, then the pods go", async () => {
    write("version: v2", "steps: [{ weight: 10, pause: manual }]");
    walked(await cli("up", "web=v3", "--canary"), 0);
    await load();
    const { stderr, ...rest } = await cli("canary", "abort", "web", "-m", "carts are lost");
    const { releases } = walked({ ...rest, stderr }, 0);
    assert.deepEqual(
      releases.map(({ release: { canary } }) => canary?.action),
      ["abort", "clear"],
    );
    assert.doesNotMatch(stderr, /was not asked|does not go by/);
    await served();
  });

  function write(
    current: string,
    canary = `steps: [{ weight: 10, pause: 5s }, { weight: 50, pause: 5s }], ${analysis}`,
  ): void {
    const route = `route: { gateway: main, gatewayNamespace: gateways, hosts: [], path: /${namespace()} }`;
    project().write(
      `config:\n  releases:namespace: ${namespace()}\n  releases:prometheus: monitoring/prometheus:9090\n` +
        `  releases:services: { web: { ${service}, ${route}, canary: { ${canary} } } }\n` +
        `  releases:current: { web: { ${current} } }\n`,
    );
  }

  async function served(): Promise<void> {
    const { sent, failed, errors } = await ended();
    process.stdout.write(`    ${sent} requests, ${failed} failed\n`);
    assert.equal(failed, 0, JSON.stringify(errors));
  }

  async function load(): Promise<void> {
    for (const keepAlive of [true, false])
      loads.push(await startLoad({ url, seconds: 300, rate: perSecond / 2, connections: 5, keepAlive }));
  }

  async function ended(): Promise<Pick<LoadResult, "sent" | "failed" | "errors">> {
    const results = await Promise.all(
      loads.splice(0).map(({ stop, result }) => {
        stop();
        return result;
      }),
    );
    const sum = (of: (result: LoadResult) => number): number => results.reduce((all, one) => all + of(one), 0);
    const kinds = ["connect", "read", "write", "status", "timeout"] as const;
    const errors = Object.fromEntries(kinds.map((kind) => [kind, sum((one) => one.errors[kind])]));
    return {
      sent: sum(({ sent }) => sent),
      failed: sum(({ failed }) => failed),
      errors: errors as LoadResult["errors"],
    };
  }

  function cli(...args: string[]): Promise<CliResult> {
    return project().start(["--json", ...args]).ended;
  }

  function walked({ code, stdout, stderr }: Pick<CliResult, "code" | "stdout" | "stderr">, wanted: number): Walked {
    assert.equal(code, wanted, stderr);
    return JSON.parse(stdout) as Walked;
  }

  /** When the first such event was, in ms since 1970. */
  function at(stderr: string, wanted: (event: ReleaseEvent) => boolean): number {
    const events = stderr
      .split("\n")
      .flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as ReleaseEvent] : []));
    return events.find(wanted)?.at ?? NaN;
  }

  function seconds(ms: number): string {
    return `${(ms / 1000).toFixed(1)} s`;
  }
});
