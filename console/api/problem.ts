/** Why a request was not done: an error for a person. With status 400, 401, 403, 404, 409, 429 or 5xx. */
export interface ApiProblem {
  /** Stable, for scripts and searches: `PLAN_CHANGED`. */
  code: string;
  what: string;
  where?: string;
  /** One for each thing that is wrong. */
  details?: string[];
  next?: string;
  /** Of ACT_ELSEWHERE: the release that it is, once that is on record. */
  release?: string;
  /** Of 401 alone: how one signs in here. */
  signIn?: SignIn;
}

/**
 * `link`: by the link that `release console` printed, whose token stands after `#token=` and is sent to POST /api/signin.
 * `oidc`: the browser is sent to `path`, with where to come back to as `?to=/a/path/of/this/host`. `proxy`: nobody came through
 * the proxy that knows who one is; there is nothing to press.
 */
export type SignIn = { way: "link" } | { way: "oidc"; path: string } | { way: "proxy" };
