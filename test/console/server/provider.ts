import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export interface ProviderOptions {
  issuer: string;
  /** The console; `origin` is its own address. */
  client: { id: string; secret: string; origin: string };
  /** Of whoever signs in, by the name that they type. */
  groupsOf: (login: string) => string[];
}

/**
 * A provider of identities as teams have one, which asks nobody for a password. Nobody has verified mallory's address.
 * https://github.com/panva/node-oidc-provider
 */
export function testProvider({ issuer, client, groupsOf }: ProviderOptions): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${client.origin}/signin/callback`],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    claims: { email: ["email", "email_verified"], groups: ["groups"] },
    scopes: ["openid", "email", "groups"],
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: `${id}@example.com`,
        email_verified: id !== "mallory",
        groups: groupsOf(id),
      }),
    }),
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ["a test's"] },
  });
}

export interface TestProvider {
  issuer: string;
  close: () => void;
}

/** The same on this machine's loopback. @param host as browsers come to it: another one than the console's, for another site */
export async function startProvider(
  options: Omit<ProviderOptions, "issuer">,
  host = "127.0.0.1",
): Promise<TestProvider> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const callback = testProvider({ ...options, issuer }).callback();
  server.on("request", (request, response) => void callback(request, response));
  return {
    issuer,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What a person does at the provider's pages; the address that they come back with. */
export async function atProvider(
  address: string,
  login: string,
  origin: string,
  send: typeof fetch = fetch,
): Promise<string> {
  const jar = new Map<string, string>();
  let next = address;
  let form: URLSearchParams | undefined;
  for (let steps = 0; steps < 12; steps += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const init: RequestInit = { redirect: "manual", headers: { cookie } };
    const answer = await send(next, form === undefined ? init : { ...init, method: "POST", body: form });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get("location");
    form = undefined;
    if (location !== null) {
      next = new URL(location, next).href;
      if (next.startsWith(origin)) return next;
      continue;
    }
    const page = await answer.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1] ?? assert.fail(page.slice(0, 400));
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "login";
    next = new URL(action, next).href;
    form = new URLSearchParams({ prompt, login, password: "x" });
  }
  return assert.fail("the provider never came to an end");
}
