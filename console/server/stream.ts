/** Sends server-sent events to one browser. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface EventStream {
  send(data: string, options?: { id?: string; event?: string }): void;
  /** Keeps proxies from ending a silent connection, and tells the page that there is one. */
  beat(): void;
  end(): void;
}

/** Of a browser that reads too slowly so much waits; then the connection ends, and it comes again where it was. */
const mostWaiting = 4_000_000;
export const beatMs = 10_000;

/** @param begin is given the stream, and says what to do at its end */
export function eventStream(begin: (stream: EventStream) => () => void): Response {
  const encoder = new TextEncoder();
  let ended = false;
  let atEnd: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const over = () => {
    if (ended) return;
    ended = true;
    clearInterval(timer);
    atEnd();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          if (ended) return;
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < -mostWaiting) stream.end();
        };
        const stream: EventStream = {
          send(data, { id, event } = {}) {
            const named = event === undefined ? "" : `event: ${event}\n`;
            const numbered = id === undefined ? "" : `id: ${id}\n`;
            write(`${numbered}${named}${data.replaceAll(/^/gm, "data: ")}\n\n`);
          },
          beat() {
            write(": beat\n\n");
          },
          end() {
            if (ended) return;
            over();
            controller.close();
          },
        };
        timer = setInterval(() => {
          stream.beat();
        }, beatMs);
        const stop = begin(stream);
        // It may have come to its end while it began.
        if (ended) stop();
        else atEnd = stop;
      },
      cancel: over,
    },
    { highWaterMark: 1, size: (chunk) => chunk.byteLength },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}
