/** Where comments of one pull request are kept, and how they are asked for. */
export interface CommentApi {
  /** For people: `merge request 7`. */
  of: string;
  /** Lists them, 100 a page; takes a new one by POST. */
  list: string;
  /** One of them, by its id. */
  one: (id: number) => string;
  /** How one is changed. */
  method: "PUT" | "PATCH";
  headers: Record<string, string>;
  /** Characters that one may have. */
  longest: number;
}

/** Of a project's settings; masked. What it must be allowed: docs/git.md. */
const tokenVariable = "PLAN_TOKEN";

/** What the CI system says of the pull request that this job is for; why there is none to comment on. Pure. */
export function commentApi(env: NodeJS.ProcessEnv): CommentApi | string {
  const api = env.GITLAB_CI === "true" ? gitlabApi(env) : env.CIRCLECI === "true" ? circleApi(env) : unknownSystem;
  if (typeof api === "string") return api;
  const token = env[tokenVariable];
  if (token === undefined || token === "") return `${tokenVariable} is not set`;
  return { ...api, headers: { ...api.headers, ...tokenHeader(api.method, token) } };
}

const unknownSystem = "this is no job of GitLab CI or CircleCI";

function tokenHeader(method: CommentApi["method"], token: string): Record<string, string> {
  return method === "PUT" ? { "private-token": token } : { authorization: `Bearer ${token}` };
}

/** https://docs.gitlab.com/api/notes/#merge-requests */
function gitlabApi(env: NodeJS.ProcessEnv): CommentApi | string {
  const { CI_API_V4_URL: api, CI_MERGE_REQUEST_IID: iid, CI_MERGE_REQUEST_PROJECT_ID: project } = env;
  if (api === undefined || iid === undefined || project === undefined) return "this is no job of a merge request";
  const list = `${api}/projects/${project}/merge_requests/${iid}/notes`;
  return {
    of: `merge request ${iid}`,
    list,
    one: (id) => `${list}/${id}`,
    method: "PUT",
    headers: {},
    longest: 1_000_000,
  };
}

/** CircleCI has no comments: they are GitHub's. https://docs.github.com/rest/issues/comments */
function circleApi(env: NodeJS.ProcessEnv): CommentApi | string {
  const { CIRCLE_PULL_REQUEST: address = "" } = env;
  if (address === "") return "there is no pull request of this branch yet";
  const [, origin = "", host = "", repository = "", number = ""] =
    /^(https?:\/\/([^/]+))\/([^/]+\/[^/]+)\/pull\/(\d+)$/.exec(address) ?? [];
  if (number === "") return `${address} is no pull request of GitHub`;
  const api = env.GITHUB_API_URL ?? (host === "github.com" ? "https://api.github.com" : `${origin}/api/v3`);
  return {
    of: `pull request ${number}`,
    list: `${api}/repos/${repository}/issues/${number}/comments`,
    one: (id) => `${api}/repos/${repository}/issues/comments/${id}`,
    method: "PATCH",
    headers: { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" },
    longest: 65_536,
  };
}
