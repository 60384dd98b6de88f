import { exitCodes, Problem } from "../../../errors/problem.ts";
import type { CommentApi } from "./api.ts";
import { mark } from "./body.ts";

interface Comment {
  id: number;
  body: string | null;
}

const pageSize = 100;
/** Of a pull request with more comments than that ours is among the first. */
const mostPages = 20;
const timeoutMs = 15_000;

/**
 * Has one comment of ours say this: the one that is there, else a new one.
 * @throws Problem COMMENT_REFUSED, COMMENT_UNREACHABLE
 */
export async function putComment(api: CommentApi, body: string): Promise<"written" | "updated" | "unchanged"> {
  const ours = await find(api);
  if (ours?.body?.trim() === body.trim()) return "unchanged";
  if (ours !== undefined) {
    await ask(api, api.method, api.one(ours.id), { body });
    return "updated";
  }
  await ask(api, "POST", api.list, { body });
  return "written";
}

async function find(api: CommentApi): Promise<Comment | undefined> {
  for (let page = 1; page <= mostPages; page++) {
    const answer = await ask(api, "GET", `${api.list}?per_page=${pageSize}&page=${page}`);
    const comments = (await answer.json()) as Comment[];
    const ours = comments.find(({ body }) => body?.startsWith(mark) === true);
    if (ours !== undefined || comments.length < pageSize) return ours;
  }
  return undefined;
}

async function ask(api: CommentApi, method: string, url: string, content?: object): Promise<Response> {
  const type = content === undefined ? {} : { "content-type": "application/json" };
  const body = content === undefined ? {} : { body: JSON.stringify(content) };
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      headers: { ...api.headers, ...type },
      ...body,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new Problem({
      code: "COMMENT_UNREACHABLE",
      what: `the plan is on no comment: ${new URL(url).host} does not answer`,
      where: url,
      next: "run the job once more; the plan itself is plan.md, kept with the job",
      exitCode: exitCodes.unreachable,
      cause,
    });
  }
  if (answer.ok) return answer;
  await answer.body?.cancel();
  throw new Problem({
    code: "COMMENT_REFUSED",
    what: `the plan is on no comment of ${api.of}: ${method} answers ${answer.status}`,
    where: url,
    next: "PLAN_TOKEN must be allowed to comment there (docs/git.md); unset, the comment is left out",
    exitCode: exitCodes.unreachable,
  });
}
