import { connect as dial, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connect, type Cluster } from "../../../cluster/cluster.ts";

/** The API server behind a line that can be cut. */
export class InterruptibleApi {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #open = true;

  private constructor(target: URL) {
    this.#server = createServer((client) => {
      if (!this.#open) {
        client.destroy();
        return;
      }
      const upstream = dial(Number(target.port), target.hostname);
      for (const socket of [client, upstream]) {
        this.#sockets.add(socket);
        socket.on("close", () => this.#sockets.delete(socket));
        socket.on("error", () => client.destroy());
      }
      client.on("close", () => upstream.destroy());
      upstream.on("close", () => client.destroy());
      client.pipe(upstream).pipe(client);
    });
  }

  /** Stands in front of the API server that the kubeconfig names. @returns with the cluster as reached through it */
  static async before(kubeconfig: string): Promise<{ api: InterruptibleApi; cluster: Cluster }> {
    const text = await readFile(kubeconfig, "utf8");
    const server = /server: (\S+)/.exec(text)?.[1] ?? "";
    const api = new InterruptibleApi(new URL(server));
    api.#server.listen(0, "127.0.0.1");
    await once(api.#server, "listening");
    const copy = join(await mkdtemp(join(tmpdir(), "interruptible-api-")), "kubeconfig");
    await writeFile(copy, text.replace(server, api.url()), { mode: 0o600 });
    const cluster = connect({ kubeconfig: copy });
    await rm(dirname(copy), { recursive: true });
    return { api, cluster };
  }

  /** Drops every connection; new ones work again at once. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Drops every connection and refuses new ones. */
  cut(): void {
    this.#open = false;
    this.drop();
  }

  mend(): void {
    this.#open = true;
  }

  close(): void {
    this.drop();
    this.#server.close();
  }

  /** What a kubeconfig names as its server to come this way. */
  url(): string {
    const address = this.#server.address();
    return `https://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  }
}
