/** GET /api/me, and the answer of POST /api/signin: who is signed in, and what they may do where. */
export interface Me {
  user: string;
  groups: string[];
  /** Of `release console` on one's own machine: nobody is impersonated. */
  local: boolean;
  /** Goes with everything that changes something, as the header `x-csrf`. */
  csrf: string;
  /** ISO 8601: then one signs in again. */
  expires: string;
  /** Those that one may see. */
  stacks: StackRights[];
}

export interface StackRights {
  stack: string;
  may: Rights;
}

/** As Kubernetes itself answers; what is false here is refused by the server too. */
export interface Rights {
  see: boolean;
  /** Release, go back, restart, promote, cancel. */
  release: boolean;
  /** Change what a service is, and bring a new one into the stack. */
  basic: boolean;
  /** Approve what others propose; false where the stack asks for no approval. */
  approve: boolean;
}

/** POST /api/signin: the token of the one-time link. Answered with Me; 401 LINK_USED where it is over. */
export interface SignInRequest {
  token: string;
}
