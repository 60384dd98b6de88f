import type { ParameterChange } from "../parameters/parameterChanges.ts";

/** Of a service whose last good state is not known whole, in a plan: whether this changes only Pulumi can tell. */
export function basicNotKnown(service: string): ParameterChange {
  return { path: "basic", before: "not known (a plain pulumi up)", after: `as services/${service}.yaml says` };
}

/** Of one that goes back to such a state, likewise. */
export function basicStays(service: string): ParameterChange {
  return { path: "basic", after: `not on record; as services/${service}.yaml says today` };
}

/** The same in a sentence, with what to do about it. */
export function basicUnknownText(service: string): string {
  return `${service}: only its release parameters go back; what services/${service}.yaml said then is not on record (a plain pulumi up from a checkout with changes, or its record is gone), so that counts as it is today; if that is wrong: put the file back (git log -p services/${service}.yaml), then release up ${service}`;
}
