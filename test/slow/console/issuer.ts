/**
 * A provider of identities by https, in the lab's network. Arguments: address, port, files of its key and certificate, and as JSON
 * the console as its client and everybody's groups.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { testProvider, type ProviderOptions } from "../../console/server/provider.ts";

const [, , address = "", port = "", key = "", cert = "", told = "{}"] = process.argv;
const { client, groups } = JSON.parse(told) as { client: ProviderOptions["client"]; groups: Record<string, string[]> };
const provider = testProvider({
  issuer: `https://${address}:${port}`,
  client,
  groupsOf: (login) => groups[login] ?? [],
});
const callback = provider.callback();
createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
  void callback(request, response);
}).listen(Number(port), address);
