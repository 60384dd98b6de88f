import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  /** `PUT /api/v4/projects/42/merge_requests/7/notes/3` */
  request: string;
  /** The headers that let one in, and what kind of content it is. */
  headers: Record<string, string>;
  body: string | undefined;
}

export interface CommentStub {
  url: string;
  asked: Asked[];
  comments: { id: number; body: string }[];
  /** Answers with this from then on. */
  answer: (status: number) => void;
  stop: () => void;
}

const told = ["private-token", "authorization", "accept", "content-type", "x-github-api-version"];

/** A stub of the comments of GitLab and GitHub, on loopback: keeps them, and notes each request. No other address answers. */
export async function commentStub(comments: CommentStub["comments"] = []): Promise<CommentStub> {
  const asked: Asked[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      const { method = "", url = "" } = request;
      const body = text === "" ? undefined : (JSON.parse(text) as { body: string }).body;
      const headers = Object.fromEntries(
        told.flatMap((name) => {
          const value = request.headers[name];
          return typeof value === "string" && value !== "*/*" ? [[name, value]] : [];
        }),
      );
      asked.push({ request: `${method} ${url}`, headers, body });
      response.writeHead(status, { "content-type": "application/json" });
      if (status !== 200) response.end("{}");
      else if (method === "GET") {
        const query = new URL(url, "http://stub").searchParams;
        const size = Number(query.get("per_page"));
        const from = (Number(query.get("page")) - 1) * size;
        response.end(JSON.stringify(comments.slice(from, from + size)));
      } else if (method === "POST") {
        comments.push({ id: comments.length + 1, body: body ?? "" });
        response.end("{}");
      } else {
        const one = comments.find(({ id }) => url.endsWith(`/${id}`));
        if (one !== undefined) one.body = body ?? "";
        response.end("{}");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    comments,
    answer: (code) => (status = code),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What each system tells a job of pull request 7. */
export function jobOf(system: string, url: string): NodeJS.ProcessEnv {
  if (system === "gitlab") {
    const merge = { CI_MERGE_REQUEST_IID: "7", CI_MERGE_REQUEST_PROJECT_ID: "42" };
    return { GITLAB_CI: "true", CI_API_V4_URL: `${url}/api/v4`, ...merge, PLAN_TOKEN: "hunter2" };
  }
  const pull = { CIRCLE_PULL_REQUEST: "https://github.com/team/releases/pull/7", GITHUB_API_URL: url };
  return { CIRCLECI: "true", ...pull, PLAN_TOKEN: "hunter2" };
}
