import assert from "node:assert/strict";
import { newAlarm } from "../../watch/alarm.ts";

const forEver = 2 ** 30;

describe("an alarm", () => {
  it("ends the pause that runs, and the next one where none does, and no other", async () => {
    const { signal } = new AbortController();
    const alarm = newAlarm();
    const waiting = alarm.wait(forEver, signal);
    alarm.ring();
    await waiting;
    alarm.ring();
    alarm.ring();
    await alarm.wait(forEver, signal);
    let ended = false;
    const last = alarm.wait(forEver, signal).then(() => (ended = true));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(ended, false);
    alarm.ring();
    await last;
  });

  it("ends with the signal", async () => {
    await newAlarm().wait(forEver, AbortSignal.abort());
  });
});
