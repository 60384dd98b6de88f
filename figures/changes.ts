import { inCanary } from "../parameters/canary.ts";
import { sameParameters } from "../parameters/serviceParameters.ts";
import { liesOutside } from "../records/outside.ts";
import type { ReleaseKind, ReleaseRecord, ServiceChange } from "../records/record.ts";
import type { Change, LeadTime } from "./change.ts";

/** When a commit was made, in ms since 1970; undefined where nobody knows. */
export type CommitTime = (commit: string) => number | undefined;

/** The kinds that bring a change; docs/figures.md says what the others are. */
const bringing: readonly ReleaseKind[] = ["deploy", "promote", "resubmit", "canary"];
/** What releases no service, or leaves it as it runs. */
const apart: readonly ReleaseKind[] = ["run", "setup", "destroy", "adopt", "undo"];

/**
 * The changes of one stack's records, oldest first: which came to serve, which failed, and when the service was well
 * again. docs/figures.md has the definitions. Pure.
 * @param records in any order
 */
export function changesOf(records: readonly ReleaseRecord[], commitTime: CommitTime): Change[] {
  const books = new Map<string, ServiceBook>();
  const bookOf = (service: string): ServiceBook => {
    const book = books.get(service) ?? { served: [], open: [], commits: new Set<string>() };
    books.set(service, book);
    return book;
  };
  return [...records]
    .filter(counts)
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    .flatMap((record) => {
      const ended = Date.parse(record.endedAt ?? record.startedAt);
      if (record.result === "succeeded" && record.canary !== undefined && record.canary.action !== "promote") {
        return record.canary.action === "abort" ? record.changes.map((change) => abortedOf(record, change)) : [];
      }
      if (record.result === "succeeded") {
        const found = record.changes.flatMap((change) => arrived(record, change, bookOf(change.service), commitTime));
        for (const service of record.takenOut ?? []) heal(bookOf(service), ended);
        return found;
      }
      if (!bringing.includes(record.kind)) return [];
      return record.changes.flatMap((change) => failedOf(record, change, bookOf(change.service)));
    });
}

/** Pulumi's history alone does not say what was done to a canary: each of its steps would be a deployment. */
function counts({ kind, result, canary }: ReleaseRecord): boolean {
  return !apart.includes(kind) && result !== "running" && (kind !== "canary" || canary !== undefined);
}

/** What is known of one service on the way through its records. */
interface ServiceBook {
  /** What serves, last, and what served before it and can be gone back to. */
  served: { change: Change; version: string }[];
  /** Failures after which it is not well again yet. */
  open: Change[];
  /** Those that have served. */
  commits: Set<string>;
}

function arrived(record: ReleaseRecord, change: ServiceChange, book: ServiceBook, commitTime: CommitTime): Change[] {
  const made = changeOf(record, change);
  if (leavesCanary(record, change)) {
    const known = book.open.length > 0;
    heal(book, made.endedAt);
    return known ? [] : [abortedOf(record, change)];
  }
  if (record.kind === "rollback") takeBack(book, change.after.release.version);
  heal(book, made.endedAt);
  if (change.removed === true) book.served = [];
  if (!bringing.includes(record.kind) || change.removed === true || mendsOnly(record, change)) return [];
  const deployed = { ...made, deployed: true, lead: leadTime(record, made.endedAt, book, commitTime) };
  book.served.push({ change: deployed, version: change.after.release.version });
  return [deployed];
}

/** What served then was bad, unless the rollback mends a failure that is known already. */
function takeBack(book: ServiceBook, version: string): void {
  const top = book.served.at(-1)?.change;
  if (top !== undefined && book.open.length === 0) {
    top.failed = true;
    book.open.push(top);
    book.served.pop();
  }
  // What it passes over on its way served too, and is nobody's to blame.
  book.served.length = book.served.findLastIndex((earlier) => earlier.version === version) + 1;
}

function heal(book: ServiceBook, at: number): void {
  for (const failure of book.open) failure.restoredAt = at;
  book.open = [];
}

/** A rollback in the midst of a canary: what serves beside it stays, and was never bad. */
function leavesCanary({ kind }: ReleaseRecord, { before, after }: ServiceChange): boolean {
  if (kind !== "rollback" || before === undefined || !inCanary(before)) return false;
  return !inCanary(after) && before.release.version === after.release.version;
}

/** A canary that was taken back: what it brought failed, and nobody has met it since. */
function abortedOf(record: ReleaseRecord, change: ServiceChange): Change {
  const made = changeOf(record, change);
  return { ...made, failed: true, restoredAt: made.endedAt };
}

function failedOf(record: ReleaseRecord, change: ServiceChange, book: ServiceBook): Change[] {
  const made = changeOf(record, change);
  if (!hasFailed(record)) return [made];
  // Those that only went back with it were not tried.
  if (record.failed?.includes(change.service) === false) return [];
  const failed = { ...made, failed: true };
  if (record.result === "rolled back") return [{ ...failed, restoredAt: failed.endedAt }];
  book.open.push(failed);
  return [failed];
}

/** Whether what was released is to blame: not for an end that says nothing of it, nor for what lies outside. */
function hasFailed({ result, cause, failed, reason }: ReleaseRecord): boolean {
  const told = cause !== undefined || reason !== undefined;
  if (told && liesOutside({ ...(cause && { cause }), ...(reason !== undefined && { reason }) })) return false;
  if (result === "interrupted" || result === "cancelled") return cause !== undefined || (failed ?? []).length > 0;
  return true;
}

/** A release without a change but for what somebody had changed by hand. */
function mendsOnly({ drift }: ReleaseRecord, { service, before, after }: ServiceChange): boolean {
  return drift?.some((object) => object.service === service) === true && sameParameters(before, after);
}

function leadTime({ kind, git }: ReleaseRecord, endedAt: number, book: ServiceBook, commitTime: CommitTime): LeadTime {
  if (kind === "resubmit") return "again";
  if (git?.dirty !== 0 || git.edited === true) return "unknown";
  if (book.commits.has(git.commit)) return "again";
  const at = commitTime(git.commit);
  // A commit of the future is a clock that is wrong.
  if (at === undefined || at > endedAt) return "unknown";
  book.commits.add(git.commit);
  return (endedAt - at) / 1000;
}

function changeOf({ id, stack, startedAt, endedAt }: ReleaseRecord, { service }: ServiceChange): Change {
  const started = Date.parse(startedAt);
  const ended = endedAt === undefined ? started : Date.parse(endedAt);
  return { stack, service, release: id, startedAt: started, endedAt: ended, deployed: false, failed: false };
}
