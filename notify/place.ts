/** Where a message goes. */
export interface Place {
  url: string;
  authorization: Record<string, string>;
}

/** Undefined where it is no URL of the web. `fetch` takes no `user:password@`: they go as the header that they stand for. */
export function placeOf(text: string): Place | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!["http:", "https:"].includes(url.protocol)) return undefined;
  if (url.username === "" && url.password === "") return { url: url.href, authorization: {} };
  const basic = Buffer.from(`${decoded(url.username)}:${decoded(url.password)}`).toString("base64");
  url.username = "";
  url.password = "";
  return { url: url.href, authorization: { authorization: `Basic ${basic}` } };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A "%" that stands for itself.
    return text;
  }
}
