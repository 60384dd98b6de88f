import type { ExtraContainer } from "./containers.ts";

export const shareable = ["env", "secrets", "files", "volumes"] as const;
export type Shareable = (typeof shareable)[number];

/**
 * What a container has of the service's: by default all where it runs the service's image, and no secrets where it runs
 * another: a proxy has no use for the database's password.
 */
export function inheritedBy({ image, inherit }: Pick<ExtraContainer, "image" | "inherit">): ReadonlySet<Shareable> {
  if (inherit !== undefined) return new Set(inherit);
  return new Set(image === undefined ? shareable : shareable.filter((part) => part !== "secrets"));
}
