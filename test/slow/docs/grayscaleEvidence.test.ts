import assert from "node:assert/strict";
import { parseDocument } from "yaml";
import { labGateway } from "../../../lab/gateway.ts";
import { startLoad, type Load } from "../../../lab/load.ts";
import { labPrometheus } from "../../../lab/prometheus.ts";
import { useProject } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { examplesOf } from "./examples.ts";
import { installCommand, typed } from "./npx.ts";
import { importWebsite } from "./websiteImages.ts";

const image = "registry.example/team/web";
const [, , analysed = ""] = examplesOf("grayscale.md").yaml;

describe("the evidence that docs/grayscale.md shows", function () {
  this.timeout(1_200_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "docs-evidence");
  const project = useProject();
  let load: Load | undefined;

  before(async () => {
    const { address } = await labGateway({ emit: () => undefined });
    await labPrometheus({ emit: () => undefined });
    await importWebsite(image);
    installCommand(project());
    project().write(`config:\n${stack().replaceAll(/^/gm, "  ")}\n`, namespace());
    await ended("npx release up", 0);
    const url = `http://${address}/${namespace()}`;
    load = await startLoad({ url, seconds: 1_200, rate: 30, connections: 4, keepAlive: true });
  });
  after(() => load?.stop());

  it("is good of each check, of a canary that is as good", async () => {
    const text = await ended("npx release up web=v2 --canary", 0);
    const seen = String.raw`canary 0 of [\d,]+ \(0 %\), stable 0 of [\d,]+ \(0 %\)`;
    for (const line of [
      String.raw`pods: \d+ pods? available`,
      `answers: ${seen}; no sign that it is worse`,
      `errors: ${seen}; no sign that it is worse`,
      String.raw`latency: canary [\d.]+, stable [\d.]+; above 1\.2 times the stable's in \d+ of \d+ looks; no sign that it is worse`,
      String.raw`smoke: job web-canary-smoke-\w+ succeeded after \d+ s`,
    ])
      assert.match(text, new RegExp(`^promoted: web v2 [^]*^ {2}✔ ${line}$`, "m"));
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
  });

  it("is bad of one that fails", async () => {
    const text = await ended("npx release up web=errors-20pct --canary", 2);
    assert.match(text, /^aborted: web errors-20pct; .*\n {2}why: .*web: (errors: canary|smoke: job) /m);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
  });

  /** As shown, with what the service is beside that. */
  function stack(): string {
    const file = parseDocument(analysed);
    const web = ["releases:services", "web"];
    file.setIn([...web, "canary", "steps"], [{ weight: 50, pause: "0s" }]);
    const more = { template: "website", image, owner: "web", replicas: 2, route: route() };
    for (const [name, value] of Object.entries(more)) file.setIn([...web, name], value);
    file.setIn(["releases:current"], { web: { version: "v1" } });
    return file.toString({ lineWidth: 0 });
  }

  function route(): object {
    return { gateway: "main", gatewayNamespace: "gateways", hosts: [], path: `/${namespace()}` };
  }

  async function ended(line: string, wanted: number): Promise<string> {
    const { code, text } = await typed(line, project()).ended;
    assert.equal(code, wanted, `${line}\n${text}`);
    return text;
  }
});
