import assert from "node:assert/strict";
import { errorsOf } from "../support.ts";

describe("what is said of a wrong value", () => {
  it("never is the value where a secret may have been put", () => {
    const secrets = { DB_PASSWORD: "hunter2!x", TOKEN: { value: "hunter2!x" } };
    const web = { template: "website", image: "localhost/web", secrets, secretFiles: { "/run/key": "-----BEGIN" } };
    const unshown = "a value that is not shown, as it may be a secret, was given; allowed: ";
    const key = "the name of a config key: letters, digits, _ and -";
    assert.deepEqual(errorsOf({ services: { web }, current: { web: { version: "v1" } } }), [
      `releases:services.web.secrets.DB_PASSWORD: ${unshown}${key}`,
      `releases:services.web.secrets.TOKEN: ${unshown}${key}`,
      `releases:services.web.secretFiles./run/key: ${unshown}${key}`,
    ]);
    const whole = { ...web, secrets: "hunter2!x", secretFiles: undefined };
    const [said = ""] = errorsOf({ services: { web: whole }, current: { web: { version: "v1" } } });
    assert.doesNotMatch(said, /hunter2/);
    assert.match(said, /^releases:services\.web\.secrets: a value that is not shown/);
  });
});
