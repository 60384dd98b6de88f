import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeowners } from "../../cli/init/files/project.ts";
import { projectFiles } from "../../cli/init/projectFiles.ts";
import { stacksIn } from "../../components/config/knownStacks.ts";
import { readStackFile } from "../../components/config/stackFile.ts";

const root = join(import.meta.dirname, "../..");
const example = readFileSync(join(root, "docs/examples/CODEOWNERS"), "utf8");

/** Each line that is one: the path, and who is asked. */
function rows(text: string): { path: string; who: string }[] {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [path = "", ...who] = line.split(/ +/);
    return { path, who: who.join(" ") };
  });
}

/** Who is asked about a file: the last match wins. */
function asked(text: string, file: string): string | undefined {
  const fits = (path: string) =>
    path === "*" || path === `/${file}` || (path.endsWith("/") && `/${file}`.startsWith(path));
  return rows(text).findLast(({ path }) => fits(path))?.who;
}

describe("docs/examples/CODEOWNERS", () => {
  const services = Object.entries(
    readStackFile(join(root, "Pulumi.staging.yaml")).services as Record<string, { owner: string }>,
  );

  it("gives what each service is to its owner, and what runs to whoever releases", () => {
    for (const [name, { owner }] of services) {
      assert.equal(asked(example, `services/${name}.yaml`), `@example/${owner}`);
    }
    for (const stack of stacksIn(root)) assert.equal(asked(example, `Pulumi.${stack}.yaml`), "@example/releasers");
    assert.equal(asked(example, "services/new.yaml"), "@example/platform");
    assert.equal(asked(example, "cluster/cluster.ts"), "@example/platform");
  });

  it("names no path that the project has not, or would not have with its services in files", () => {
    const files = new Set(services.map(([name]) => `/services/${name}.yaml`));
    const unknown = rows(example)
      .map(({ path }) => path)
      .filter((path) => path !== "*" && path !== "/services/" && !files.has(path) && !existsSync(join(root, path)));
    assert.deepEqual(unknown, []);
    assert.ok(readdirSync(join(root, "components/templates")).length > 0);
  });
});

describe("the CODEOWNERS of a new project", () => {
  const answers = {
    ...{ project: "shop", service: "till", image: "team/till", version: "v1", owner: "Till Team" },
    stacks: ["staging", "prod"],
  };

  it("has a line for each of its files that is somebody's, and parts owners from releasers", () => {
    const text = codeowners(answers);
    const files = [...projectFiles(answers, false).keys()];
    const owners = Object.fromEntries(files.map((file) => [file, asked(text, file)]));
    assert.equal(owners["services/till.yaml"], "@example/till-team");
    assert.equal(owners["Pulumi.staging.yaml"], "@example/releasers");
    assert.equal(owners["Pulumi.prod.yaml"], "@example/releasers");
    assert.equal(owners["index.ts"], "@example/platform");
    for (const { path } of rows(text)) {
      const there = path === "*" || files.some((file) => `/${file}` === path || `/${file}`.startsWith(path));
      assert.ok(there, path);
    }
  });
});
