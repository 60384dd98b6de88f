/** Sends server-sent events to one browser. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface EventStream {
  send(data: string, options?: EventOptions): void;
  /** What is told to many is made once. @param bytes of {@link eventBytes} */
  sendBytes(bytes: Uint8Array): void;
  /** Keeps proxies from ending a silent connection, and tells the page that there is one. */
  beat(): void;
  end(): void;
}

interface EventOptions {
  id?: string;
  event?: string;
}

/** One event as it is sent. Pure. */
export function eventBytes(data: string, { id, event }: EventOptions = {}): Uint8Array {
  const named = event === undefined ? "" : `event: ${event}\n`;
  const numbered = id === undefined ? "" : `id: ${id}\n`;
  return encoder.encode(`${numbered}${named}${data.replaceAll(/^/gm, "data: ")}\n\n`);
}

const encoder = new TextEncoder();
const beat = encoder.encode(": beat\n\n");

/** Of a browser that reads too slowly so much waits; then the connection ends, and it comes again where it was. */
const mostWaiting = 4_000_000;
export const beatMs = 10_000;

/** @param begin is given the stream, and says what to do at its end */
export function eventStream(begin: (stream: EventStream) => () => void): Response {
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
        const write = (bytes: Uint8Array) => {
          if (ended) return;
          controller.enqueue(bytes);
          if ((controller.desiredSize ?? 0) < -mostWaiting) stream.end();
        };
        const stream: EventStream = {
          send(data, options) {
            write(eventBytes(data, options));
          },
          sendBytes: write,
          beat() {
            write(beat);
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
