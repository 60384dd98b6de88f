import { registryHost } from "../../components/config/followErrors.ts";

/** Where an image is kept. */
export interface Repository {
  /** `https://registry.example`, without a path. */
  origin: string;
  /** `team/website` */
  name: string;
}

/** The registry and the repository of an image; undefined where it names none. One on this machine is asked without TLS. Pure. */
export function repositoryOf(image: string): Repository | undefined {
  const host = registryHost(image);
  if (host === undefined) return undefined;
  const local = /^(localhost|127(\.\d+){3})(:\d+)?$/.test(host);
  return { origin: `${local ? "http" : "https"}://${host}`, name: image.slice(host.length + 1) };
}
