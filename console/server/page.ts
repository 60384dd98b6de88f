import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import type { Context } from "hono";

/** One file of the page, as it is sent. */
interface PageFile {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  etag: string;
  /** Its name changes with what is in it. */
  lasting: boolean;
}

/** By the path of its address. What is not here is not sent: no address is ever made a path of this machine. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
};

/** Reads the page that was built; empty where it was not. */
export function readPage(folder: string): PageFiles {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(
    names
      .filter((name) => types[extname(name)] !== undefined && statSync(join(folder, name)).isFile())
      .map((name): [string, PageFile] => {
        const body = new Uint8Array(readFileSync(join(folder, name)));
        const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
        const lasting = /-[A-Za-z0-9_]{8,}\.\w+$/.test(name);
        return [`/${name.replaceAll("\\", "/")}`, { body, type: types[extname(name)] ?? "", etag, lasting }];
      }),
  );
}

/** A file of the page, or for any other address the page itself, which knows what to show there. */
export function sendPage(context: Context, page: PageFiles): Response {
  const { path } = context.req;
  // A stack may be called eu.prod: only what lies here is surely a file's name.
  const isFile = path.startsWith("/assets/") || path === "/favicon.ico";
  const file = page.get(path) ?? (isFile ? undefined : page.get("/index.html"));
  if (file === undefined) {
    const why = page.size === 0 ? "the page is not built: npm run build\n" : "there is no such file\n";
    return context.text(why, page.size === 0 ? 503 : 404);
  }
  const headers = {
    "content-type": file.type,
    etag: file.etag,
    "cache-control": file.lasting ? "public, max-age=31536000, immutable" : "no-cache",
  };
  if (context.req.header("if-none-match") === file.etag) return context.body(null, 304, headers);
  return context.body(file.body, 200, headers);
}
