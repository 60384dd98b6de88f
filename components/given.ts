import type { Service } from "./config/stackConfig.ts";

/** A service, and what is made of it: at once where its parameters are plain, as Outputs where values are Outputs. */
export interface Given {
  /** With a placeholder for each value that is an Output: its shape is right, those values are not. */
  service: Service;
  /** What `build`, a pure function, makes of the service. Texts that hang on an Output are Outputs in it. */
  of: <M>(build: (service: Service) => M) => M;
}

/** A service whose parameters are all known. */
export function plainly(service: Service): Given {
  return { service, of: (build) => build(service) };
}
