/** The key that marks a wrapped special value. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go */
export const secretSignature = "4dabf18193072939515e22adb298388d";

/**
 * Whether a live value is what was asked for; it also holds the API server's defaults. What is hidden from us is taken to
 * be right. Pure.
 * @param same of two texts, numbers or truth values
 */
export function holds(
  live: unknown,
  asked: unknown,
  same: (live: unknown, asked: unknown) => boolean = Object.is,
): boolean {
  if (asked === undefined || asked === null || isHidden(asked)) return true;
  if (Array.isArray(asked)) {
    return (
      Array.isArray(live) &&
      live.length === asked.length &&
      asked.every((item, index) => holds(live[index], item, same))
    );
  }
  if (typeof asked === "object")
    return Object.entries(asked).every(([key, value]) => holds(member(live, key), value, same));
  return live === undefined ? isLeftOut(asked) : same(live, asked);
}

/** A secret: events show a stand-in for it, hooks get Pulumi's wrapping or an Output. */
export function isHidden(asked: unknown): boolean {
  if (asked === "[secret]") return true;
  return typeof asked === "object" && asked !== null && (secretSignature in asked || "__pulumiOutput" in asked);
}

/** The API server leaves these out. */
export function isLeftOut(value: unknown): boolean {
  return value === "" || value === 0 || value === false;
}

export function member(value: unknown, key: string): unknown {
  const there = typeof value === "object" && value !== null && Object.hasOwn(value, key);
  return there ? (value as Record<string, unknown>)[key] : undefined;
}
