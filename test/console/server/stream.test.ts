import assert from "node:assert/strict";
import { eventStream } from "../../../console/server/stream.ts";
import { fakeConsole, origin, signedInHeaders } from "./fakes.ts";

/** What has come of a stream until this many events were there. */
async function eventsOf(answer: Response, count: number): Promise<string[]> {
  const decoder = new TextDecoder();
  let text = "";
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  while (text.split("\n\n").length <= count) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text.split("\n\n").filter((part) => part !== "");
}

describe("a stream of events", () => {
  it("has each line of its data marked, so that no text can be taken for another event", async () => {
    const answer = eventStream((stream) => {
      stream.send("one\n\nid: forged\ndata: x", { id: "a-1" });
      stream.end();
      return () => undefined;
    });
    assert.equal(await answer.text(), "id: a-1\ndata: one\ndata: \ndata: id: forged\ndata: data: x\n\n");
    assert.equal(answer.headers.get("content-type"), "text/event-stream; charset=utf-8");
  });

  it("says once that it is over, whoever ends it", async () => {
    let ended = 0;
    const answer = eventStream(() => () => void (ended += 1));
    await answer.body!.cancel();
    assert.equal(ended, 1);
  });

  it("of a stack begins with a snapshot, and goes on where a browser was", async () => {
    const { app, seal, live } = fakeConsole();
    const { bus } = live.get("staging")!;
    const before = bus.listeners;
    const { headers } = await signedInHeaders(seal);
    const first = await eventsOf(await app.request(`${origin}/api/stacks/staging/live`, { headers }), 1);
    assert.match(first[0] ?? "", /^id: [0-9a-f]+-0\ndata: \{"type":"snapshot"/);
    const { last } = bus;
    bus.publish({ type: "file" });
    const again = { ...headers, "last-event-id": last };
    const next = await eventsOf(await app.request(`${origin}/api/stacks/staging/live`, { headers: again }), 1);
    assert.deepEqual(next, [`id: ${bus.last}\ndata: {"type":"file"}`]);
    assert.equal(bus.listeners, before);
  });

  it("says nothing of what runs in a stack that one may not see", async () => {
    const { app, seal, live } = fakeConsole();
    const { headers } = await signedInHeaders(seal);
    const staging = live.get("staging")!;
    const { bus } = staging;
    const stream = app.request(`${origin}/api/stacks/staging/live`, { headers });
    const answer = await stream;
    bus.publish({ type: "overview", rows: [staging.row("web")!], removed: [], frozen: [] });
    const told = (await eventsOf(answer, 2)).join("\n");
    assert.match(told, /"type":"overview"/);
    assert.doesNotMatch(told, /v0/);
  });
});
