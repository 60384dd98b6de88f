import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { RequestContext } from "@kubernetes/client-node";
import { parse } from "yaml";
import type { ClusterChoice } from "./choice.ts";
import { ConnectedKubeConfig } from "./keptConnections.ts";

/** A header that may be sent more than once: `Impersonate-Group`, a line for each group. */
export type ImpersonationHeader = readonly [name: string, value: string];

/**
 * A kubeconfig whose user acts as somebody else with all that is said of them: the client library itself sends the name
 * alone, and rights that come by a group would be missing.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export class ImpersonatingKubeConfig extends ConnectedKubeConfig {
  impersonation: readonly ImpersonationHeader[] = [];

  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    await super.applySecurityAuthentication(context);
    const dispatcher = context.getDispatcher();
    if (this.impersonation.length === 0 || dispatcher === undefined) return;
    // Set on the request, headers of one name would become one, with a comma in it: another group. So they would by HTTP/2, which
    // kept connections do not speak; and of a flat list a proxy is told the last of each name alone.
    const added = Object.groupBy(this.impersonation, ([name]) => name);
    const lines = Object.entries(added).map(([name, all = []]) => [name, all.map(([, value]) => value)] as const);
    context.setDispatcher(
      dispatcher.compose((dispatch) => (options, handler) => {
        const headers = { ...headersIn(options.headers), ...Object.fromEntries(lines) };
        return dispatch({ ...options, headers } as typeof options, handler);
      }),
    );
  }
}

function headersIn(headers: unknown): Record<string, unknown> {
  if (!Array.isArray(headers)) return mapOf(headers);
  const names = headers.filter((_name, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [String(name), headers[index * 2 + 1] as unknown]));
}

/** What kubeconfigs say of whom a user acts as, but for the name. */
export function impersonationOf(kubeconfigs: readonly string[], user: string): ImpersonationHeader[] {
  for (const kubeconfig of kubeconfigs) {
    const found = userIn(kubeconfig, user);
    if (found === undefined) continue;
    const extra = Object.entries(mapOf(found["as-user-extra"]));
    return [
      ...listOf(found["as-groups"]).map((group) => ["Impersonate-Group", group] as const),
      ...listOf(found["as-uid"]).map((uid) => ["Impersonate-Uid", uid] as const),
      ...extra.flatMap(([key, values]) =>
        listOf(values).map((value) => [`Impersonate-Extra-${encodeURIComponent(key)}`, value] as const),
      ),
    ];
  }
  return [];
}

/** What stands in the files that make up a kubeconfig, as kubectl finds them. */
export function kubeconfigTexts({ kubeconfig, content }: ClusterChoice): string[] {
  if (content !== undefined) return [content];
  const files = kubeconfig === undefined ? defaultFiles() : [kubeconfig];
  return files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
}

function defaultFiles(): string[] {
  const named = (process.env.KUBECONFIG ?? "").split(delimiter).filter((file) => file !== "");
  return named.length > 0 ? named : [join(homedir(), ".kube", "config")];
}

/** What a kubeconfig says of a user. */
export function userIn(kubeconfig: string, name: string): Record<string, unknown> | undefined {
  const { users } = mapOf(parse(kubeconfig));
  const entries = Array.isArray(users) ? users.map(mapOf) : [];
  const found = entries.find((entry) => entry.name === name);
  return found === undefined ? undefined : mapOf(found.user);
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((item) => typeof item === "string");
}
