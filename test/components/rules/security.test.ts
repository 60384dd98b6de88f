import assert from "node:assert/strict";
import { namespaceAdmits } from "../../../components/rules/security.ts";
import { stackOf } from "../support.ts";

const web = { template: "website", image: "localhost/web", security: { addCapabilities: ["SYS_ADMIN"] } };

function refused(namespace: object): string[] {
  const stack = stackOf({ web }, { namespaces: { staging: namespace } });
  return namespaceAdmits.check(stack.services[0]!, stack).map(({ message }) => message);
}

describe("what a namespace admits (ZD019)", () => {
  it("is known of a namespace that the stack makes, and of another only where it was given", () => {
    const said = "namespace staging enforces the level restricted and refuses pods with SYS_ADMIN";
    assert.deepEqual(refused({}), [said]);
    assert.deepEqual(refused({ create: false }), []);
    assert.deepEqual(refused({ create: false, podSecurity: "restricted" }), [said]);
    assert.deepEqual(refused({ podSecurity: "privileged" }), []);
  });
});
