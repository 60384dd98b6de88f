import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Chat {
  url: string;
  stop: () => void;
}

/** Stands for a chat: takes what Slack's incoming webhook takes, on loopback. */
export async function openChat(heard: (text: string) => void): Promise<Chat> {
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => (body += part));
    request.on("end", () => {
      const { text } = JSON.parse(body) as { text: string };
      heard(text);
      response.end("ok");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
