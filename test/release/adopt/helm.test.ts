import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import { withdrawn } from "../../../release/adopt/helm.ts";

const document = (kind: string, name: string) =>
  `# Source: shop/templates/x.yaml\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
const record = (manifest: string) => gzipSync(JSON.stringify({ name: "shop", manifest })).toString("base64");
const manifestIn = (text = "") =>
  (JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8")) as { manifest: string }).manifest;

describe("helm's record", () => {
  const all = [document("Service", "web"), document("Deployment", "web"), document("ConfigMap", "web")];
  const whole = record(`---\n${all.join("---\n")}`);

  it("keeps what is not taken over, and that alone", () => {
    const left = manifestIn(withdrawn(whole, ["Deployment/web", "Service/web"]));
    assert.equal(left.includes("kind: ConfigMap"), true);
    assert.equal(/kind: (Deployment|Service)/.test(left), false);
  });

  it("stays as it is where it has nothing of it", () => {
    assert.equal(withdrawn(whole, ["Deployment/docs"]), undefined);
  });
});
