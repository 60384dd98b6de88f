import assert from "node:assert/strict";
import { configPlace, removeConfigValue, setConfigValue, standsThere } from "../../parameters/configEdit.ts";

const file = `# The staging environment
config:
  releases:services:
    web: { template: website, replicas: 3 } # three of them
  releases:dbPassword:
    secure: v1:old
  kubernetes:context: lab # ours
`;

describe("a place in the configuration", () => {
  it("is a key of ours, of another package, or a path into a structured key of ours", () => {
    assert.deepEqual(configPlace("dbPassword"), { key: "releases:dbPassword", path: [] });
    assert.deepEqual(configPlace("kubernetes:context"), { key: "kubernetes:context", path: [] });
    assert.deepEqual(configPlace("releases:services.web.replicas"), {
      key: "releases:services",
      path: ["web", "replicas"],
    });
    assert.deepEqual(configPlace("my.key"), { key: "releases:my.key", path: [] });
    assert.deepEqual(configPlace('services.web.files["/etc/web/site.conf"]'), {
      key: "releases:services",
      path: ["web", "files", "/etc/web/site.conf"],
    });
    assert.deepEqual(configPlace('groups["my.sites"]').path, ["my.sites"]);
  });

  it("refuses what is no path", () => {
    for (const key of [
      "services.",
      "services..web",
      'services.web["a',
      "services.web[a]",
      'services.web[""]',
      "groups.x]",
    ]) {
      assert.throws(() => configPlace(key), { code: "CONFIG_KEY_MALFORMED" }, key);
    }
  });
});

describe("setting one value of the stack's file", () => {
  it("touches that alone: comments, order and quoting stay", () => {
    const edited = setConfigValue(file, configPlace("services.web.replicas"), 5);
    assert.equal(edited, file.replace("replicas: 3", "replicas: 5"));
    assert.equal(setConfigValue(file, configPlace("kubernetes:context"), "no"), file.replace(": lab", ': "no"'));
  });

  it("puts a secret and a new salt where Pulumi has them", () => {
    assert.equal(
      setConfigValue(file, configPlace("dbPassword"), { secure: "v1:new" }, "v1:salt"),
      `${file.replace("v1:old", "v1:new")}encryptionsalt: v1:salt\n`,
    );
    assert.equal(
      setConfigValue("", configPlace("token"), { secure: "v1:new" }),
      "config:\n  releases:token:\n    secure: v1:new\n",
    );
  });

  it("takes one out, and knows what stands where", () => {
    const place = configPlace("dbPassword");
    assert.deepEqual(
      ["dbPassword", "kubernetes:context", "token"].map((key) => standsThere(file, configPlace(key))),
      ["secret", "plain", "nothing"],
    );
    assert.equal(removeConfigValue(file, place), file.replace("  releases:dbPassword:\n    secure: v1:old\n", ""));
    assert.equal(removeConfigValue(file, configPlace("token")), undefined);
  });

  it("fills a map that was left empty", () => {
    const text = "config:\n  releases:services:\n    web:\n      env:\n";
    assert.equal(
      setConfigValue(text, configPlace("services.web.env.MODE"), "dark"),
      "config:\n  releases:services:\n    web:\n      env:\n        MODE: dark\n",
    );
  });

  it("keeps the comments in a secret's block", () => {
    const text = "config:\n  releases:dbPassword:\n    # asked for in spring\n    secure: v1:old\n";
    assert.equal(
      setConfigValue(text, configPlace("dbPassword"), { secure: "v1:new" }),
      "config:\n  releases:dbPassword:\n    # asked for in spring\n    secure: v1:new\n",
    );
  });

  it("refuses what it cannot change without changing something else, and a file that is no YAML", () => {
    const anchored = "config:\n  releases:services:\n    api: { env: &e { A: b } }\n    web: { env: *e }\n";
    const shared = { code: "CONFIG_PLACE_SHARED", next: "change it in the file, at its anchor (&)" };
    assert.throws(() => setConfigValue(anchored, configPlace("services.web.env.A"), "c"), shared);
    assert.throws(() => removeConfigValue(anchored, configPlace("services.web.env.A")), shared);
    assert.throws(() => removeConfigValue(anchored, configPlace("services.api")), shared);
    assert.throws(
      () => setConfigValue("config:\n  releases:services: { web: [] }\n", configPlace("services.web.x"), 1),
      {
        code: "CONFIG_PLACE_NO_MAP",
        message:
          "config.releases:services.web in the stack's file is a single value or a list, so nothing can be set below it",
      },
    );
    assert.throws(() => setConfigValue("config: [\n", configPlace("x"), 1), { code: "YAML_INVALID" });
  });
});
