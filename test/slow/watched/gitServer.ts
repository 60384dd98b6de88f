/**
 * Serves bare repositories over HTTP, to whoever knows user and password: git's own http-backend behind a few lines.
 * Arguments: the repositories' folder, address, port; `GIT_USER` and `GIT_PASSWORD`.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:http";

const [, , root = "", address = "", port = ""] = process.argv;
const { GIT_USER = "", GIT_PASSWORD = "" } = process.env;
const wanted = `Basic ${Buffer.from(`${GIT_USER}:${GIT_PASSWORD}`).toString("base64")}`;

createServer((request, response) => {
  if (request.headers.authorization !== wanted) {
    response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    return;
  }
  const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
  const backend = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "true",
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REMOTE_USER: GIT_USER,
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  backend.stdin.on("error", () => undefined);
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  backend.on("close", () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf("\r\n\r\n");
    const headers = answer
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map((line) => line.split(/: (.*)/s));
    const status = headers.find(([name]) => name === "Status")?.[1];
    response.statusCode = status === undefined ? 200 : Number.parseInt(status, 10);
    for (const [name = "", value = ""] of headers) if (name !== "Status") response.setHeader(name, value);
    response.end(answer.subarray(end + 4));
  });
}).listen(Number(port), address);
