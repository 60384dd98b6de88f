import assert from "node:assert/strict";
import { parseStackText } from "../../../components/config/stackFile.ts";
import { unquotedTexts } from "../../../components/config/unquoted.ts";
import { errorsOf } from "../support.ts";

function textsOf(...lines: string[]): string[] {
  return unquotedTexts(parseStackText("Pulumi.staging.yaml", ["config:", ...lines].join("\n")).raw.unquoted ?? []);
}

describe("a value without quotes where a text is meant", () => {
  it("is refused where reading changes it, in env, headers, annotations and versions", () => {
    const told = textsOf(
      "  releases:services:",
      "    web:",
      "      env: { ZIP: 01234, V: 1.10, HEX: 0x1F, LONG: 12345678901234567890, BITS: 0b11, ROUND: 1.0 }",
      "      podAnnotations: { when: 2026-11-22, who: 1_000 }",
      "      probes: { readiness: { http: { path: /, headers: { On: True } } } }",
      "      sidecars: { proxy: { env: { E: 1e3 } } }",
      "  releases:current: { web: { version: 1_0 } }",
    );
    assert.deepEqual(told, [
      'releases:services.web.env.ZIP: 01234 without quotes is read as a number, not as it is written; write "01234"',
      'releases:services.web.env.V: 1.10 without quotes is read as a number, not as it is written; write "1.10"',
      'releases:services.web.env.HEX: 0x1F without quotes is read as a number, not as it is written; write "0x1F"',
      'releases:services.web.env.LONG: 12345678901234567890 without quotes is read as a number, not as it is written; write "12345678901234567890"',
      'releases:services.web.env.BITS: 0b11 without quotes is read as a number, not as it is written; write "0b11"',
      'releases:services.web.env.ROUND: 1.0 without quotes is read as a number, not as it is written; write "1.0"',
      'releases:services.web.podAnnotations.when: 2026-11-22 without quotes is read as a time, not as it is written; write "2026-11-22"',
      'releases:services.web.podAnnotations.who: 1_000 without quotes is read as a number, not as it is written; write "1_000"',
      'releases:services.web.probes.readiness.http.headers.On: True without quotes is read as true or false, not as it is written; write "True"',
      'releases:services.web.sidecars.proxy.env.E: 1e3 without quotes is read as a number, not as it is written; write "1e3"',
      'releases:current.web.version: 1_0 without quotes is read as a number, not as it is written; write "1_0"',
    ]);
  });

  it("is taken where it stays what it is, and where no text is meant", () => {
    const told = textsOf(
      "  releases:services:",
      "    web:",
      "      replicas: 0x3",
      "      env: { PORT: 8080, RATE: 0.5, NEGATIVE: -1, ON: true, WORD: on, CLOCK: 1:30, QUOTED: '01234', VERSION: v1.10 }",
      "      resources: { requests: { cpu: 0.50 } }",
      "  releases:current: { web: { version: v1_0 } }",
    );
    assert.deepEqual(told, []);
  });

  it("is told with all else that is wrong", () => {
    const { raw } = parseStackText(
      "Pulumi.staging.yaml",
      'config:\n  releases:services: { web: { template: website, image: localhost/web, replicas: two, env: { A: 010 } } }\n  releases:current: { web: { version: "v1" } }\n',
    );
    assert.deepEqual(errorsOf(raw), [
      'releases:services.web.replicas: "two" was given; allowed: a whole number from 0 to 500',
      'releases:services.web.env.A: 010 without quotes is read as a number, not as it is written; write "010"',
    ]);
  });
});

describe("a name that every object has", () => {
  it("is a name like any other", () => {
    const web = {
      template: "website",
      image: "localhost/web",
      group: "constructor",
      env: { constructor: "x", toString: "y" },
      secrets: { valueOf: "hasOwnProperty" },
    };
    assert.deepEqual(errorsOf({ services: { web }, current: { web: { version: "v1" } } }), []);
  });
});
