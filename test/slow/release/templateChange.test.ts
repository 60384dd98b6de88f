import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, useProject } from "../../cluster/release/project.ts";

/** A template of a team's own, as docs/components.md says: one file. */
function kioskTemplate(replicas: number, more = ""): string {
  return `import type { Template } from "../templates.ts";
import { template as website } from "./website.ts";

export const template: Template = {
  description: "A kiosk: a website that rolls quickly.",
  defaults: {
    ...website.defaults,
    replicas: ${replicas},
    rollout: { minReady: "0s", deadline: "70s" },
    drain: { sleep: "1s", time: "2s" },
    ${more}
  },
};
`;
}

describe("a change of a template", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "template");
  const project = useProject("copied");
  const kiosk = "template: kiosk, image: localhost/web, owner: tests, waivers: { ZD004: a test without requests }";
  before(async () => {
    setTemplate(kioskTemplate(1));
    project().stack(namespace(), {
      east: { version: "v1", basic: kiosk },
      west: { version: "v1", basic: kiosk },
      north: { version: "v1", basic: `${kiosk}, replicas: 2` },
      docs: { version: "v1", basic: quick },
    });
    const { code, stderr } = await project().cli("up", "--yes");
    assert.equal(code, 0, stderr);
  });

  it("shows in preview which of its services it touches, and in what", async () => {
    setTemplate(kioskTemplate(2));
    // north says itself how many pods it has.
    assert.deepEqual(await preview(), [
      "east",
      "  ~ update Deployment east",
      "      ~ spec.replicas: 1 → 2",
      "west",
      "  ~ update Deployment west",
      "      ~ spec.replicas: 1 → 2",
      "2 of 4 services change: east, west (2 of 25 resources)",
    ]);
  });

  it("shows each property's old and new value, and that pods are replaced", async () => {
    const resources = '{ requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "96Mi" } }';
    setTemplate(kioskTemplate(1, `env: { MODE: "busy" }, resources: ${resources},`));
    const block = (name: string): string[] => [
      `${name}  pods replaced`,
      `  ~ update Deployment ${name}`,
      '      + spec.template.spec.containers[0].env: [{"name":"MODE","value":"busy"}]',
      "      ~ spec.template.spec.containers[0].resources.limits.memory: 128Mi → 96Mi",
    ];
    assert.deepEqual(await preview(), [
      ...["east", "north", "west"].flatMap(block),
      "3 of 4 services change: east, north, west (6 of 25 resources)",
    ]);
  });

  it("shows no change where a default is but spelled out", async () => {
    setTemplate(kioskTemplate(1, 'security: { seccomp: "RuntimeDefault" },'));
    assert.deepEqual(await preview(), ["no change (25 resources)"]);
  });

  function setTemplate(text: string): void {
    writeFileSync(join(project().directory, "components/templates/kiosk.ts"), text);
  }

  async function preview(): Promise<string[]> {
    const { code, stdout, stderr } = await project().cli("preview");
    assert.equal(code, 0, stderr);
    return stdout.trimEnd().split("\n");
  }
});
