import { z } from "zod";

/**
 * The body of PatchDeploymentSettings (POST …/deployments/settings), written by hand after Pulumi's published OpenAPI, as
 * it stands in pulumi/pulumi-pulumiservice, provider/pkg/cloud/spec.json (DeploymentSettingsRequest, commit dc76a01); for
 * what `release ci pulumi-deployments` writes. Strict: a field that is not published is an error, and so is one of these
 * by another name. A null takes a field away.
 */
const git = z.strictObject({
  branch: z.string(),
  repoDir: z.string().optional(),
  repoUrl: z.null().optional(),
  commit: z.null().optional(),
  tag: z.null().optional(),
});

const vcs = z.strictObject({
  provider: z.enum(["github", "gitlab", "bitbucket", "azure_devops", "custom"]),
  repository: z.string().min(1),
  deployCommits: z.boolean().optional(),
  deployTags: z.boolean().optional(),
  previewPullRequests: z.boolean().optional(),
  pullRequestTemplate: z.boolean().optional(),
  paths: z.array(z.string()).optional(),
  installationId: z.string().optional(),
});

const oidc = z.strictObject({
  aws: z.strictObject({ roleArn: z.string(), sessionName: z.string(), duration: z.string().optional() }).optional(),
  azure: z.strictObject({ clientId: z.string(), tenantId: z.string(), subscriptionId: z.string() }).optional(),
  gcp: z
    .strictObject({
      projectId: z.string(),
      workloadPoolId: z.string(),
      providerId: z.string(),
      serviceAccount: z.string(),
      region: z.string().optional(),
    })
    .optional(),
});

export const settingsPatch = z.strictObject({
  sourceContext: z.strictObject({ git }),
  vcs,
  operationContext: z.strictObject({
    preRunCommands: z.array(z.string()),
    oidc: oidc.optional(),
    options: z.strictObject({
      skipInstallDependencies: z.boolean(),
      remediateIfDriftDetected: z.boolean().optional(),
    }),
  }),
  agentPoolID: z.string().optional(),
  executorContext: z.strictObject({ executorImage: z.strictObject({ reference: z.string() }) }).optional(),
});
