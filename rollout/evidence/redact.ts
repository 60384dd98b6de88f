export const redacted = "[secret]";

/** Shorter values are no secrets worth the name, and would tear holes into every line. */
const shortestSecret = 4;
/** One line of a secret of several lines, a key file say, is hidden on its own from here on. */
const shortestLine = 8;

/**
 * What looks like a secret wherever it stands; group 1, where there is one, is kept. What may be long begins where
 * a word begins, so that each text is read once: a log made to be slow to read must not hold up a release.
 */
const patterns: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // JSON Web Tokens, as service accounts have.
  /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}(?:\.[\w-]+)?/g,
  // GitHub, GitLab, Slack, AWS, Google, Stripe, npm, Pulumi.
  /\b(?:gh[opsru]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{30,}|[sr]k_(?:live|test)_\w{16,}|npm_\w{30,}|pul-[0-9a-f]{40})/g,
  /(\bauthorization["']?\s*[=:]\s*["']?(?:bearer|basic)\s+)[\w.~+/=-]+/gi,
  /(\bbearer\s+)[\w.~+/=-]{16,}/gi,
  // postgres://user:password@host
  /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/gi,
  // password=…, "api_key": "…", CLIENT_SECRET: …
  /((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)["']?\s*[=:]\s*["']?)(?!\[secret\])[^\s"',;&}]{4,}/gi,
];

/** Replaces secrets in a text: the given values, as they are and in base64, and what looks like one. */
export function redact(text: string, secrets: readonly string[]): string {
  const known = valuesToHide(secrets).reduce((rest, value) => rest.replaceAll(value, redacted), text);
  return patterns.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (_match, kept: unknown) => (typeof kept === "string" ? kept : "") + redacted),
    known,
  );
}

/** Longest first, so that no part of a secret is left when another one is inside it. A value of several lines hides by lines too. */
function valuesToHide(secrets: readonly string[]): string[] {
  const lines = secrets.flatMap((secret) => secret.split("\n").map((line) => line.trim()));
  const values = [
    ...secrets.flatMap((secret) => [secret, secret.trim()]),
    ...lines.filter((line) => line.length >= shortestLine),
  ];
  const all = values.flatMap((value) => [
    value,
    Buffer.from(value).toString("base64"),
    encodeURIComponent(value.toWellFormed()),
  ]);
  return [...new Set(all)].filter((value) => value.length >= shortestSecret).sort((a, b) => b.length - a.length);
}
