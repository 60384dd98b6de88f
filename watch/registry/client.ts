import { errorText } from "../../errors/errorText.ts";
import { Problem, exitCodes } from "../../errors/problem.ts";
import { parseChallenge, tokenAddress } from "./challenge.ts";
import type { Credentials } from "./credentials.ts";
import type { Repository } from "./reference.ts";

/** What is asked of a registry: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md */
export interface Registry {
  /** All tags of a repository. */
  tags(repository: Repository): Promise<string[]>;
  /** The digest that a tag points to; undefined where there is no such tag. */
  digest(repository: Repository, tag: string): Promise<string | undefined>;
}

interface Page {
  etag: string | undefined;
  tags: readonly string[];
  next: string | undefined;
}

const pageSize = 1000;
/** A list that goes on and on is none. */
const mostPages = 100;
const timeoutMs = 10_000;
/** Of a page of tags a hundredth of it is much. */
const longestBody = 8_000_000;
const manifests = [
  ...["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"],
  ...["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"],
].join(", ");

/** A client that keeps what it was told, so that a registry that knows ETags sends what is new alone. */
export function registryClient(credentials: Credentials): Registry {
  const pages = new Map<string, ReadonlyMap<string, Page>>();
  const tokens = new Map<string, string>();

  /** Asks once more with what the registry asks for. */
  async function ask(repository: Repository, url: URL, init: { method?: string; headers: Record<string, string> }) {
    const key = keyOf(repository);
    const send = (authorization: string | undefined) =>
      fetched(url, {
        ...init,
        headers: { ...init.headers, ...(authorization === undefined ? {} : { authorization }) },
      });
    const first = await send(tokens.get(key));
    if (first.status !== 401) return first;
    await first.body?.cancel();
    const authorization = await authorize(repository, first.headers.get("www-authenticate") ?? "", credentials);
    if (authorization === undefined) return first;
    tokens.set(key, authorization);
    return send(authorization);
  }

  async function page(repository: Repository, url: URL): Promise<Page> {
    const known = pages.get(keyOf(repository))?.get(url.href);
    const headers: Record<string, string> = known?.etag === undefined ? {} : { "if-none-match": known.etag };
    const answer = await ask(repository, url, { headers });
    if (answer.status === 304 && known !== undefined) return known;
    if (!answer.ok) throw await refused(repository, answer);
    const { tags } = (await bodyOf(answer, url)) as { tags?: unknown };
    const etag = answer.headers.get("etag") ?? undefined;
    return { etag, tags: Array.isArray(tags) ? tags.filter(isTag) : [], next: nextOf(answer, url) };
  }

  return {
    async tags(repository) {
      const all: string[] = [];
      const walked = new Map<string, Page>();
      let url: URL | undefined = new URL(`/v2/${repository.name}/tags/list?n=${pageSize}`, repository.origin);
      for (let count = 0; url !== undefined; count += 1) {
        if (count === mostPages) throw tooMany(repository, all.length);
        const seen: Page = await page(repository, url);
        if (seen.etag !== undefined) walked.set(url.href, seen);
        for (const tag of seen.tags) all.push(tag);
        const { next } = seen;
        url = next === undefined ? undefined : new URL(next);
      }
      // Of this walk alone: where a registry's pages have other names each time, they would be kept for ever.
      pages.set(keyOf(repository), walked);
      return all;
    },
    async digest(repository, tag) {
      const url = new URL(`/v2/${repository.name}/manifests/${tag}`, repository.origin);
      const answer = await ask(repository, url, { method: "HEAD", headers: { accept: manifests } });
      if (answer.status === 404) return undefined;
      if (!answer.ok) throw await refused(repository, answer);
      return answer.headers.get("docker-content-digest") ?? undefined;
    },
  };
}

async function authorize({ origin, name }: Repository, header: string, credentials: Credentials) {
  const challenge = parseChallenge(header);
  const known = credentials(new URL(origin).host);
  const basic = known === undefined ? undefined : `Basic ${known}`;
  if (challenge?.scheme !== "bearer") return challenge === undefined ? undefined : basic;
  const address = tokenAddress(challenge, origin, name);
  if (address === undefined) return undefined;
  const answer = await fetched(address, { headers: basic === undefined ? {} : { authorization: basic } });
  if (!answer.ok) throw await refused({ origin, name }, answer);
  const { token, access_token: access } = (await bodyOf(answer, address)) as { token?: string; access_token?: string };
  return `Bearer ${token ?? access ?? ""}`;
}

function keyOf({ origin, name }: Repository): string {
  return `${origin}/${name}`;
}

/** As the distribution specification has it; what is longer, or no text, is no tag. */
function isTag(tag: unknown): tag is string {
  return typeof tag === "string" && /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(tag);
}

/** What was answered, as JSON of a bounded length. */
async function bodyOf(answer: Response, url: URL): Promise<object> {
  try {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      if (text.length > longestBody) throw new Error(`more than ${longestBody} characters`);
    }
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
    throw new Error("no object");
  } catch (cause) {
    throw away(url, `sends what cannot be read: ${errorText(cause)}`, cause);
  }
}

/** The next page's address, of the same registry: `Link: </v2/name/tags/list?last=x>; rel="next"`. */
function nextOf(answer: Response, from: URL): string | undefined {
  const [, link = ""] = /<([^>]+)>\s*;[^,]*rel="?next"?/.exec(answer.headers.get("link") ?? "") ?? [];
  if (link === "" || !URL.canParse(link, from.href)) return undefined;
  const next = new URL(link, from.href);
  return next.origin === from.origin ? next.href : undefined;
}

async function fetched(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    const { cause: inner } = cause as { cause?: unknown };
    throw away(url, `does not answer: ${inner instanceof Error ? inner.message : String(cause)}`, cause);
  }
}

/** @param how completes `the registry …` */
function away(url: URL, how: string, cause: unknown): Problem {
  return new Problem({
    code: "REGISTRY_AWAY",
    what: `the registry ${how}`,
    where: `${url.origin}${url.pathname}`,
    next: "it is asked again",
    exitCode: exitCodes.unreachable,
    cause,
  });
}

async function refused({ origin, name }: Repository, answer: Response): Promise<Problem> {
  await answer.body?.cancel();
  const denied = answer.status === 401 || answer.status === 403;
  return new Problem({
    code: denied ? "REGISTRY_DENIED" : answer.status === 404 ? "REPOSITORY_MISSING" : "REGISTRY_AWAY",
    what: `the registry answers ${answer.status} for ${name}`,
    where: origin,
    next: denied
      ? "give it credentials that may pull: config.json in $DOCKER_CONFIG, as `docker login` writes it"
      : "it is asked again",
    exitCode: exitCodes.unreachable,
  });
}

function tooMany({ origin, name }: Repository, count: number): Problem {
  return new Problem({
    code: "REGISTRY_ENDLESS",
    what: `the registry's list of tags of ${name} did not end after ${mostPages} pages (${count} tags)`,
    where: origin,
    next: "it is asked again",
    exitCode: exitCodes.unreachable,
  });
}
