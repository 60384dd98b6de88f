/**
 * Stands for `docker` in the pipelines of `npm start -- --git`, as the lab has none: builds what a Dockerfile of FROM and ENV
 * says, over the sample server's files, and pushes it to a real registry. BASE_IMAGE is the folder of that image.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { goArchitecture } from "../../../lab/images/archive.ts";
import { nobody } from "../../../lab/images/build.ts";
import { ociLayout } from "../../../lab/images/oci.ts";
import { baseLayer } from "./baseImage.ts";

const built = join(homedir(), "images");
const fileOf = (reference: string): string => join(built, `${encodeURIComponent(reference)}.json`);

const [verb, ...rest] = process.argv.slice(2);
if (verb === "login") readFileSync(0);
else if (verb === "build") build(rest);
else if (verb === "push") await push(rest[0] ?? "");
else fail(`knows login, build and push, not ${verb ?? "nothing"}`);

function build([option, reference = "", folder = "."]: readonly string[]): void {
  if (option !== "--tag") fail("build --tag NAME FOLDER");
  const lines = readFileSync(join(folder, "Dockerfile"), "utf8")
    .split("\n")
    .filter((line) => /\S/.test(line));
  const env = lines.slice(1).map((line) => /^ENV (\w+)=(.*)$/.exec(line)?.slice(1) ?? fail(`cannot: ${line}`));
  mkdirSync(built, { recursive: true });
  writeFileSync(fileOf(reference), JSON.stringify(Object.fromEntries(env)));
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#push */
async function push(reference: string): Promise<void> {
  const [, host = "", name = "", tag = ""] = /^([^/]+)\/(.+):([^:/]+)$/.exec(reference) ?? [];
  const base = process.env.BASE_IMAGE ?? "";
  const layer = baseLayer(base);
  const env = JSON.parse(readFileSync(fileOf(reference), "utf8")) as Record<string, string>;
  const image = { reference, entrypoint: ["/web"], env, user: nobody, ports: [8080] };
  const { files, digests } = ociLayout([image], [layer], goArchitecture());
  const manifest = digests.get(reference) ?? "";
  await blob(host, name, layer.digest, readFileSync(join(base, "blobs/sha256", layer.digest.slice(7))));
  for (const [file, text] of files) {
    const digest = `sha256:${file.slice("blobs/sha256/".length)}`;
    if (file.startsWith("blobs/") && digest !== manifest) await blob(host, name, digest, Buffer.from(text));
  }
  await send("PUT", `http://${host}/v2/${name}/manifests/${tag}`, {
    type: "application/vnd.oci.image.manifest.v1+json",
    body: Buffer.from(files.get(`blobs/sha256/${manifest.slice(7)}`) ?? ""),
  });
}

async function blob(host: string, name: string, digest: string, body: Buffer<ArrayBuffer>): Promise<void> {
  const there = await fetch(`http://${host}/v2/${name}/blobs/${digest}`, { method: "HEAD" });
  if (there.ok) return;
  if (`sha256:${createHash("sha256").update(body).digest("hex")}` !== digest) fail(`${digest} is another's`);
  const begun = await send("POST", `http://${host}/v2/${name}/blobs/uploads/`);
  const upload = new URL(begun.headers.get("location") ?? "", `http://${host}`);
  upload.searchParams.set("digest", digest);
  await send("PUT", upload.href, { type: "application/octet-stream", body });
}

async function send(method: string, url: string, content?: { type: string; body: Buffer<ArrayBuffer> }) {
  const init = content === undefined ? {} : { headers: { "content-type": content.type }, body: content.body };
  const answer = await fetch(url, { method, ...init });
  if (!answer.ok) fail(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}

function fail(why: string): never {
  process.stderr.write(`docker: ${why}\n`);
  process.exit(1);
}
