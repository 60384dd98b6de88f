const denial = /ValidatingAdmissionPolicy '([^']+)' with binding '[^']+' denied request: ([^\n]+)/;

/** Of the policy that `release rbac` prints: `spec.replicas of Deployment web`. Undefined for any other refusal. */
export function deniedChange(text: string): string | undefined {
  const [, policy = "", words = ""] = denial.exec(text) ?? [];
  if (!policy.startsWith("releases-releaser-")) return undefined;
  const change = words.replace(/ is for its owner.*$/, "");
  const [, fields, object = ""] = /^changing (.*) of (\S+ \S+)$/.exec(change) ?? [];
  // CEL tells the fields of a map in no order.
  return fields === undefined ? change : `${fields.split(", ").sort().join(", ")} of ${object}`;
}

/** What the API server says where a policy of the cluster forbids a change, and what to do about it; undefined for any other text. */
export function deniedMessage(kind: string, name: string, text: string): string | undefined {
  const [, policy = "", words = ""] = denial.exec(text) ?? [];
  if (policy === "") return undefined;
  const own = policy.startsWith("releases-releaser-");
  const next = own
    ? "Have an owner release it, or put the basic parameters back as they were"
    : `What it asks for: kubectl get validatingadmissionpolicy ${policy} -o yaml`;
  return `${kind} ${name} was left as it is: the cluster's policy ${policy} denied it: ${words.trim()}. ${next}`;
}
