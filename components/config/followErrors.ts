import type { Service } from "./stackConfig.ts";

/** Tags can only be asked of a registry that the image names: which one another image comes from, each node decides. */
export function followErrors({ name, image, follow }: Service): string[] {
  if (follow === undefined || registryHost(image) !== undefined) return [];
  return [
    `releases:services.${name}.follow: the image ${image} names no registry to ask for tags; write its host before it: image: registry.example/${image}`,
  ];
}

/**
 * The registry that an image names, as container runtimes read it: what stands before the first slash, where it has a dot
 * or a port, or is localhost.
 */
export function registryHost(image: string): string | undefined {
  const slash = image.indexOf("/");
  const host = slash < 0 ? "" : image.slice(0, slash);
  return /[.:]/.test(host) || host === "localhost" ? host : undefined;
}
