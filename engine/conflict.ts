/** What Pulumi's provider says where somebody else holds fields of an object, and what to do about it; undefined for any other text. */
export function conflictMessage(kind: string, name: string, text: string): string | undefined {
  if (!text.includes("field conflict detected")) return undefined;
  // `conflict with "ops" using apps/v1: .spec.a`, or several: `conflicts with "ops" using apps/v1:` and a line each.
  const parts = [
    ...text.matchAll(/conflicts? with "([^"]+)"(?: with subresource "[^"]+")?(?: using \S+)?:((?:\s*-? *\.[^\n]+)+)/g),
  ];
  const fields = parts.map(([, manager = "", found = ""]) => {
    const paths = found.split("\n").map((line) => line.replace(/^\s*-?\s*/, "").trim());
    return `"${manager}": ${paths.filter((path) => path !== "").join(", ")}`;
  });
  const who = fields.length === 0 ? "" : `: ${fields.join("; ")}`;
  return (
    `${kind} ${name} has fields that somebody else has set since, and was left as it is${who}. Bring that change into ` +
    `the configuration or undo it on the cluster; to take such fields over, release with --force-conflicts, or for good ` +
    `annotate the object with pulumi.com/patchForce: "true"`
  );
}
