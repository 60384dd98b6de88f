import assert from "node:assert/strict";
import { errorsOf } from "../support.ts";

function errors(basic: object): readonly string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

describe("entries of ConfigMap and Secret", () => {
  it("are not shared by a secret variable and a secret file", () => {
    assert.deepEqual(errors({ secrets: { token: "one" }, secretFiles: { "/token": "two" } }), [
      'releases:services.web.secretFiles./token: /token and variable token would be one entry "token" of the Secret; give the file another path',
    ]);
    assert.deepEqual(errors({ secrets: { token: "one" }, secretFiles: { "/run/token": "two" } }), []);
  });

  it("are not shared by two files", () => {
    assert.deepEqual(errors({ files: { "/etc/a_/b": "one", "/etc/a/_b": "two" } }), [
      'releases:services.web.files./etc/a_/b: /etc/a_/b and /etc/a/_b would be one entry "etc__a___b" of the ConfigMap; give the file another path',
    ]);
    assert.deepEqual(errors({ files: { "/etc/a_/b": "one" }, secretFiles: { "/etc/a/_b": "key" } }), []);
  });
});
