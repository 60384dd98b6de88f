/** One step of the lab's work: `started` → (`running` …) → `done`, `skipped` (nothing to do) or `failed`. */
export interface LabEvent {
  /** `build kubernetes`, `start etcd`: stable within one run, for a renderer to update its line. */
  step: string;
  state: "started" | "running" | "done" | "skipped" | "failed";
  /** Since the step started. */
  seconds: number;
  message?: string;
}

export type LabEmit = (event: LabEvent) => void;

/** What a step may tell. */
export interface StepReport {
  /** Where it stands. */
  say: (message: string) => void;
  /** What it achieved, for its closing line. */
  done: (message: string) => void;
  /** Why there was nothing to do. */
  skip: (message: string) => void;
}

/** Runs one step, telling its start, its end and how long it took. */
export async function step<T>(emit: LabEmit, name: string, work: (report: StepReport) => Promise<T>): Promise<T> {
  const start = performance.now();
  const end: { state: "done" | "skipped"; message?: string } = { state: "done" };
  const tell = (state: LabEvent["state"], message?: string): void => {
    const seconds = (performance.now() - start) / 1000;
    emit({ step: name, state, seconds, ...(message === undefined ? {} : { message }) });
  };
  tell("started");
  try {
    const result = await work({
      say: (message) => {
        tell("running", message);
      },
      done: (message) => {
        end.message = message;
      },
      skip: (message) => {
        end.state = "skipped";
        end.message = message;
      },
    });
    tell(end.state, end.message);
    return result;
  } catch (error) {
    tell("failed");
    throw error;
  }
}
