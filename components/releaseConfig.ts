import * as pulumi from "@pulumi/pulumi";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { RandomId } from "@pulumi/random/randomId.js";
import type { Given } from "./given.ts";
import * as objects from "./objects.ts";

/** The value of a secret config key. */
export type SecretValue = (key: string) => pulumi.Output<string>;

/**
 * The release's ConfigMap and Secret, by name. A name ends with a random id that is drawn anew whenever the content
 * changes, not with a hash of the content: after a failed update Pulumi still owes the deletion of the old object,
 * and the way back must not meet it under the same name (docs/components.md).
 */
export function releaseConfig(given: Given, secretValue: SecretValue, parent: pulumi.Resource): objects.ConfigNames {
  const { service } = given;
  return {
    ...(objects.hasConfigMap(service) ? { config: configMapName(given, parent) } : {}),
    ...(objects.hasSecret(service) ? { secrets: secretName(given, secretValue, parent) } : {}),
  };
}

function configMapName(given: Given, parent: pulumi.Resource): pulumi.Output<string> {
  const { content } = given.of((service) => ({ content: objects.filesHash(service) }));
  const name = randomName(given, "config", content, parent);
  const manifest = given.of((service) => objects.patched(service, objects.configMap(service, name)));
  const configMap = new ConfigMap(given.service.name, manifest, { parent });
  return nameOf(configMap);
}

function secretName(given: Given, secretValue: SecretValue, parent: pulumi.Resource): pulumi.Output<string> {
  const entries = objects.secretEntries(given.service);
  const values = pulumi.all(entries.map(({ key }) => secretValue(key)));
  // Kept as a secret in the state: from a plain hash a weak password could be guessed.
  const content = pulumi.secret(
    values.apply((all) => objects.contentHash(entries.map(({ entry }, index) => [entry, all[index]]))),
  );
  const name = randomName(given, "secrets", content, parent);
  const valueOf = new Map(entries.map(({ key }) => [key, secretValue(key)]));
  const manifest = given.of((service) =>
    objects.patched(
      service,
      objects.secret(service, name, (key) => valueOf.get(key) ?? secretValue(key)),
    ),
  );
  const secret = new Secret(given.service.name, manifest, { parent });
  return pulumi.unsecret(nameOf(secret));
}

function randomName(
  { service }: Given,
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
