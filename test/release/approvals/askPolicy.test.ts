import assert from "node:assert/strict";
import { policyStanding } from "../../../release/approvals/askPolicy.ts";

const asked = { namespace: "prod", group: "sre", stack: "prod" };
const denied = (words: string, policy = "releases-approval-prod"): string =>
  `configmaps "release-approval-asked-for" is forbidden: ValidatingAdmissionPolicy '${policy}' with binding '${policy}' denied request: ConfigMap release-approval-asked-for: ${words}`;

describe("whether the cluster itself holds approvals", () => {
  it("is known by what it says to an approval that nobody may give", () => {
    for (const words of ["an approval is for sre to give", "nobody approves what they have proposed"]) {
      assert.deepEqual(policyStanding(denied(words), asked), {
        held: true,
        message: "the policy releases-approval-prod holds who approves, and what",
      });
    }
  });

  it("is said not to be so where that is taken, or is for others to give, with what to do", () => {
    assert.deepEqual(policyStanding(undefined, asked), {
      held: false,
      message:
        "the policy releases-approval-prod is not applied: whoever may make ConfigMaps in prod could write an approval in another's name\n" +
        "apply it: release rbac --stack prod | kubectl apply -f -",
    });
    assert.deepEqual(policyStanding(denied("an approval is for own to give"), asked), {
      held: false,
      message:
        "the policy releases-approval-prod is of own, and the stack asks sre\n" +
        "apply it: release rbac --stack prod | kubectl apply -f -",
    });
  });

  it("is not known to whoever may make no ConfigMap, or is refused by somebody else's policy", () => {
    for (const refusal of ['configmaps is forbidden: User "dan" cannot create it', denied("no", "another")]) {
      const { held, message } = policyStanding(refusal, asked);
      assert.equal(held, undefined);
      assert.equal(message, `not known: it is asked by a ConfigMap, and that is refused: ${refusal}`);
    }
  });
});
