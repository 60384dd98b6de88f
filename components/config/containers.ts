import { z } from "zod";
import { fileKey } from "./fileKey.ts";
import { configKey, envName, field, fileContent, mapOf, scalarText, text, dnsLabel } from "./fields.ts";
import { resources } from "./resources.ts";
import { variables } from "./variables.ts";

const words = (description: string) => z.array(text("One word.")).describe(description);

export const env = mapOf(envName, scalarText("Value of the variable."), "Environment variables, in plain text.");
export const secrets = mapOf(
  envName,
  configKey,
  "Environment variables from secrets: variable -> config key. The value is set with `release config set --secret KEY`.",
);

/** Each file is an entry of a ConfigMap or Secret, whose name must not start with ".." nor be longer than this. */
const longestKey = 253;
const filePath = field(
  z
    .string()
    .regex(/^(?!.*__)(?!\/\.\.)(?!.*\/\.\.?(\/|$))(\/[-.\w]+)+$/)
    .refine((path) => fileKey(path).length <= longestKey),
  "Path of a file in the container.",
  {
    allowed: `an absolute path of letters, digits and "-._/", without "__", "." and "..", of at most ${longestKey} characters ("/" counts as two)`,
  },
);
export const files = mapOf(filePath, fileContent("Content of the file."), "Configuration files: path -> content.");
export const secretFiles = mapOf(filePath, configKey, "Secret files: path -> config key of a secret.");

/** A container beside the main one. It shares env, secrets, files and volumes with it. */
export const extraContainer = z.strictObject({
  image: text("Image with tag or digest.").optional(),
  command: words("Replaces the image's entry point.").optional(),
  args: words("Arguments of the command.").optional(),
  env: env.prefault({}),
  ...variables,
  resources: resources.prefault({}),
});

export const initContainers = mapOf(
  dnsLabel("Name of the container."),
  extraContainer,
  "Containers that run to their end, one after the other, before the service starts. Without `image`: the service's own.",
);
export const sidecars = mapOf(
  dnsLabel("Name of the container."),
  extraContainer,
  "Containers that run beside the service, started before it and stopped after it (Kubernetes 1.29+).",
);

export const entrypoint = {
  command: words("Replaces the image's entry point.").optional(),
  args: words("Arguments of the command.").optional(),
};

export type ExtraContainer = z.output<typeof extraContainer>;
