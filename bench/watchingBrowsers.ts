import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";

/** Browsers as the server has them: a session each, and a stream that stays open. */
export interface WatchingBrowsers {
  /** How many changes each has heard since it came, the snapshot not counted. */
  heard(): number[];
  /** Of those whose stream has ended by itself. */
  lost(): number;
  close(): void;
}

/** @param headersOf what the proxy says of the one who looks */
export async function watchingBrowsers(
  count: number,
  {
    origin,
    stack,
    headersOf,
  }: { origin: string; stack: string; headersOf: (viewer: number) => Record<string, string> },
): Promise<WatchingBrowsers> {
  const heard = Array.from({ length: count }, () => -1);
  const stop = new AbortController();
  let lost = 0;
  await Promise.all(
    heard.map(async (_none, viewer) => {
      const me = await fetch(`${origin}/api/me`, { headers: headersOf(viewer) });
      const cookie = me.headers.get("set-cookie")?.split(";")[0] ?? "";
      const headers = { ...headersOf(viewer), cookie };
      const request = get(`${origin}/api/stacks/${stack}/live`, { headers, agent: false, signal: stop.signal });
      request.on("error", () => undefined);
      const [answer] = (await once(request, "response")) as [IncomingMessage];
      if (answer.statusCode !== 200) throw new Error(`the stream of viewer ${viewer}: status ${answer.statusCode}`);
      const came = Promise.withResolvers<undefined>();
      answer.setEncoding("utf8").on("data", (text: string) => {
        heard[viewer] = (heard[viewer] ?? 0) + (text.match(/^data: /gm)?.length ?? 0);
        if (heard[viewer] >= 0) came.resolve(undefined);
      });
      answer.on("error", () => undefined);
      answer.on("close", () => {
        if (!stop.signal.aborted) lost += 1;
      });
      await came.promise;
    }),
  );
  return {
    heard: () => [...heard],
    lost: () => lost,
    close: () => {
      stop.abort();
    },
  };
}
