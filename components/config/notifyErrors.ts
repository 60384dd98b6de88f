import { suggest } from "./nearest.ts";
import type { NotifyTarget, ValueReference } from "./notify.ts";
import type { RawStackConfig } from "./stackConfig.ts";

/** What does not go with the rest of the stack's configuration: a line each. */
export function notifyErrors(
  targets: readonly NotifyTarget[],
  known: readonly string[],
  raw: RawStackConfig,
): string[] {
  return targets.flatMap(({ kind, url, signingKey, services = [] }, index) => {
    const at = `releases:notify[${index}]`;
    return [
      ...secretErrors(`${at}.url.secret`, url, raw),
      ...(signingKey === undefined ? [] : secretErrors(`${at}.signingKey.secret`, signingKey, raw)),
      ...(signingKey !== undefined && kind === "slack"
        ? [`${at}.signingKey: goes with kind cloudevents; Slack knows its messages by their URL`]
        : []),
      ...services
        .filter((service) => !known.includes(service) && raw.files?.others.includes(service) !== true)
        .map((service) => `${at}.services: no service is called "${service}"; ${suggest(service, known)}`),
    ];
  });
}

/** The config keys that are named, so that one in plain text is told once. */
export function notifySecrets(targets: readonly NotifyTarget[]): string[] {
  return targets.flatMap(({ url, signingKey }) => [url.secret ?? [], signingKey?.secret ?? []].flat());
}

function secretErrors(at: string, { secret }: ValueReference, { secretKeys, plainKeys }: RawStackConfig): string[] {
  if (secret === undefined) return [];
  const next = `with \`release config set --secret ${secret}\``;
  if (plainKeys?.includes(secret) === true)
    return [`${at}: releases:${secret} is stored in plain text; store it ${next}`];
  if (secretKeys === undefined || secretKeys.includes(secret)) return [];
  return [`${at}: the stack has no secret "${secret}"; set it ${next}`];
}
