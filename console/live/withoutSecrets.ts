import { isPlainObject } from "../../components/config/layers.ts";
import { redacted } from "../../rollout/evidence/redact.ts";

/**
 * A value of plain JSON (a record, a plan, an event) without the secrets that services' parameters carry along: encrypted as
 * they are, they are nobody's to take away. Pure.
 */
export function withoutSecrets<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutSecrets(item)) as T;
  if (!isPlainObject(value)) return value;
  const ofService = "basic" in value && "release" in value && isPlainObject(value.secrets);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const hidden = ofService && key === "secrets" && isPlainObject(item);
      return [
        key,
        hidden ? Object.fromEntries(Object.keys(item).map((name) => [name, redacted])) : withoutSecrets(item),
      ];
    }),
  ) as T;
}
