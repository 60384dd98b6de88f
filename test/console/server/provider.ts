import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

/** A provider of identities as teams have one, on this machine's loopback: https://github.com/panva/node-oidc-provider */
export interface TestProvider {
  issuer: string;
  close: () => void;
}

export interface ProviderOptions {
  clientId: string;
  clientSecret: string;
  /** The console's own address. */
  origin: string;
  /** What it says of whoever signs in under this name. */
  claimsOf: (name: string) => { email: string; email_verified: boolean; groups: string[] };
}

/** @param host as browsers come to it: another one than the console's, for another site */
export async function startProvider(options: ProviderOptions, host = "127.0.0.1"): Promise<TestProvider> {
  const { clientId, clientSecret, origin, claimsOf } = options;
  const server: Server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${origin}/signin/callback`],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    claims: { email: ["email", "email_verified"], groups: ["groups"] },
    scopes: ["openid", "email", "groups"],
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...claimsOf(id) }) }),
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ["a test's"] },
  });
  const callback = provider.callback();
  server.on("request", (request, response) => void callback(request, response));
  return {
    issuer,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
