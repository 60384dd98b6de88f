import { createHash } from "node:crypto";

/** What `docker inspect` would show of an image, and where its files are. */
export interface ImageParts {
  /** `localhost/web:v1` */
  reference: string;
  entrypoint: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Numeric `uid` or `uid:gid`; Kubernetes' runAsNonRoot accepts no name. */
  user: string;
  workingDirectory?: string;
  ports?: readonly number[];
  /** Signal that asks it to end; default SIGTERM. */
  stopSignal?: string;
}

/** A layer: an uncompressed tar. Compressing would cost time at build and import, and save nothing on one machine. */
export interface Layer {
  digest: string;
  size: number;
}

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  annotations?: Record<string, string>;
}

export interface OciLayout {
  /** File name inside the archive → text, all but the layer's own blob. */
  files: Map<string, string>;
  /** Reference → digest of its manifest: how the lab knows what it has imported. */
  digests: Map<string, string>;
}

const kinds = {
  config: "application/vnd.oci.image.config.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
  index: "application/vnd.oci.image.index.v1+json",
} as const;

/**
 * Many images over the same layers as one OCI layout.
 * @see https://github.com/opencontainers/image-spec/blob/v1.0.2/image-layout.md
 */
export function ociLayout(images: readonly ImageParts[], layers: readonly Layer[], architecture: string): OciLayout {
  const files = new Map<string, string>([["oci-layout", JSON.stringify({ imageLayoutVersion: "1.0.0" })]]);
  const digests = new Map<string, string>();
  const blob = (mediaType: string, content: unknown): Descriptor => {
    const text = JSON.stringify(content);
    const hash = createHash("sha256").update(text).digest("hex");
    files.set(`blobs/sha256/${hash}`, text);
    return { mediaType, digest: `sha256:${hash}`, size: Buffer.byteLength(text) };
  };
  const manifests = images.map((image) => {
    const manifest = blob(kinds.manifest, {
      schemaVersion: 2,
      mediaType: kinds.manifest,
      config: blob(kinds.config, imageConfig(image, layers, architecture)),
      layers: layers.map(({ digest, size }) => ({ mediaType: kinds.layer, digest, size })),
    });
    digests.set(image.reference, manifest.digest);
    const tag = image.reference.slice(image.reference.lastIndexOf(":") + 1);
    return {
      ...manifest,
      platform: { architecture, os: "linux" },
      // containerd reads the first, every other tool the second.
      annotations: { "io.containerd.image.name": image.reference, "org.opencontainers.image.ref.name": tag },
    };
  });
  files.set("index.json", JSON.stringify({ schemaVersion: 2, mediaType: kinds.index, manifests }));
  return { files, digests };
}

function imageConfig(image: ImageParts, layers: readonly Layer[], architecture: string): unknown {
  return {
    architecture,
    os: "linux",
    created: "2026-01-01T00:00:00Z", // fixed, so that the same content has the same digest
    config: {
      User: image.user,
      Entrypoint: image.entrypoint,
      Env: [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ...Object.entries(image.env).map(([name, value]) => `${name}=${value}`),
      ],
      WorkingDir: image.workingDirectory ?? "/",
      ...(image.stopSignal === undefined ? {} : { StopSignal: image.stopSignal }),
      ExposedPorts: Object.fromEntries((image.ports ?? []).map((port) => [`${port}/tcp`, {}])),
    },
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
    history: layers.map(() => ({ created_by: "release-lab" })),
  };
}
