import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { librariesOf, webImages } from "../../lab/images/build.ts";
import { plannedPackages } from "../../lab/images/debian.ts";
import { presentImages } from "../../lab/images/import.ts";
import { ociLayout } from "../../lab/images/oci.ts";
import { webTags } from "../../lab/images/tags.ts";

const layer = { digest: `sha256:${"a".repeat(64)}`, size: 10 };

describe("the sample server's tags", () => {
  it("have nine good versions and one tag for each fault", () => {
    const good = [...webTags.keys()].filter((tag) => /^v\d$/.test(tag));
    assert.equal(good.length, 9);
    assert.deepEqual(webTags.get("v3"), { WEB_VERSION: "v3" });
    assert.deepEqual(webTags.get("crash"), { WEB_VERSION: "crash", WEB_CRASH: "true" });
  });

  it("use only variables that the server reads", () => {
    const source = readFileSync(join(import.meta.dirname, "../../lab/images/web/behaviour.go"), "utf8");
    for (const [tag, env] of webTags) {
      for (const name of Object.keys(env)) assert.ok(source.includes(`"${name}"`), `${tag}: ${name}`);
    }
  });
});

describe("an OCI layout", () => {
  const layout = ociLayout(webImages(), [layer], "amd64");
  const index = JSON.parse(layout.files.get("index.json")!) as {
    manifests: { digest: string; size: number; annotations: Record<string, string> }[];
  };

  it("holds every blob under the hash of its content", () => {
    for (const [name, text] of layout.files) {
      const hash = /^blobs\/sha256\/(.*)$/.exec(name)?.[1];
      if (hash !== undefined) assert.equal(createHash("sha256").update(text).digest("hex"), hash);
    }
    for (const { digest, size } of index.manifests) {
      assert.equal(Buffer.byteLength(layout.files.get(digest.replace("sha256:", "blobs/sha256/"))!), size);
    }
  });

  it("has all images share the layer and differ only in what they are told", () => {
    const manifests = index.manifests.map(
      ({ digest }) => JSON.parse(layout.files.get(digest.replace("sha256:", "blobs/sha256/"))!) as { layers: object[] },
    );
    for (const manifest of manifests) {
      assert.deepEqual(manifest.layers, [{ mediaType: "application/vnd.oci.image.layer.v1.tar", ...layer }]);
    }
    assert.equal(new Set(index.manifests.map(({ digest }) => digest)).size, webTags.size);
  });

  it("names images so that containerd and kind take the whole name", () => {
    assert.deepEqual(index.manifests[0]?.annotations, {
      "io.containerd.image.name": "localhost/web:v1",
      "org.opencontainers.image.ref.name": "v1",
    });
  });

  it("is the same each time, so that an unchanged image is not imported again", () => {
    assert.deepEqual(ociLayout(webImages(), [layer], "amd64"), layout);
  });
});

describe("what containerd has", () => {
  it("is read from ctr's table", () => {
    const table = [
      "REF              TYPE                                       DIGEST        SIZE    PLATFORMS   LABELS",
      "localhost/web:v1 application/vnd.oci.image.manifest.v1+json sha256:abc123 5.8 MiB linux/amd64 io.cri=x",
      "",
    ].join("\n");
    assert.deepEqual([...presentImages(table)], [["localhost/web:v1", "sha256:abc123"]]);
    assert.deepEqual([...presentImages("REF TYPE DIGEST\n")], []);
  });
});

describe("the libraries of a program", () => {
  it("include its loader and leave out what the kernel provides", () => {
    const ldd = [
      "\tlinux-vdso.so.1 (0x00007f94087e7000)",
      "\tlibssl.so.3 => /lib/x86_64-linux-gnu/libssl.so.3 (0x00007f94085a7000)",
      "\t/lib64/ld-linux-x86-64.so.2 (0x00007f94087e9000)",
    ].join("\n");
    assert.deepEqual(librariesOf(ldd), ["/lib/x86_64-linux-gnu/libssl.so.3", "/lib64/ld-linux-x86-64.so.2"]);
  });
});

describe("Debian packages of an image", () => {
  it("are what apt would install, with their versions, in one order", () => {
    const plan = [
      "Reading package lists...",
      "Inst libc6 (2.36-9+deb12u10 Debian:12.11/oldstable [amd64])",
      "Inst gcc-12-base (12.2.0-14+deb12u1 Debian:12.11/oldstable [amd64])",
      "Conf libc6 (2.36-9+deb12u10 Debian:12.11/oldstable [amd64])",
    ].join("\n");
    assert.deepEqual(plannedPackages(plan), [
      { name: "gcc-12-base", version: "12.2.0-14+deb12u1" },
      { name: "libc6", version: "2.36-9+deb12u10" },
    ]);
    assert.deepEqual(plannedPackages(""), []);
  });
});
