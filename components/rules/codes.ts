/** Every rule by its stable code, with its title. docs/rules.md explains each; a service waives one by its code. */
export const ruleTitles = {
  ZD001: "at least one pod stays available while rolling",
  ZD002: "pods that serve have a readiness probe",
  ZD003: "the readiness probe tests what is served",
  ZD004: "a stopping pod serves until every node knows that it left",
  ZD005: "the grace period leaves room after sleep and drain",
  ZD006: "the rollout's deadline leaves room for a slow start",
  ZD007: "Pulumi waits long enough for the rollout",
  ZD008: "the disruption budget lets nodes be drained",
  ZD009: "old and new pods can mount the volume at the same time",
  ZD010: "liveness is no stricter than readiness",
  ZD011: "a liveness probe does not kill a slow start",
  ZD012: "the version stays what it is",
  ZD013: "requests for CPU and memory are set",
  ZD014: "the surge fits the namespace's quota",
  ZD015: "no two services answer for one host and path",
  ZD016: "no two ports of a service are the same",
  ZD017: "the canary's share can be had",
  ZD018: "a single-writer volume is never written by two pods",
  ZD019: "the namespace admits the pods",
  ZD020: "the network policy admits who must come in",
  ZD021: "there are nodes enough for the ports of nodes that pods take",
  ZD022: "what is written to memory fits in it",
  ZD023: "a Service leads to pods that are ready",
  ZD024: "the version before goes with what a job does",
  ZD025: "work in hand is finished before its pod ends",
  ZD026: "runs of a schedule do not pile up",
  SC001: "pods do not run as root",
  SC002: "the image's files are read-only",
  SC003: "no privileges are gained",
  SC004: "pods have no token for the Kubernetes API",
  SC005: "pods stay apart from their node",
  SC006: "an account may do what its service needs",
} as const;

/** Of a rule of ours, or of the project's own: `SHOP001`. */
export type RuleCode = keyof typeof ruleTitles | OwnRuleCode;

/** How a code is written, ours and a project's own, as part of a regular expression. */
export const ruleCodeForm = "[A-Z]{2,8}\\d{3}";

/** How a line begins that a rule has found: `ZD001 at …`. */
export const foundByRule = `${ruleCodeForm} at `;

/** Two to eight capitals, neither ZD nor SC, and three digits. */
export type OwnRuleCode = `${Uppercase<string>}${number}`;
