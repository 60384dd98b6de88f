import { celText, member } from "./cel.ts";
import { namespacePolicy, type BindingManifest, type PolicyManifest, type PolicySpec } from "./namespacePolicy.ts";

/**
 * What the cluster itself holds of approvals: a proposal is written in the name of whoever proposes, an approval in the
 * name of somebody of the group who did not, and neither is changed afterwards. Who may approve alone may write nothing else.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function approvalPolicy(namespace: string, group: string): [PolicyManifest, BindingManifest] {
  return namespacePolicy("approval", namespace, policySpec(group));
}

function policySpec(group: string): PolicySpec {
  const kindOf = (object: string) => `${member(object, "metadata.labels")}[?"releases/approval"].orValue("")`;
  const data = (key: string) => `${member("variables.object", "data")}[?${celText(key)}].orValue("")`;
  const creates = `request.operation == "CREATE"`;
  const said = (text: string) => `"ConfigMap " + request.name + ${celText(`: ${text}`)}`;
  const hold = (expression: string, text: string) => ({
    expression,
    messageExpression: said(text),
    reason: "Forbidden" as const,
  });
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      resourceRules: [
        { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["configmaps"] },
      ],
    },
    matchConditions: [],
    variables: [
      { name: "object", expression: "dyn(object)" },
      { name: "kind", expression: kindOf("variables.object") },
      { name: "was", expression: `${creates} ? variables.kind : ${kindOf("dyn(oldObject)")}` },
      { name: "isOne", expression: `variables.kind != "" || variables.was != ""` },
      { name: "inGroup", expression: `${celText(group)} in ${member("request.userInfo", "groups", "[]")}` },
    ],
    validations: [
      hold(
        `variables.kind == variables.was`,
        "what is a proposal or an approval stays one, and nothing else becomes one",
      ),
      hold(
        `!variables.isOne || ${member("variables.object", "immutable", "false")} == true`,
        "a proposal and an approval are immutable",
      ),
      hold(
        `!variables.isOne || !(${creates}) || ${data("user")} == request.userInfo.username`,
        "a proposal and an approval are in the name of whoever writes them",
      ),
      hold(`variables.kind != "approval" || !(${creates}) || variables.inGroup`, `an approval is for ${group} to give`),
      hold(
        `variables.kind != "approval" || !(${creates}) || ${data("proposer")} != request.userInfo.username`,
        "nobody approves what they have proposed",
      ),
      hold(
        `!(${creates}) || variables.kind == "approval" || !variables.inGroup || ` +
          `authorizer.group("apps").resource("deployments").namespace(request.namespace).check("patch").allowed()`,
        "who may not release may write approvals alone",
      ),
    ],
  };
}
