import assert from "node:assert/strict";
import { parseStackText } from "../../../components/config/stackFile.ts";
import { unquotedAsRead } from "../../../components/config/unquotedAsRead.ts";

const env = "{ ZIP: 01234, HEX: 0x1F, LONG: 1_000, OCTAL: 0o17, V: 1.10, ON: True, WHEN: 2026-11-22 }";
const { raw } = parseStackText("Pulumi.staging.yaml", `config:\n  releases:services: { web: { env: ${env} } }\n`);

/** As Pulumi's CLI hands it to the program. */
const handed = (values: Record<string, unknown>) => ({ "releases:services": { web: { env: values } } });
const told = (values: Record<string, unknown>) =>
  unquotedAsRead(raw.unquoted ?? [], handed(values)).map(({ path }) => path.at(-1));

describe("values without quotes, in a program that Pulumi has handed what it read", () => {
  it("are told where the value comes from what the file has", () => {
    const read = { ZIP: 668, HEX: 31, LONG: 1000, OCTAL: 15, V: 1.1, ON: true, WHEN: "2026-11-22T00:00:00Z" };
    assert.deepEqual(told(read), ["ZIP", "HEX", "LONG", "OCTAL", "V", "ON", "WHEN"]);
  });

  it("are none where another file was taken: its own values say nothing of this one's", () => {
    assert.deepEqual(told({ ZIP: "01234", HEX: 32, V: 1.2, ON: false, WHEN: "2026-11-22" }), []);
    assert.deepEqual(unquotedAsRead(raw.unquoted ?? [], {}), []);
  });
});
