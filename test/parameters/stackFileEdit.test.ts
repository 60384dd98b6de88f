import assert from "node:assert/strict";
import fc from "fast-check";
import { groupPlaces } from "../../parameters/groups.ts";
import { parse, stringify } from "yaml";
import { omit } from "../../components/config/omit.ts";
import { parseServiceFiles } from "../../components/config/serviceFiles.ts";
import { parseStackText } from "../../components/config/stackFile.ts";
import { withServiceFiles } from "../../components/config/withServiceFiles.ts";
import {
  basesOf,
  editStackFile as edit,
  removeFromStackFile,
  type StackFileEdit,
} from "../../parameters/stackFileEdit.ts";

/** In a project without files of services. */
function editStackFile(text: string, edits: readonly StackFileEdit[]): string {
  return edit(text, edits, () => undefined);
}

const file = `# The staging environment
encryptionsalt: v1:abc
config:
  releases:services:
    website: { template: website, image: localhost/web, replicas: 3 } # three of them
    docs:
      template: website
      env:
        GREETING: hello # shown on top
  releases:current:
    # changed by releases only
    website: { version: v1 }
    docs:
      version: "7" # quoted: a number is no version
  releases:dbPassword:
    secure: v1:old
`;

describe("editing the stack's file", () => {
  it("changes the version alone: comments, order and quoting stay", () => {
    const edited = editStackFile(file, [{ service: "docs", release: { version: "8" } }]);
    assert.equal(edited, file.replace('"7"', '"8"'));
  });

  it("adds a restart stamp beside the version, quoted so that Pulumi reads it as text", () => {
    const edited = editStackFile(file, [
      { service: "website", release: { version: "v1", restartedAt: "2026-11-22T04:00:00Z" } },
    ]);
    assert.equal(edited, file.replace("{ version: v1 }", '{ version: v1, restartedAt: "2026-11-22T04:00:00Z" }'));
  });

  it("takes away what is no longer wanted, and puts a secret's encrypted value back", () => {
    const edited = editStackFile(file, [
      { service: "docs", basic: { template: "website" }, secrets: { dbPassword: "v1:new" } },
    ]);
    assert.equal(
      edited,
      file.replace("      env:\n        GREETING: hello # shown on top\n", "").replace("v1:old", "v1:new"),
    );
  });

  it("takes away a variable that is called as every object's own things are", () => {
    const text = 'config:\n  releases:services:\n    web:\n      env: { constructor: "x", toString: "y", A: "1" }\n';
    const edited = editStackFile(text, [{ service: "web", basic: { env: { A: "1" } } }]);
    assert.equal(edited, 'config:\n  releases:services:\n    web:\n      env: { A: "1" }\n');
  });

  it("leaves the file alone to the letter when nothing differs", () => {
    const odd = file.replace("{ version: v1 }", "{version:   v1}");
    assert.equal(editStackFile(odd, [{ service: "website", release: { version: "v1" } }]), odd);
    assert.equal(editStackFile(odd, []), odd);
  });

  it("brings in a service that is new", () => {
    const edited = editStackFile(file, [{ service: "jp", release: { version: "v3" } }]);
    const { config } = parse(edited) as { config: Record<string, Record<string, unknown>> };
    assert.deepEqual(config["releases:current"]?.jp, { version: "v3" });
  });

  it("says in the end exactly what was asked, whatever the values", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    const basic = fc.dictionary(fc.string(), fc.oneof(value, fc.dictionary(fc.string(), value)));
    fc.assert(
      fc.property(basic, fc.string(), (wanted, version) => {
        fc.pre(!("__proto__" in wanted) && !Object.keys(wanted).includes("__proto__"));
        const edited = editStackFile(file, [{ service: "docs", basic: wanted, release: { version } }]);
        const { config } = parse(edited) as { config: Record<string, Record<string, unknown>> };
        assert.deepEqual(config["releases:services"]?.docs, plain(wanted));
        assert.deepEqual(config["releases:current"]?.docs, { version });
      }),
      { numRuns: 200 },
    );
  });
});

/** fast-check makes objects without prototype; YAML's are plain ones. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe("editing the file of a stack whose services have files of their own", () => {
  const web = "{ template: website, replicas: 3, env: { GREETING: hi }, stacks: { east: { env: { COLOUR: red } } } }\n";
  const bases = basesOf(parseServiceFiles(new Map([["web.yaml", web]]), ["staging", "east"]), "east");
  const own = { template: "website", replicas: 3, env: { GREETING: "hi", COLOUR: "red" } };
  const text = "config:\n  releases:current:\n    web: { version: v1 } # runs\n";
  const edited = (from: string, basic: Record<string, unknown>) => edit(from, [{ service: "web", basic }], bases);

  it("says no more than what differs from the service's file in this stack", () => {
    const wanted = { ...omit(own, "replicas"), env: { GREETING: "hi" }, budget: null };
    const after = edited(text, wanted);
    assert.equal(
      after,
      `${text}  releases:services:\n    web:\n      budget: null\n      unset:\n        - replicas\n        - env.COLOUR\n`,
    );
    assert.equal(edited(after, wanted), after);
  });

  it("takes its block out again where the service's file says it all", () => {
    const after = edited(text, { ...own, replicas: 1 });
    assert.equal(after, `${text}  releases:services:\n    web:\n      replicas: 1\n`);
    assert.equal(edited(after, own), text);
  });

  it("leaves a block as somebody wrote it where that comes to the same", () => {
    const by = `${text}  releases:services:\n    web: { replicas: 3 } # on purpose\n`;
    assert.equal(edited(by, own), by);
  });

  it("lets the stack ask for exactly what was wanted, whatever the service's file says by now", () => {
    const value = fc.oneof(fc.constantFrom("no", "01", "a: b"), fc.integer(), fc.constant(null), fc.boolean());
    const inner = fc.oneof(value, fc.dictionary(fc.constantFrom("a", "b", "c.d"), value));
    const block = fc.dictionary(fc.constantFrom("template", "replicas", "env", "budget", "files"), inner);
    fc.assert(
      fc.property(block, block, block, block, (file, there, standing, wanted) => {
        const files = parseServiceFiles(new Map([["web.yaml", stringify({ ...file, stacks: { east: there } })]]), [
          "east",
        ]);
        const config = { "releases:services": { web: standing }, "releases:current": { web: { version: "v1" } } };
        const edits = [{ service: "web", basic: plain(wanted) as Record<string, unknown> }];
        const after = edit(stringify({ config }), edits, basesOf(files, "east"));
        const { raw } = parseStackText("Pulumi.east.yaml", after);
        const { services } = withServiceFiles({ ...raw, stack: "east" }, files);
        assert.deepEqual(services, { web: plain(wanted) });
      }),
      { numRuns: 500 },
    );
  });

  it("takes one out of a stack that has no block of it", () => {
    assert.doesNotMatch(removeFromStackFile(text, ["web"]), /web/);
  });
});

describe("taking services out of the stack's file", () => {
  it("takes their blocks, their places in groups and the secrets named; all else stays as it is written", () => {
    const groups = "  releases:groups: { sites: [ website, docs ], texts: [ docs ] }\n";
    const removed = removeFromStackFile(`${file}${groups}`, ["docs"], ["dbPassword"]);
    assert.equal(
      removed,
      `# The staging environment
encryptionsalt: v1:abc
config:
  releases:services:
    website: { template: website, image: localhost/web, replicas: 3 } # three of them
  releases:current:
    # changed by releases only
    website: { version: v1 }
  releases:groups: { sites: [ website ] }
`,
    );
    assert.equal(removeFromStackFile(file, ["nothing"]), file);
  });

  it("takes them from who is told, and who was told of them alone with them; comments stay", () => {
    const one = "    - { kind: slack, url: { env: ONE }, services: [ docs ] } # the writers\n";
    const all = "    - { kind: slack, url: { env: ALL } } # everything\n";
    const some = "    - kind: slack # the site\n      url: { env: SOME }\n      services: [ docs, website ] # both\n";
    const told = (text: string) => text.split("  releases:notify:\n")[1];
    const removed = removeFromStackFile(`${file}  releases:notify:\n${all}${some}${one}`, ["docs"]);
    assert.equal(told(removed), `${all}${some.replace("docs, ", "")}`);
    assert.equal(told(removeFromStackFile(`${file}  releases:notify:\n${one}`, ["docs"])), undefined);
  });

  it("goes both ways: what comes back stands in its groups where it stood", () => {
    for (const groups of [
      "{ sites: [ docs, website ], texts: [ docs ] }",
      "{ texts: [ docs ] }",
      "\n    sites:\n      - website # first\n      - docs\n",
    ]) {
      const whole = `${file}  releases:groups: ${groups.trimEnd()}\n`;
      const places = groupPlaces(whole).get("docs")!;
      const back = editStackFile(removeFromStackFile(whole, ["docs"]), [{ service: "docs", groups: places }]);
      const of = (text: string) => (parse(text) as { config: Record<string, unknown> }).config["releases:groups"];
      assert.deepEqual(of(back), of(whole));
      assert.equal(editStackFile(whole, [{ service: "docs", groups: places }]), whole, "it stands there already");
    }
  });

  it("is refused where another service refers to what would go", () => {
    const shared = file
      .replace("    docs:\n", "    docs: &docs\n")
      .replace("  releases:current", "    more: *docs\n$&");
    assert.throws(() => removeFromStackFile(shared, ["docs"]), { code: "REMOVAL_SHARED" });
  });
});
