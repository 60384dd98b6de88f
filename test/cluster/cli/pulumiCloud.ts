import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isPlainObject } from "../../../components/config/layers.ts";
import { settingsPatch } from "./pulumiCloudSchema.ts";

type Json = Record<string, unknown>;

/** A local stand-in for Pulumi Cloud's API, for as far as deployment settings go: it holds every request to what is published. */
export interface PulumiCloud {
  url: string;
  /** `POST /api/stacks/acme/releases/prod/deployments/settings`, in their order. */
  asked: string[];
  /** What does not fit the published API. */
  wrong: string[];
  /** By `acme/releases/prod`. */
  settings: Map<string, Json>;
  /** Stacks whose settings the Cloud does not take, and why. */
  refused: Map<string, string>;
  close(): Promise<void>;
}

export const token = "pul-0123456789abcdef";

/** @param stacks those that are there: `acme/releases/prod` */
export async function pulumiCloud(stacks: readonly string[]): Promise<PulumiCloud> {
  const cloud = { asked: [], wrong: [], settings: new Map(), refused: new Map() } as unknown as PulumiCloud;
  const server = createServer((request, response) => {
    void answer(cloud, stacks, request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  cloud.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  cloud.close = () =>
    new Promise((closed) => {
      server.closeAllConnections();
      server.close(() => {
        closed();
      });
    });
  return cloud;
}

async function answer(
  cloud: PulumiCloud,
  stacks: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  const { method = "", url = "" } = request;
  cloud.asked.push(`${method} ${url}`);
  const reply = (status: number, value: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  };
  if (request.headers.accept?.startsWith("application/vnd.pulumi+") !== true) {
    cloud.wrong.push(`${method} ${url} accepts ${request.headers.accept ?? "nothing"}`);
  }
  if (request.headers.authorization !== `token ${token}`) {
    reply(401, { code: 401, message: "Unauthorized: No credentials provided or are invalid." });
    return;
  }
  const [, name = "", rest] = /^\/api\/stacks\/([^/]+\/[^/]+\/[^/]+)(\/deployments\/settings)?$/.exec(url) ?? [];
  if (method === "GET" && url === "/api/user") {
    reply(200, { id: "1", githubLogin: "ada", name: "Ada", organizations: [{ githubLogin: "acme", name: "acme" }] });
  } else if (method === "GET" && url === "/api/user/organizations/default") {
    reply(200, { githubLogin: "acme" });
  } else if (method === "GET" && url === "/api/capabilities") {
    reply(200, { capabilities: [] });
  } else if (name === "" || !["GET", rest === undefined ? "" : "POST"].includes(method)) {
    cloud.wrong.push(`${method} ${url} is not published`);
    reply(404, { code: 404, message: "Not Found" });
  } else if (!stacks.includes(name)) {
    reply(404, { code: 404, message: "Not Found: Stack not found" });
  } else if (rest === undefined) {
    const [orgName, projectName, stackName] = name.split("/");
    reply(200, { id: name, orgName, projectName, stackName, tags: {}, version: 1 });
  } else if (method === "GET") {
    const found = cloud.settings.get(name);
    if (found === undefined) reply(404, { code: 404, message: "Not Found: Deployment settings not found" });
    else reply(200, found);
  } else {
    const patch = JSON.parse(text) as Json;
    const { error } = settingsPatch.safeParse(patch);
    for (const { path, message } of error?.issues ?? []) cloud.wrong.push(`${name}: ${path.join(".")}: ${message}`);
    const refused = cloud.refused.get(name);
    if (refused === undefined) cloud.settings.set(name, merged(cloud.settings.get(name) ?? {}, patch));
    reply(refused === undefined ? 200 : 400, refused === undefined ? {} : { code: 400, message: refused });
  }
}

/** As the API says that it merges: null takes away, objects go together, all else is replaced; `vcs` as a whole. */
function merged(now: Json, patch: Json): Json {
  const result = { ...now };
  for (const [key, value] of Object.entries(patch)) {
    const before = result[key];
    if (value === null) Reflect.deleteProperty(result, key);
    else if (isPlainObject(value) && key !== "vcs") result[key] = merged(isPlainObject(before) ? before : {}, value);
    else result[key] = value;
  }
  return result;
}
