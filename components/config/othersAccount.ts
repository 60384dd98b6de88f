import type { Service } from "./stackConfig.ts";

/** Of an account that somebody else keeps nothing can be said, and rights without a token are of no use. */
export function othersAccount({ name, account, security, volumes }: Service): string[] {
  const at = `releases:services.${name}.account`;
  if (security.serviceAccount !== undefined) {
    const kept = `the pods use account ${security.serviceAccount}, which others keep (security.serviceAccount); say one of the two`;
    return [
      ...(Object.keys(account.annotations).length === 0 ? [] : [`${at}.annotations: ${kept}`]),
      ...(account.rules.length === 0 ? [] : [`${at}.rules: ${kept}`]),
    ];
  }
  const token = Object.values(volumes).some(({ sources }) => sources?.some((source) => source.token !== undefined));
  if (account.rules.length === 0 || security.apiAccess || token) return [];
  return [
    `${at}.rules: without a token the pods can make no use of them; set security.apiAccess: true, and waive SC004 with the reason`,
  ];
}
