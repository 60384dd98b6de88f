import * as pulumi from "@pulumi/pulumi";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { RandomId } from "@pulumi/random/randomId.js";
import type { Service } from "./config/stackConfig.ts";
import * as objects from "./objects.ts";

/** The value of a secret config key. */
export type SecretValue = (key: string) => pulumi.Output<string>;

/**
 * The release's ConfigMap and Secret, by name. A name ends with a random id that is drawn anew whenever the content
 * changes, not with a hash of the content: after a failed update Pulumi still owes the deletion of the old object,
 * and the way back must not meet it under the same name (docs/components.md).
 */
export function releaseConfig(
  service: Service,
  secretValue: SecretValue,
  parent: pulumi.Resource,
): objects.ConfigNames {
  return {
    ...(objects.hasConfigMap(service) ? { config: configMapName(service, parent) } : {}),
    ...(objects.hasSecret(service) ? { secrets: secretName(service, secretValue, parent) } : {}),
  };
}

function configMapName(service: Service, parent: pulumi.Resource): pulumi.Output<string> {
  const name = randomName(service, "config", objects.filesHash(service), parent);
  const configMap = new ConfigMap(service.name, objects.patched(service, objects.configMap(service, name)), { parent });
  return nameOf(configMap);
}

function secretName(service: Service, secretValue: SecretValue, parent: pulumi.Resource): pulumi.Output<string> {
  const entries = objects.secretEntries(service);
  const values = pulumi.all(entries.map(({ key }) => secretValue(key)));
  // Kept as a secret in the state: from a plain hash a weak password could be guessed.
  const content = pulumi.secret(
    values.apply((all) => objects.contentHash(entries.map(({ entry }, index) => [entry, all[index]]))),
  );
  const name = randomName(service, "secrets", content, parent);
  const manifest = objects.patched(service, objects.secret(service, name, secretValue));
  const secret = new Secret(service.name, manifest, { parent });
  return pulumi.unsecret(nameOf(secret));
}

function randomName(
  service: Service,
  purpose: "config" | "secrets",
  content: pulumi.Input<string>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const id = new RandomId(`${service.name}-${purpose}`, { byteLength: 4, keepers: { content } }, { parent });
  return pulumi.interpolate`${service.name}-${purpose}-${id.hex}`;
}

/** Taken from the object, not from its id, so that pods wait for the object. */
function nameOf(object: ConfigMap | Secret): pulumi.Output<string> {
  return object.metadata.apply((metadata) => metadata.name);
}
