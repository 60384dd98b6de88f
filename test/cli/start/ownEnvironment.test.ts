import assert from "node:assert/strict";
import { useOwnEnvironment } from "../../../cli/start/ownEnvironment.ts";

describe("the environment of npm start", () => {
  const shell = {
    PULUMI_BACKEND_URL: "s3://real",
    PULUMI_CONFIG_PASSPHRASE: "real",
    PULUMI_CONFIG_PASSPHRASE_FILE: "/real",
    PULUMI_STACK: "prod",
    KUBECONFIG: "/real",
    HOME: "/root",
  };

  it("takes over nothing that a shell has for real stacks", () => {
    const env = { ...shell };
    useOwnEnvironment({ git: false, json: false, help: false }, env);
    assert.deepEqual(env, { PULUMI_CONFIG_PASSPHRASE: "", HOME: "/root" });
  });

  it("keeps the kubeconfig where a context of it was named", () => {
    const env = { ...shell };
    useOwnEnvironment({ git: false, json: false, help: false, context: "mine" }, env);
    assert.deepEqual(env, { PULUMI_CONFIG_PASSPHRASE: "", HOME: "/root", KUBECONFIG: "/real" });
  });
});
