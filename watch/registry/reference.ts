/** Where an image is kept. */
export interface Repository {
  /** `https://registry.example`, without a path. */
  origin: string;
  /** `team/website` */
  name: string;
}

/**
 * The registry and the repository of an image name, as container runtimes read it: what stands before the first slash is a
 * host where it has a dot or a port, or is localhost; a registry of this machine is asked without TLS. Undefined where the
 * name tells no host: which registry that is, each runtime decides by itself. Pure.
 */
export function repositoryOf(image: string): Repository | undefined {
  const slash = image.indexOf("/");
  const host = slash < 0 ? "" : image.slice(0, slash);
  if (!/[.:]/.test(host) && host !== "localhost") return undefined;
  const local = /^(localhost|127(\.\d+){3})(:\d+)?$/.test(host);
  return { origin: `${local ? "http" : "https"}://${host}`, name: image.slice(slash + 1) };
}
