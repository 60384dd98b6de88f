import assert from "node:assert/strict";
import fc from "fast-check";
import { Bus } from "../../../console/live/bus.ts";
import type { LiveEvent } from "../../../console/api/live.ts";

const event = (lastSeen: string): LiveEvent => ({ type: "cluster", reached: true, lastSeen });
const seenIn = (changes: ReturnType<Bus["since"]>) =>
  changes === "unknown" ? changes : changes.map(({ event: told }) => (told.type === "cluster" ? told.lastSeen : ""));

describe("the bus of changes", () => {
  it("gives whoever was away what they have missed, and nothing twice", () => {
    const bus = new Bus();
    bus.publish(event("a"));
    const { last } = bus;
    bus.publish(event("b"));
    bus.publish(event("c"));
    assert.deepEqual(seenIn(bus.since(last)), ["b", "c"]);
    assert.deepEqual(bus.since(bus.last), []);
  });

  it("does not know what is longer ago than it keeps, nor what another process told, nor what is no id", () => {
    const bus = new Bus(2);
    const { last } = bus;
    for (const name of ["a", "b", "c"]) bus.publish(event(name));
    assert.equal(bus.since(last), "unknown");
    assert.equal(bus.since(new Bus().last), "unknown");
    for (const id of ["", "x", "-1", `${bus.last}0`, "../../etc"]) assert.equal(bus.since(id), "unknown");
  });

  it("tells those who listen, in their order, until they end it", () => {
    const bus = new Bus();
    const heard: string[] = [];
    const stop = bus.listen(({ id }) => heard.push(id.replace(/^.*-/, "")));
    bus.publish(event("a"));
    bus.publish(event("b"));
    stop();
    bus.publish(event("c"));
    assert.deepEqual(heard, ["1", "2"]);
    assert.equal(bus.listeners, 0);
  });

  it("loses nothing between a connection that broke and the next, wherever it broke", () => {
    const counts = fc.record({ kept: fc.integer({ min: 1, max: 20 }), before: fc.nat(30), after: fc.nat(30) });
    fc.assert(
      fc.property(counts, ({ kept, before, after }) => {
        const bus = new Bus(kept);
        for (let n = 0; n < before; n += 1) bus.publish(event(`old ${n}`));
        const { last } = bus;
        for (let n = 0; n < after; n += 1) bus.publish(event(String(n)));
        const expected = after > kept ? "unknown" : Array.from({ length: after }, (_, n) => String(n));
        assert.deepEqual(seenIn(bus.since(last)), expected);
      }),
    );
  });
});
