/** What a registry asks for before it answers: RFC 9110, 11.6.1. */
export interface Challenge {
  scheme: "basic" | "bearer";
  parameters: ReadonlyMap<string, string>;
}

/** The first challenge of a WWW-Authenticate header that can be met; undefined where there is none. Pure. */
export function parseChallenge(header: string): Challenge | undefined {
  const [, word = "", rest = ""] = /^\s*(basic|bearer)\s+(.*)$/is.exec(header) ?? [];
  if (word === "") return undefined;
  const parameters = [...rest.matchAll(/([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi)].map(
    ([, name = "", quoted, bare]): [string, string] => [
      name.toLowerCase(),
      quoted === undefined ? (bare ?? "") : quoted.replaceAll(/\\(.)/g, "$1"),
    ],
  );
  return { scheme: word.toLowerCase() === "basic" ? "basic" : "bearer", parameters: new Map(parameters) };
}

/** The address to ask a bearer token of; undefined where the challenge names none, or none that can be trusted. Pure. */
export function tokenAddress({ parameters }: Challenge, origin: string, name: string): URL | undefined {
  const realm = parameters.get("realm") ?? "";
  if (!URL.canParse(realm)) return undefined;
  const address = new URL(realm);
  // The credentials go there: never without TLS, unless the registry itself is asked so.
  if (address.protocol !== "https:" && new URL(origin).protocol === "https:") return undefined;
  const service = parameters.get("service");
  if (service !== undefined) address.searchParams.set("service", service);
  address.searchParams.set("scope", `repository:${name}:pull`);
  return address;
}
