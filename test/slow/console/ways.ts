import { existsSync } from "node:fs";
import { request as plain, type IncomingHttpHeaders } from "node:http";
import { request as secure } from "node:https";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Team } from "../watched/team.ts";

/** Ways into the lab's network, by which tests ask what is served there. */
export class Ways {
  readonly #team: Team;
  readonly #sockets = new Map<string, string>();

  constructor(team: Team) {
    this.#team = team;
  }

  /** `fetch` to one address there, whatever host a URL names. @param ca of a server by https */
  async to(address: string, port: number, ca?: string): Promise<typeof fetch> {
    const socketPath = this.#sockets.get(`${address}:${port}`) ?? (await this.#open(address, port));
    return async (to, init) => send(new Request(to, init), socketPath, ca);
  }

  async #open(address: string, port: number): Promise<string> {
    const socket = join(this.#team.folder, `way-${this.#sockets.size}`);
    this.#sockets.set(`${address}:${port}`, socket);
    const tunnel = join(import.meta.dirname, "tunnel.ts");
    await this.#team.start([process.execPath, tunnel, socket, address, String(port)]);
    while (!existsSync(socket)) await sleep(50);
    return socket;
  }
}

async function send(asked: Request, socketPath: string, ca: string | undefined): Promise<Response> {
  const { method, headers } = asked;
  const { host, hostname, pathname, search } = new URL(asked.url);
  const body = method === "GET" ? undefined : Buffer.from(await asked.arrayBuffer());
  const path = `${pathname}${search}`;
  const options = { socketPath, host: hostname, method, path, headers: { ...Object.fromEntries(headers), host } };
  return new Promise((resolve, reject) => {
    const sent = ca === undefined ? plain(options) : secure({ ...options, ca });
    sent.on("error", reject).on("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", reject);
      answer.on("end", () => {
        resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0, headers: told(answer.headers) }));
      });
    });
    sent.end(body);
  });
}

function told(headers: IncomingHttpHeaders): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) for (const one of [value ?? []].flat()) all.append(name, one);
  return all;
}
