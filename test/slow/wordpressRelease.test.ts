import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { parseDocument } from "yaml";
import { startLoad } from "../../lab/load.ts";
import { labPaths } from "../../lab/paths.ts";
import { labImages } from "../../lab/moreImages.ts";
import { findCli } from "../../cli/findCli.ts";
import { encryptValue } from "../../engine/encrypt.ts";
import { configPlace, setConfigValue } from "../../parameters/configEdit.ts";
import { toVersion, useProject } from "../cluster/release/project.ts";
import { useLab, useNamespace } from "../cluster/support.ts";

const execute = promisify(execFile);
const { kubectl: command, kubeconfig } = labPaths();
const sample = new URL("../../Pulumi.staging.yaml", import.meta.url);

describe("the blog of Pulumi.staging.yaml: WordPress with one replica and a volume", function () {
  this.timeout(300_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "blog");
  const project = useProject();

  const php = async (...args: string[]): Promise<string> => {
    const exec = ["--kubeconfig", kubeconfig, "--namespace", namespace(), "exec", "deploy/blog", "--", "php", ...args];
    return (await execute(command, exec)).stdout;
  };
  const frontPage = async (): Promise<string> =>
    php(
      "-r",
      `$body = file_get_contents("http://${await address()}/"); echo implode("\\n", $http_response_header), $body;`,
    );
  const address = async (): Promise<string> => {
    const { spec } = await lab().core.readNamespacedService({ name: "blog", namespace: namespace() });
    return spec?.clusterIP ?? "";
  };

  before(async () => {
    await labImages({ which: "wordpress", emit: () => undefined });
    // The sample, in a namespace of the test's own, with a password of its own.
    const stack = parseDocument(readFileSync(sample, "utf8"));
    stack.deleteIn(["config", "releases:namespaces"]);
    stack.delete("encryptionsalt");
    for (const site of ["website", "docs", "jp", "demo"]) {
      stack.deleteIn(["config", "releases:services", site]);
      stack.deleteIn(["config", "releases:current", site]);
    }
    stack.deleteIn(["config", "releases:groups"]);
    stack.setIn(["config", "releases:namespace"], namespace());
    const text = stack.toString();
    const password = "it's \\secret";
    project().write(text, "blog");
    const cli = { pulumi: await findCli(process.env), env: process.env };
    const { secure, newSalt } = await encryptValue(
      password,
      text,
      { projectDir: project().directory, stack: "blog" },
      cli,
    );
    project().write(setConfigValue(text, configPlace("blogPassword"), { secure }, newSalt), "blog");
    const { record } = await project().release([], {}, "blog");
    assert.equal(record.result, "succeeded", record.reason);
  });

  it("fails no request in a release, and a post written before is there after it", async () => {
    assert.match(await php("/lab/post.php", "Written before"), /^\d+/);
    const load = await startLoad({ url: `http://${await address()}/`, seconds: 240, rate: 4, connections: 2 });
    const { record } = await project().release([toVersion("blog", "v2")], {}, "blog");
    load.stop();
    const { sent, failed } = await load.result;
    assert.equal(record.result, "succeeded", record.reason);
    assert.equal(failed, 0, `${failed} of ${sent} requests failed`);
    assert.ok(sent > 10, `${sent} requests`);
    const page = await frontPage();
    assert.match(page, /^X-Release: v2$/m);
    assert.match(page, /Written before/);
  });

  it("never shows the password in the state", () => {
    const state = readFileSync(`${project().directory}/.pulumi/stacks/releases/blog.json`, "utf8");
    assert.doesNotMatch(state, /it's|secret"/);
  });
});
