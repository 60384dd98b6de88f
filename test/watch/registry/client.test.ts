import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseChallenge, tokenAddress } from "../../../watch/registry/challenge.ts";
import { registryClient } from "../../../watch/registry/client.ts";
import { repositoryOf, type Repository } from "../../../watch/registry/reference.ts";

/** A registry of one repository, as the distribution specification has it. */
class Served {
  tags: string[] = [];
  digests: Record<string, string> = {};
  /** `user:password` in base64, asked for through a token where given. */
  password: string | undefined;
  asked: string[] = [];
  #server: Server | undefined;

  async start(): Promise<Repository> {
    this.#server = createServer((request, response) => {
      this.#answer(request, response);
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
    return { origin: this.#origin(), name: "team/web" };
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  #origin(): string {
    return `http://127.0.0.1:${(this.#server?.address() as AddressInfo).port}`;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", this.#origin());
    const { authorization, "if-none-match": known } = request.headers;
    this.asked.push(`${request.method ?? ""} ${url.pathname}${url.search}${known === undefined ? "" : " if changed"}`);
    if (url.pathname === "/token") {
      const right = authorization === `Basic ${this.password ?? ""}`;
      response.writeHead(right ? 200 : 401).end(JSON.stringify({ token: "t0ken" }));
      return;
    }
    if (this.password !== undefined && authorization !== "Bearer t0ken") {
      const realm = `Bearer realm="${this.#origin()}/token",service="the registry",scope="repository:team/web:pull"`;
      response.writeHead(401, { "www-authenticate": realm }).end();
      return;
    }
    const [, tag] = /^\/v2\/team\/web\/manifests\/(.+)$/.exec(url.pathname) ?? [];
    if (tag !== undefined) {
      const digest = this.digests[tag];
      response.writeHead(digest === undefined ? 404 : 200, { "docker-content-digest": digest ?? "" }).end();
      return;
    }
    if (url.pathname !== "/v2/team/web/tags/list") {
      response.writeHead(404).end();
      return;
    }
    const count = Number(url.searchParams.get("n"));
    const from = this.tags.indexOf(url.searchParams.get("last") ?? "") + 1;
    const some = this.tags.slice(from, from + count);
    const etag = `"${some.length}-${some.at(-1) ?? ""}"`;
    const more = from + count < this.tags.length;
    const link = { link: `</v2/team/web/tags/list?n=${count}&last=${some.at(-1) ?? ""}>; rel="next"` };
    response.writeHead(known === etag ? 304 : 200, { etag, ...(more ? link : {}) });
    response.end(known === etag ? undefined : JSON.stringify({ name: "team/web", tags: some }));
  }
}

describe("a registry", () => {
  let served: Served;
  let repository: Repository;
  beforeEach(async () => {
    served = new Served();
    repository = await served.start();
  });
  afterEach(() => {
    served.stop();
  });

  it("lists all tags, page by page, and is asked for what is new alone", async () => {
    served.tags = Array.from({ length: 2500 }, (_none, index) => `v${String(index).padStart(4, "0")}`);
    const registry = registryClient(() => undefined);
    assert.deepEqual(await registry.tags(repository), served.tags);
    served.asked = [];
    served.tags.push("v2500");
    assert.deepEqual((await registry.tags(repository)).at(-1), "v2500");
    assert.deepEqual(served.asked, [
      "GET /v2/team/web/tags/list?n=1000 if changed",
      "GET /v2/team/web/tags/list?n=1000&last=v0999 if changed",
      "GET /v2/team/web/tags/list?n=1000&last=v1999 if changed",
    ]);
  });

  it("is asked with a token where it wants one, which is kept", async () => {
    served.password = Buffer.from("ada:secret").toString("base64");
    served.digests = { main: "sha256:abc" };
    const registry = registryClient(() => served.password);
    assert.equal(await registry.digest(repository, "main"), "sha256:abc");
    assert.equal(await registry.digest(repository, "main"), "sha256:abc");
    assert.equal(served.asked.filter((line) => line.includes("/token")).length, 1);
  });

  it("that refuses says what would let one in", async () => {
    served.password = Buffer.from("ada:secret").toString("base64");
    await assert.rejects(registryClient(() => undefined).tags(repository), {
      code: "REGISTRY_DENIED",
      message: "the registry answers 401 for team/web",
      next: "give it credentials that may pull: config.json in $DOCKER_CONFIG, as `docker login` writes it",
    });
  });

  it("that has no such tag, or no such repository, or is away, is told apart", async () => {
    const registry = registryClient(() => undefined);
    assert.equal(await registry.digest(repository, "main"), undefined);
    await assert.rejects(registry.tags({ ...repository, name: "team/none" }), { code: "REPOSITORY_MISSING" });
    served.stop();
    await assert.rejects(registry.tags(repository), { code: "REGISTRY_AWAY" });
  });
});

describe("an image's registry", () => {
  it("is what stands before the first slash, where that can be a host", () => {
    assert.deepEqual(repositoryOf("registry.example/team/web"), {
      origin: "https://registry.example",
      name: "team/web",
    });
    assert.deepEqual(repositoryOf("registry.example:5000/web"), {
      origin: "https://registry.example:5000",
      name: "web",
    });
    assert.deepEqual(repositoryOf("localhost:5000/web"), { origin: "http://localhost:5000", name: "web" });
    assert.equal(repositoryOf("team/web"), undefined);
    assert.equal(repositoryOf("web"), undefined);
  });
});

describe("a challenge", () => {
  it("leads to where tokens are, for this repository alone", () => {
    const challenge = parseChallenge('Bearer realm="https://auth.example/token",service="a \\"b\\"",scope="*"');
    assert.ok(challenge);
    assert.equal(
      tokenAddress(challenge, "https://registry.example", "team/web")?.href,
      "https://auth.example/token?service=a+%22b%22&scope=repository%3Ateam%2Fweb%3Apull",
    );
  });

  it("is not met where the credentials would go in plain, or nowhere", () => {
    const plain = parseChallenge('Bearer realm="http://auth.example/token"');
    assert.ok(plain);
    assert.equal(tokenAddress(plain, "https://registry.example", "web"), undefined);
    const none = parseChallenge('Bearer realm="somewhere"');
    assert.ok(none);
    assert.equal(tokenAddress(none, "https://registry.example", "web"), undefined);
    assert.equal(parseChallenge("Negotiate"), undefined);
  });
});
