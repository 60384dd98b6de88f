import { notifySecrets } from "../../components/config/notifyErrors.ts";
import type { NotifyTarget } from "../../components/config/notify.ts";
import type { ServiceParameters } from "../../parameters/serviceParameters.ts";

interface Naming {
  config: { notify: readonly NotifyTarget[] };
  services: ReadonlyMap<string, { parameters: Pick<ServiceParameters, "secrets"> }>;
}

/** Config secrets that nobody names any more once these are gone: neither a service nor `releases:notify`. Pure. */
export function unusedSecrets(
  removals: readonly { after: Pick<ServiceParameters, "secrets"> }[],
  { config, services }: Naming,
): string[] {
  const ofServices = [...services.values()].flatMap(({ parameters }) => Object.keys(parameters.secrets));
  const used = new Set([...ofServices, ...notifySecrets(config.notify)]);
  return removals.flatMap(({ after }) => Object.keys(after.secrets)).filter((key) => !used.has(key));
}
