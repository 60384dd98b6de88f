import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { checkedStack } from "../../../components/checkedStack.ts";
import { isPlainObject, type PlainObject } from "../../../components/config/layers.ts";
import { parseServiceFiles } from "../../../components/config/serviceFiles.ts";
import { parseStackText } from "../../../components/config/stackFile.ts";
import { withServiceFiles } from "../../../components/config/withServiceFiles.ts";
import { renderStack } from "../../../components/render.ts";
import { problemOf } from "../../problemOf.ts";

const stacks = ["prod", "staging"];

/** What a stack comes to with these files of services. */
function stackOf(files: Record<string, string>, config: string, stack = "staging") {
  const { raw } = parseStackText(`Pulumi.${stack}.yaml`, `config:\n${config.replaceAll(/^/gm, "  ")}`);
  return withServiceFiles({ ...raw, stack }, parseServiceFiles(new Map(Object.entries(files)), stacks));
}

const web = `template: website
image: localhost/web
owner: web-team
replicas: 2
env: { GREETING: hello }
stacks:
  prod:
    replicas: 3
`;

describe("a stack of services with files", () => {
  it("has what the file says for all stacks, what it says for this one, and what the stack's own file says", () => {
    const config = "releases:services: { web: { env: { COLOUR: red } } }\nreleases:current: { web: { version: v1 } }";
    const { services } = stackOf({ "web.yaml": web }, config, "prod");
    assert.deepEqual(services, {
      web: {
        ...{ template: "website", image: "localhost/web", owner: "web-team", replicas: 3 },
        env: { GREETING: "hello", COLOUR: "red" },
      },
    });
  });

  it("has those alone that its file names; others it might have", () => {
    const raw = stackOf({ "web.yaml": web, "docs.yaml": web }, "releases:current: { web: { version: v1 } }");
    assert.deepEqual(Object.keys(raw.services as object), ["web"]);
    assert.deepEqual(raw.files?.others, ["docs"]);
  });

  it("is as it was where there are no such files", () => {
    const raw = stackOf({}, "releases:services: { web: { template: website } }");
    assert.equal(raw.files, undefined);
    assert.deepEqual(raw.services, { web: { template: "website" } });
  });

  it("tells all that is wrong at once, each in the file and line where it is said", () => {
    const file = `template: website
image: localhost/web
replicas: many
env:
  ZIP: 01234
rollout:
  maxSurg: 1
stacks:
  staging:
    drain: { time: soon }
    unset: [replica]
  prdo:
    replicas: 3
  prod:
`;
    const config = `releases:services: { web: { budget: 4, unset: [env.ZIP, rolout] } }
releases:current: { web: { version: v1 }, dcos: { version: v1 } }`;
    const files = { "web.yaml": file, "docs.yaml": web, "Web_Site.yaml": web, "jp.yml": web };
    const problem = problemOf(() => checkedStack(stackOf(files, config)));
    assert.equal(problem.code, "CONFIG_INVALID");
    assert.equal(problem.where, "Pulumi.staging.yaml");
    assert.deepEqual([...problem.details].sort(), [
      'releases:current.dcos: no such service; did you mean "docs"?',
      "releases:services.web.budget: 4 was given; allowed: an object with maxUnavailable, minAvailable",
      'releases:services.web.unset: "rolout" is no parameter; did you mean "rollout"?',
      'services/Web_Site.yaml: "Web_Site" is no service name; allowed: a DNS label (a-z, 0-9 and "-", starting with a letter) of at most 44 characters',
      "services/jp.yml: a service's file is called services/jp.yaml; rename it",
      'services/web.yaml:10: stacks.staging.drain.time: "soon" was given; allowed: a duration like 30s, 5m or 1h30m, from 0s to 1h',
      'services/web.yaml:11: stacks.staging.unset: "replica" is no parameter; did you mean "replicas"?',
      'services/web.yaml:12: stacks.prdo: there is no stack "prdo"; did you mean "prod"?',
      "services/web.yaml:14: stacks.prod: null was given; allowed: a map of what differs there; a service is in a stack if Pulumi.prod.yaml gives it a version (releases:current)",
      'services/web.yaml:3: replicas: "many" was given; allowed: a whole number from 0 to 500',
      'services/web.yaml:5: env.ZIP: 01234 without quotes is read as a number, not as it is written; write "01234"',
      'services/web.yaml:7: rollout.maxSurg: unknown parameter; did you mean "maxSurge"?',
    ]);
  });

  it("says of a service that it has and another needs what it lacks", () => {
    const problem = problemOf(() =>
      checkedStack(
        stackOf(
          { "web.yaml": `${web}dependsOn: [docs]\n`, "docs.yaml": web },
          "releases:current: { web: { version: v1 } }",
        ),
      ),
    );
    assert.deepEqual(problem.details, [
      'services/web.yaml:9: dependsOn: no service is called "docs"; it has a file, but Pulumi.staging.yaml gives it no version (releases:current.docs)',
    ]);
  });

  it("names the file where all that is wrong is in it, of a broken rule too", () => {
    const file = `${web}rollout:\n  maxUnavailable: 2\n`;
    const problem = problemOf(() =>
      checkedStack(stackOf({ "web.yaml": file }, "releases:current: { web: { version: v1 } }")),
    );
    assert.equal(problem.code, "RULES_BROKEN");
    assert.equal(problem.where, "services/web.yaml");
    assert.match(problem.details[0] ?? "", /^ZD001 at services\/web\.yaml:10: rollout\.maxUnavailable: /);
  });

  it("tells all files that are no YAML, with their lines", () => {
    const problem = problemOf(() => stackOf({ "a.yaml": "x: 1\nx: 2\n", "b.yaml": "a: [\n" }, "{}"));
    assert.equal(problem.code, "YAML_INVALID");
    assert.deepEqual(problem.details, [
      'services/a.yaml:2: "x" stands twice in one map',
      "services/b.yaml:2: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ]);
  });

  it("renders the same objects, however what it says is spread over the files", () => {
    const path = join(import.meta.dirname, "../../../Pulumi.prod.yaml");
    const { raw } = parseStackText(path, readFileSync(path, "utf8"));
    const whole = renderStack(checkedStack({ ...raw, stack: "prod" }));
    const services = Object.entries(raw.services as Record<string, PlainObject>);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(3)), (choices) => {
        const draw = (): number => choices.next().value as number;
        const files = new Map<string, string>();
        const said: PlainObject = {};
        for (const [name, block] of services) {
          const [own, ofStack, override] = spread(block, draw);
          if (draw() === 0) said[name] = block;
          else {
            const text = { ...own, stacks: { prod: ofStack, staging: { replicas: 9, image: "other" } } };
            files.set(`${name}.yaml`, stringify(text));
            if (Object.keys(override).length > 0) said[name] = override;
          }
        }
        const joined = withServiceFiles({ ...raw, services: said, stack: "prod" }, parseServiceFiles(files, stacks));
        assert.deepEqual(byName(renderStack(checkedStack(joined))), byName(whole));
      }),
      { numRuns: 40 },
    );
  });
});

/** A block as three that come to it, one over the other; each may say something else below. */
function spread(block: PlainObject, draw: () => number): [PlainObject, PlainObject, PlainObject] {
  const parts: [PlainObject, PlainObject, PlainObject] = [{}, {}, {}];
  for (const [key, value] of Object.entries(block)) {
    const at = draw() % 3;
    if (isPlainObject(value) && draw() > 1) {
      spread(value, draw).forEach((inner, index) => {
        const part = parts[index];
        if (part !== undefined && (Object.keys(inner).length > 0 || index === 0)) part[key] = inner;
      });
    } else {
      const part = parts[at];
      if (part !== undefined) part[key] = value;
      if (at > 0 && !isPlainObject(value) && key !== "dependsOn") parts[0][key] = draw() === 0 ? value : "other";
    }
  }
  return parts;
}

function byName(manifests: ReturnType<typeof renderStack>) {
  const name = ({ kind, metadata }: (typeof manifests)[number]) => `${kind}/${metadata.name}`;
  return [...manifests].sort((one, two) => (name(one) < name(two) ? -1 : 1));
}
