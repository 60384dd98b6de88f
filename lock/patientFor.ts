import { Observable, type ConfigurationOptions } from "@kubernetes/client-node";

/** Options for requests that all together are over after `ms`: a connection that hangs must not hold up whoever asks. */
export function patientFor(ms: number): ConfigurationOptions {
  const signal = AbortSignal.timeout(ms);
  return {
    middleware: [
      {
        pre: (request) => {
          request.setSignal(signal);
          return new Observable(Promise.resolve(request));
        },
        post: (response) => new Observable(Promise.resolve(response)),
      },
    ],
    middlewareMergeStrategy: "append",
  };
}
