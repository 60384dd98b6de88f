import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  discovery,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from "openid-client";
import { z } from "zod";
import { errorText } from "../../../errors/errorText.ts";
import { exitCodes, Problem } from "../../../errors/problem.ts";
import type { OidcWay } from "../parts.ts";
import { personOf, type Person } from "../person.ts";

/** A provider of identities, and this console as it knows it. https://openid.net/specs/openid-connect-core-1_0.html */
export interface OidcOptions {
  issuer: string;
  clientId: string;
  /** Absent of a public client, which PKCE alone protects. */
  clientSecret?: string;
  /** The console's own address. */
  origin: () => string;
  /** What else is asked for beside `openid`. */
  scopes: readonly string[];
  userClaim: string;
  groupsClaim: string;
  /** Put before names, as the API server is told to: `oidc:`. */
  userPrefix: string;
  groupsPrefix: string;
  /** Groups that count; default: all that are named. */
  groups?: readonly string[];
}

const remembered = z.looseObject({ state: z.string(), nonce: z.string(), verifier: z.string() });

export function oidcWay(options: OidcOptions): OidcWay {
  let found: Promise<Configuration> | undefined;
  const provider = () => {
    found ??= discover(options);
    // One that did not answer is asked again the next time.
    found.catch(() => (found = undefined));
    return found;
  };
  const redirect = () => `${options.origin()}/signin/callback`;
  return {
    async begin() {
      const config = await provider();
      const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
      const address = buildAuthorizationUrl(config, {
        redirect_uri: redirect(),
        scope: ["openid", ...options.scopes].join(" "),
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return { address: address.href, remember: { state, nonce, verifier } };
    },
    async finish(back, known) {
      const { state, nonce, verifier } = remembered.parse(known);
      const tokens = await authorizationCodeGrant(await provider(), back, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return personOfClaims({ ...tokens.claims() }, options);
    },
  };
}

/** Whom the provider's word is about; undefined where it names nobody that may be taken. Pure. */
export function personOfClaims(
  claims: Record<string, unknown>,
  {
    userClaim,
    groupsClaim,
    userPrefix,
    groupsPrefix,
    groups,
  }: Omit<OidcOptions, "issuer" | "clientId" | "origin" | "scopes">,
): Person | undefined {
  const name = claims[userClaim];
  // Anybody may say of an address that it is theirs.
  if (userClaim === "email" && claims.email_verified !== true) return undefined;
  const told = claims[groupsClaim];
  const named = (Array.isArray(told) ? told : []).filter((group) => typeof group === "string");
  const user = typeof name === "string" && name !== "" ? `${userPrefix}${name}` : undefined;
  return personOf(
    user,
    named.map((group) => `${groupsPrefix}${group}`),
    groups,
  );
}

async function discover({ issuer, clientId, clientSecret }: OidcOptions): Promise<Configuration> {
  try {
    const url = new URL(issuer);
    const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
    const authentication = clientSecret === undefined ? None() : ClientSecretPost(clientSecret);
    // Plain http is for a provider on this machine alone; it is marked so that nobody takes it for more.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const execute = loopback && url.protocol === "http:" ? [allowInsecureRequests] : [];
    return await discovery(url, clientId, undefined, authentication, { execute });
  } catch (cause) {
    throw new Problem({
      code: "PROVIDER_AWAY",
      what: `the provider of identities does not answer as one: ${errorText(cause)}`,
      where: issuer,
      next: "check --oidc-issuer, and that it can be reached from here",
      exitCode: exitCodes.unreachable,
      cause,
    });
  }
}
