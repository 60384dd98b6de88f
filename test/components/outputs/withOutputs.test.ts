import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { parseService } from "../../../components/outputs/parseService.ts";
import { placeholdersIn } from "../../../components/outputs/placeholders.ts";
import { withOutputs } from "../../../components/outputs/withOutputs.ts";
import type { Given } from "../../../components/given.ts";

function given(parameters: object): Given {
  const all = { template: "api", image: "team/shop", version: "v1", ...parameters };
  return withOutputs(placeholdersIn(all), (known) => parseService("shop", known, { stack: "staging" }));
}

/** What an Output comes to, or the error that it ends with. */
function settled(value: unknown): Promise<unknown> {
  return (pulumi.output(value) as unknown as { promise(): Promise<unknown> }).promise();
}

describe("withOutputs", () => {
  it("leaves as they are what hangs on no Output", () => {
    const { of } = given({ env: { HOST: pulumi.output("db") } });
    assert.equal(
      of(({ name }) => name),
      "shop",
    );
    assert.deepEqual(
      of(({ release }) => ({ version: release.version })),
      { version: "v1" },
    );
  });

  it("builds again what hangs on one, be it a hash or a part of a text", async () => {
    const { of } = given({ env: { HOST: pulumi.output("db") }, version: pulumi.output("v7") });
    const built = of((service) => ({ url: `x-${service.release.version}`, host: [service.env.HOST, "plain"] }));
    assert.deepEqual(await settled(built), { url: "x-v7", host: ["db", "plain"] });
  });

  it("stays secret and unknown where the value is, and there alone", async () => {
    const { of } = given({ env: { A: pulumi.secret("a"), B: pulumi.output("b") } });
    const { a, b } = of(({ env }) => ({ a: env.A, b: env.B }));
    assert.equal(await pulumi.isSecret(a as unknown as pulumi.Output<string>), true);
    assert.equal(await pulumi.isSecret(b as unknown as pulumi.Output<string>), false);
  });

  it("checks a value once it is known, with its rule, and names the parameter", async () => {
    const wrong = given({ version: pulumi.output("not a version") });
    await assert.rejects(settled(wrong.of(({ release }) => release.version)), {
      code: "CONFIG_INVALID",
      details: [
        'version: "not a version" was given; allowed: an image tag like "v1.2.0" or a digest sha256:<64 hex digits>, as a quoted text',
      ],
    });
    const moving = given({ version: pulumi.output("latest") });
    await assert.rejects(settled(moving.of(({ release }) => release.version)), { code: "RULES_BROKEN" });
  });

  it("refuses a value that changes what Pulumi was told before", async () => {
    const { of } = given({ env: { HOST: pulumi.output("db") } });
    const shaped = of(({ env }) => (env.HOST === "db" ? { host: env.HOST, more: 1 } : { host: env.HOST }));
    await assert.rejects(settled(shaped), /^RunError: OUTPUT_SHAPES_OBJECTS: |OUTPUT_SHAPES_OBJECTS/);
  });
});
