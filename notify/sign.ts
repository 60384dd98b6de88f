import { createHmac } from "node:crypto";

/**
 * The headers of a signed webhook, as https://www.standardwebhooks.com has them: HMAC-SHA256 over id, time and body, so
 * that neither can be changed, and an old message not be sent once more. Pure.
 * @param at ms since 1970
 */
export function signature(key: string, id: string, at: number, body: string): Record<string, string> {
  const seconds = String(Math.floor(at / 1000));
  const secret = key.startsWith("whsec_") ? Buffer.from(key.slice("whsec_".length), "base64") : Buffer.from(key);
  const mac = createHmac("sha256", secret).update(`${id}.${seconds}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": `v1,${mac}` };
}
