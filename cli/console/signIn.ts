import { readFileSync } from "node:fs";
import type { Context } from "hono";
import { linkWay, type ConsoleOptions } from "../../console/server/console.ts";
import { loopbackPlaces, publicPlaces } from "../../console/server/guard/places.ts";
import { OneTimeLink } from "../../console/server/signIn/link.ts";
import { oidcWay } from "../../console/server/signIn/oidc.ts";
import { addressList, personOfProxy } from "../../console/server/signIn/proxy.ts";
import { addressBy } from "../../console/server/start.ts";
import { UsageProblem } from "../../errors/problem.ts";

/** What the command line says of how people sign in. */
export interface ConsoleSignIn {
  url?: string;
  oidcIssuer?: string;
  oidcClient?: string;
  oidcScope: string[];
  oidcUserClaim: string;
  oidcGroupsClaim: string;
  oidcUserPrefix: string;
  oidcGroupsPrefix: string;
  groups?: string[];
  trustedProxy?: string[];
  trustedProxyHeader?: string;
  trustedProxyGroupsHeader: string;
}

type Chosen = Pick<ConsoleOptions, "signIn" | "places" | "local" | "proxies" | "key"> & { link?: OneTimeLink };

/** One way: a link for whoever is at this machine, else a provider, else a proxy. @throws UsageProblem CONSOLE_SIGN_IN */
export function signInOf(options: ConsoleSignIn, operator: string, env: NodeJS.ProcessEnv = process.env): Chosen {
  const { url, oidcIssuer, oidcClient, trustedProxyHeader, trustedProxy, groups } = options;
  const proxies = trustedProxy === undefined ? {} : { proxies: addressList(trustedProxy) };
  if (oidcIssuer === undefined && trustedProxyHeader === undefined) {
    if (url !== undefined) throw signInMissing("--url is for a team, and nobody says how they sign in");
    const link = new OneTimeLink();
    const signIn = linkWay((token) => link.take(token), { user: operator, groups: [] });
    return { signIn, link, local: true, places: loopbackPlaces };
  }
  if (url === undefined) throw signInMissing("the address that browsers come by is not said");
  const places = publicPlaces(url);
  const shared = { local: false, places: () => places, ...proxies, ...keyOf(env) };
  if (oidcIssuer !== undefined) {
    if (oidcClient === undefined) throw signInMissing("--oidc-issuer wants --oidc-client");
    const secret = secretOf("RELEASE_CONSOLE_OIDC_SECRET", env);
    const oidc = oidcWay({
      issuer: oidcIssuer,
      clientId: oidcClient,
      ...(secret === undefined ? {} : { clientSecret: secret }),
      origin: () => places.origins[0] ?? "",
      scopes: options.oidcScope,
      userClaim: options.oidcUserClaim,
      groupsClaim: options.oidcGroupsClaim,
      userPrefix: options.oidcUserPrefix,
      groupsPrefix: options.oidcGroupsPrefix,
      ...(groups === undefined ? {} : { groups }),
    });
    return { ...shared, signIn: { told: { way: "oidc", path: "/signin/begin" }, oidc } };
  }
  if (proxies.proxies === undefined) throw signInMissing("a header is believed from --trusted-proxy alone");
  const proxy = {
    userHeader: trustedProxyHeader ?? "",
    groupsHeader: options.trustedProxyGroupsHeader,
    from: proxies.proxies,
  };
  // The socket's other end, whatever it says of others.
  const peer = addressBy(undefined);
  const personOf = (context: Context) =>
    personOfProxy(proxy, peer(context), (name) => context.req.header(name), groups);
  return { ...shared, signIn: { told: { way: "proxy" }, personOf } };
}

/** For cookies that all replicas read. @throws UsageProblem CONSOLE_KEY */
function keyOf(env: NodeJS.ProcessEnv): { key?: Uint8Array } {
  const text = secretOf("RELEASE_CONSOLE_KEY", env);
  if (text === undefined) return {};
  const key = new Uint8Array(Buffer.from(text, "base64"));
  if (key.length === 32) return { key };
  throw new UsageProblem({
    code: "CONSOLE_KEY",
    what: "the key of the console's cookies is no 32 bytes in base64",
    where: "RELEASE_CONSOLE_KEY, or the file in RELEASE_CONSOLE_KEY_FILE",
    next: "openssl rand -base64 32",
  });
}

/** From the environment, or from the file that it names. */
function secretOf(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const file = env[`${name}_FILE`];
  return file === undefined ? env[name] : readFileSync(file, "utf8").trim();
}

function signInMissing(what: string): UsageProblem {
  return new UsageProblem({
    code: "CONSOLE_SIGN_IN",
    what,
    next: "--url https://HOST with --oidc-issuer and --oidc-client, or with --trusted-proxy-header and --trusted-proxy; for yourself none of them",
  });
}
