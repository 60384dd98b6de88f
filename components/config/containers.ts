import { z } from "zod";
import { fileKey } from "./fileKey.ts";
import {
  absolutePath,
  choice,
  configKey,
  dnsLabel,
  envName,
  field,
  fileContent,
  flag,
  mapOf,
  portNumber,
  scalarText,
  text,
} from "./fields.ts";
import { portName } from "./names.ts";
import { probes } from "./probes.ts";
import { resources } from "./resources.ts";
import { containerSecurity } from "./security.ts";
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

const mount = z.strictObject({
  path: absolutePath("Where the container sees it."),
  subPath: text(
    "File or folder of the volume; default the whole.",
    'a path that does not start with "/"',
    /^(?!\/).+$/,
  ).optional(),
  readOnly: flag("Whether the container may only read; default as the volume says.").optional(),
});

const extra = {
  image: text("Image with tag or digest; default the service's own.").optional(),
  command: words("Replaces the image's entry point.").optional(),
  args: words("Arguments of the command.").optional(),
  inherit: z
    .array(choice("What it has of the service's.", ["env", "secrets", "files", "volumes"]))
    .optional()
    .describe(
      "What it has of the service's: env, secrets (valueFrom, envFrom and secretFiles too), files, volumes. Default all; of an image of its own, no secrets.",
    ),
  env: env.prefault({}),
  ...variables,
  secrets: secrets.prefault({}),
  files: files.prefault({}),
  secretFiles: secretFiles.prefault({}),
  mounts: mapOf(
    dnsLabel("Name of a volume of the service.", 40),
    mount,
    "Volumes of the service, where this container sees them elsewhere or has not inherited them: volume -> place.",
  ).prefault({}),
  security: containerSecurity.prefault({}),
  resources: resources.prefault({}),
};

/** A container beside the main one. */
export const initContainer = z.strictObject(extra);
export const sidecar = z.strictObject({
  ...extra,
  ports: mapOf(
    portName("Name of the port."),
    z.strictObject({
      container: portNumber("Port the container listens on."),
      protocol: choice("Default TCP.", ["TCP", "UDP"]).default("TCP"),
    }),
    "Ports of the container, by names that no other has.",
  ).prefault({}),
  probes: probes.prefault({}),
});

export const initContainers = mapOf(
  dnsLabel("Name of the container."),
  initContainer,
  "Containers that run to their end, one after the other by their names, before the service starts. Without `image`: the service's own.",
);
export const sidecars = mapOf(
  dnsLabel("Name of the container."),
  sidecar,
  "Containers that run beside the service, started before it and stopped after it (Kubernetes 1.29+).",
);

export const entrypoint = {
  command: words("Replaces the image's entry point.").optional(),
  args: words("Arguments of the command.").optional(),
  afterStart: words(
    "Command run in the container as soon as it has started (postStart); if it fails, the container is killed.",
  ).optional(),
};

export type ExtraContainer = z.output<typeof initContainer>;
export type Sidecar = z.output<typeof sidecar>;
