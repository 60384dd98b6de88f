import { allVisible } from "../../shared/visible.ts";
import { isProblem, NotAnswered, type Trouble } from "./trouble.ts";

let csrf = "";

let signedOut: (why: Trouble) => void = () => undefined;

/** The session's token, which goes with all that changes something. */
export function keepToken(token: string): void {
  csrf = token;
}

/** Told when a session that was there is over. @returns ends the telling */
export function onSignedOut(told: (why: Trouble) => void): () => void {
  signedOut = told;
  return () => {
    signedOut = () => undefined;
  };
}

/** Whatever noticed it first. */
export function tellSignedOut(why: Trouble): void {
  signedOut(why);
}

interface AskOptions {
  method?: "GET" | "POST";
  body?: unknown;
  signal?: AbortSignal;
}

/**
 * Asks the server. Every text in the answer is one that may stand on a page.
 * @param path below `/api`, made by `apiPath`
 * @throws NotAnswered with what was wrong
 */
export async function ask<Answer>(path: string, { method = "GET", body, signal }: AskOptions = {}): Promise<Answer> {
  const response = await fetch(`/api${path}`, {
    method,
    credentials: "same-origin",
    headers: {
      accept: "application/json",
      ...(method === "POST" ? { "content-type": "application/json", "x-csrf": csrf } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new NotAnswered({ kind: "offline", status: 0 });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const trouble = troubleOf(response, answer);
    if (trouble.kind === "signedOut") tellSignedOut(trouble);
    throw new NotAnswered(trouble);
  }
  // The types of console/api are the server's promise.
  return allVisible(answer) as Answer;
}

export function troubleOf({ status, headers }: Pick<Response, "status" | "headers">, answer: unknown): Trouble {
  const shown = allVisible(answer);
  const problem = isProblem(shown) ? shown : undefined;
  const after = Number(headers.get("retry-after") ?? "");
  return {
    kind: kindOf(status),
    status,
    ...(problem === undefined ? {} : { problem }),
    ...(after > 0 ? { retryAfter: after } : {}),
  };
}

function kindOf(status: number): Trouble["kind"] {
  if (status === 401) return "signedOut";
  if (status === 403) return "refused";
  if (status === 404) return "notFound";
  if (status === 409) return "conflict";
  if (status === 429) return "tooMany";
  return status >= 500 ? "offline" : "wrong";
}

/** `/stacks/prod/services/web`, each part encoded; what is absent is left out of the query. Pure. */
export function apiPath(
  parts: readonly string[],
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const asked = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== "" && value !== false) asked.set(key, String(value));
  const search = asked.toString();
  const path = `/${parts.map(encodeURIComponent).join("/")}`;
  return search === "" ? path : `${path}?${search}`;
}
