import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

export interface FakePrometheus {
  /** `http://127.0.0.1:…` */
  address: string;
  /** What each query comes to: samples by series, a status with a text, or, for a pause, nothing. */
  answer: (
    query: string,
  ) => Record<string, number> | { status: number; text: string } | Promise<Record<string, number>>;
  requests: IncomingMessage[];
  close(): void;
}

/** The least of a Prometheus: instant queries, answered as told. */
export async function fakePrometheus(): Promise<FakePrometheus> {
  const server = createServer((request, response) => {
    fake.requests.push(request);
    const query = new URL(request.url ?? "", "http://localhost").searchParams.get("query") ?? "";
    void Promise.resolve(fake.answer(query)).then((answer) => {
      const isText = typeof answer.text === "string";
      const result = Object.entries(answer).map(([series, value]) => ({
        metric: { series },
        value: [1, String(value)],
      }));
      const body = JSON.stringify({ status: "success", data: { resultType: "vector", result } });
      response.writeHead(isText ? answer.status : 200, { "content-type": "application/json" });
      response.end(isText ? answer.text : body);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const fake: FakePrometheus = {
    address: `http://127.0.0.1:${port}`,
    answer: () => ({}),
    requests: [],
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return fake;
}
