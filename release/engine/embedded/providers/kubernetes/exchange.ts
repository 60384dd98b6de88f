import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { RequestOptions } from "node:https";

const timeoutMs = 30_000;

export interface Answer {
  status: number;
  text: string;
  /** What the server says in its `Warning` headers. */
  warnings: string[];
}

/** `299 - "policy/v1beta1 is deprecated"` without its frame. */
function warningText(header: string): string {
  return (/^\d{3} \S+ "(.*)"$/.exec(header)?.[1] ?? header).replaceAll(/\\(.)/g, "$1");
}

/** One request and its whole answer. @throws Error when none comes within 30 s. */
export function exchange(url: URL, options: RequestOptions, content: string | undefined): Promise<Answer> {
  const send = url.protocol === "http:" ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const sent = send(url, { ...options, timeout: timeoutMs }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString("utf8"),
          warnings: (response.headersDistinct.warning ?? []).map(warningText),
        });
      });
    });
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    sent.on("error", reject);
    sent.end(content);
  });
}
