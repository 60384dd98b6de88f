/** Credentials of a cloud that a runner is given for a token of Pulumi's; a flag of `pulumi deployment settings edit` each. */
interface OidcFlag {
  flag: string;
  cloud: "aws" | "azure" | "gcp";
  /** As `@pulumi/pulumiservice` calls it. */
  field: string;
  what: string;
  optional?: true;
}

const flags: readonly OidcFlag[] = [
  { flag: "oidc-aws-role-arn", cloud: "aws", field: "roleARN", what: "ARN of the role" },
  { flag: "oidc-aws-session-name", cloud: "aws", field: "sessionName", what: "name of the session" },
  { flag: "oidc-aws-duration", cloud: "aws", field: "duration", what: "how long, e.g. 30m", optional: true },
  { flag: "oidc-azure-client-id", cloud: "azure", field: "clientId", what: "client" },
  { flag: "oidc-azure-tenant-id", cloud: "azure", field: "tenantId", what: "tenant" },
  { flag: "oidc-azure-subscription-id", cloud: "azure", field: "subscriptionId", what: "subscription" },
  { flag: "oidc-gcp-project-number", cloud: "gcp", field: "projectId", what: "number of the project" },
  { flag: "oidc-gcp-workload-pool-id", cloud: "gcp", field: "workloadPoolId", what: "workload pool" },
  { flag: "oidc-gcp-provider-id", cloud: "gcp", field: "providerId", what: "identity provider" },
  { flag: "oidc-gcp-service-account", cloud: "gcp", field: "serviceAccount", what: "service account" },
  { flag: "oidc-gcp-region", cloud: "gcp", field: "region", what: "region", optional: true },
];

/** By flag, in the flags' order. */
export type OidcSettings = ReadonlyMap<string, string>;

/** For the command line: `--oidc-aws-role-arn <text>`. */
export const oidcOptions = flags.map(({ flag, cloud, what, optional }) => ({
  flags: `--${flag} <text>`,
  description: `credentials of ${cloud} by OIDC: ${what}${optional === true ? " (optional)" : ""}`,
}));

/** @param options as the command line has them: `oidcAwsRoleArn` */
export function oidcOf(options: Readonly<Record<string, unknown>>): OidcSettings {
  return new Map(
    flags.flatMap(({ flag }): [string, string][] => {
      const value = options[flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
      return typeof value === "string" ? [[flag, value]] : [];
    }),
  );
}

/** The flags without which the cloud that others name gives nothing. */
export function oidcMissing(oidc: OidcSettings): string[] {
  const clouds = new Set(flags.filter(({ flag }) => oidc.has(flag)).map(({ cloud }) => cloud));
  return flags
    .filter(({ flag, cloud, optional }) => clouds.has(cloud) && optional !== true && !oidc.has(flag))
    .map(({ flag }) => `--${flag}`);
}

/** As `@pulumi/pulumiservice` takes it: `{ aws: { roleARN, sessionName } }`; undefined where there is none. */
export function oidcAsCode(oidc: OidcSettings): Record<string, Record<string, string>> | undefined {
  const code: Record<string, Record<string, string>> = {};
  for (const { flag, cloud, field } of flags) {
    const value = oidc.get(flag);
    if (value !== undefined) (code[cloud] ??= {})[field] = value;
  }
  return oidc.size === 0 ? undefined : code;
}
