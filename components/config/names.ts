import { z } from "zod";
import { field } from "./fields.ts";

const label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const subdomain = `${label}(\\.${label})*`;
/** A name with or without a domain before it: keys of labels and annotations. */
export const qualifiedPattern = `(?:${subdomain}/)?[A-Za-z0-9]([-\\w.]{0,61}[A-Za-z0-9])?`;

/** RFC 1123 subdomain: what Kubernetes takes as the name of a Secret, a StorageClass, an IngressClass. */
export function dnsSubdomain(description: string) {
  return field(
    z
      .string()
      .max(253)
      .regex(new RegExp(`^${subdomain}$`)),
    description,
    {
      allowed: 'a DNS name: a-z, 0-9, "-" and ".", at most 253 characters',
    },
  );
}

/** Kubernetes takes no "--" here. */
const port = () =>
  z
    .string()
    .max(15)
    .regex(/^[a-z](-?[a-z0-9])*$/);

/** A port as Kubernetes lets it be called. */
export function portName(description: string) {
  return field(port(), description, {
    allowed: 'a-z, 0-9 and single "-", starting with a letter, at most 15 characters',
  });
}

/** A port by its name: its number stands in `ports` alone. */
export function portReference(description: string) {
  return field(port(), description, { allowed: "the name of a port in `ports`, e.g. http, not its number" });
}

/** A host as routes take it. One whose last label is a number is an address, which Kubernetes refuses. */
export function hostName(description: string) {
  return field(
    z
      .string()
      .max(253)
      .regex(new RegExp(`^(?!.*(^|\\.)\\d+$)(\\*\\.)?${subdomain}$`)),
    description,
    {
      allowed: "a host name like shop.example or *.shop.example, in lower case, no IP address",
    },
  );
}

/** A name in Kubernetes' own list of forms: `http`, `kubernetes.io/h2c`. */
export function qualifiedName(description: string, example: string) {
  return field(z.string().regex(new RegExp(`^${qualifiedPattern}$`)), description, {
    allowed: `a name like ${example}`,
  });
}

/** What Kubernetes takes as the value of a label. */
export function labelValue(description: string) {
  return field(z.string().regex(/^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/), description, {
    allowed: 'a label value: at most 63 letters, digits, "-", "_" and "."',
  });
}
