import type { ReleaseRecord } from "../../records/record.ts";
import { followJob } from "../../rollout/jobs/follow.ts";
import type { ReleaseContext } from "../context.ts";
import { jobsAfter } from "./jobRuns.ts";

/** How long a job that somebody left running is waited for, in seconds. */
const patience = 600;

/** Waits for jobs that the release was not there to see the end of: none is cut off half way by going back. */
export async function seeThrough(record: ReleaseRecord, { cluster, emit, signal }: ReleaseContext): Promise<void> {
  const open = (record.jobs ?? []).filter(({ result, name }) => result === "running" && name !== undefined);
  for (const { namespace = "", name = "", job, service } of open) {
    const workload = { kind: "Job" as const, namespace, name };
    emit({
      type: "note",
      at: Date.now(),
      level: "warning",
      message: `job ${job} of ${service} still runs: waiting for its end`,
    });
    const hear: typeof emit = (event) => {
      if (event.type === "job") record.jobs = jobsAfter(record, event);
      emit(event);
    };
    const exists = await cluster.batch.readNamespacedJob({ namespace, name }).then(
      () => true,
      () => false,
    );
    if (exists) await followJob(cluster, workload, { emit: hear, signal, deadlineSeconds: patience, finished: true });
  }
}
