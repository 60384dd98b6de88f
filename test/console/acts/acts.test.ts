import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Acts } from "../../../console/acts/acts.ts";
import { ActFolder } from "../../../console/acts/folder.ts";
import type { StackCommand } from "../../../console/acts/command.ts";
import type { RunningAct } from "../../../console/acts/running.ts";
import type { LiveEvent } from "../../../console/api/live.ts";
import { Bus } from "../../../console/live/bus.ts";
import type { Stacks } from "../../../console/live/stacks.ts";

/** In place of the `release` command: tells, waits until it may go on, and ends as it is told to. */
const fake = `
import { existsSync, writeFileSync } from "node:fs";
const folder = process.env.FAKE;
const tell = (event) => process.stderr.write(JSON.stringify(event) + "\\n");
tell({ type: "phase", at: 1, phase: "check", state: "started" });
const { RELEASE_OPERATOR: operator, GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email } = process.env;
writeFileSync(folder + "/arguments.json", JSON.stringify({ words: process.argv.slice(2), operator, ...(name === undefined ? {} : { author: name + " <" + email + ">" }) }));
let stopped = 0;
process.on("SIGINT", () => (stopped += 1));
const late = existsSync(folder + "/late");
const ending = () => (stopped && !late ? { result: "cancelled", signals: stopped } : { result: "succeeded" });
const timer = setInterval(() => {
  if ((!stopped || existsSync(folder + "/slow")) && !existsSync(folder + "/go")) return;
  clearInterval(timer);
  tell({ type: "phase", at: 2, phase: "check", state: "done" });
  process.stdout.write(JSON.stringify({ changed: true, release: { id: "20261129-000000-aaaa", changes: [], ...ending() } }));
  process.exitCode = stopped && !late ? 5 : 0;
}, 10);
`;

describe("an act, with a command of the test's own", function () {
  this.timeout(20_000);
  let folder = "";
  let bus = new Bus();
  const consoles: Acts[] = [];
  const open = (more: Partial<StackCommand> = {}) => {
    const live = { bus, source: { location: { stack: "staging" } } };
    const stacks = { all: [live], named: () => live } as unknown as Stacks;
    const command = {
      stack: "staging",
      file: [process.execPath, join(folder, "fake.mjs")] as const,
      options: (kubeconfig?: string) => [
        "--stack",
        "staging",
        ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
      ],
      folder,
      env: { ...process.env, FAKE: folder },
      ...more,
    };
    const acts = new Acts(new ActFolder(join(folder, "acts")), stacks, new Map([["staging", command]]));
    consoles.push(acts);
    return acts;
  };
  const begin = (acts: Acts, kubeconfig?: string) =>
    acts.begin(
      "staging",
      { act: { verb: "restart", services: ["web"] }, hash: "0".repeat(32), message: "--why; $(not run)" },
      { operator: "ada", ...(kubeconfig === undefined ? {} : { kubeconfig }) },
    );
  const told = () =>
    JSON.parse(readFileSync(join(folder, "arguments.json"), "utf8")) as { words: string[]; operator: string };
  const until = async (work: () => boolean) => {
    while (!work()) await sleep(10);
  };
  const ended = (act: RunningAct) =>
    until(() => {
      act.look();
      return act.ended !== undefined;
    });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "release-acts-"));
    bus = new Bus();
    writeFileSync(join(folder, "fake.mjs"), fake);
  });
  afterEach(() => {
    writeFileSync(join(folder, "go"), "");
    for (const acts of consoles.splice(0)) acts.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("tells what the command tells, and how it ended", async () => {
    const told: LiveEvent[] = [];
    bus.listen(({ event }) => told.push(event));
    const act = await begin(open());
    writeFileSync(join(folder, "go"), "");
    await ended(act);
    const { events, ended: end, release, operator } = act.state();
    assert.deepEqual(
      events.map(({ n, event }) => [n, event.type]),
      [
        [1, "phase"],
        [2, "phase"],
      ],
    );
    assert.deepEqual([end?.exitCode, release, operator], [0, "20261129-000000-aaaa", "ada"]);
    assert.deepEqual(
      told.map((event) => event.type === "act" && Object.keys(event).at(-1)),
      ["event", "event", "release", "ended"],
    );
  });

  it("is this person's, with what was shown and why, as words that no shell reads", async () => {
    const act = await begin(open(), "kubeconfig of ada");
    const file = join(folder, "arguments.json");
    await until(() => existsSync(file) && readFileSync(file, "utf8").endsWith("}"));
    const kubeconfig = join(folder, "acts", act.written.id, "kubeconfig");
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), {
      words: [
        ...["--cwd", folder, "--stack", "staging", "--kubeconfig", kubeconfig, "restart", "web"],
        ...["--yes", "--message=--why; $(not run)", `--plan=${"0".repeat(32)}`, "--json"],
      ],
      operator: "ada",
    });
    assert.equal(statSync(kubeconfig).mode & 0o777, 0o600);
    writeFileSync(join(folder, "go"), "");
    await ended(act);
    await until(() => !existsSync(kubeconfig));
  });

  it("goes on though the console that began it is gone, and is found again by the next", async () => {
    const first = open();
    const { id } = (await begin(first)).written;
    first.stop();
    const next = open();
    next.resume();
    const found = next.named("staging", id);
    assert.ok(found);
    assert.ok(!("ended" in found.state()));
    writeFileSync(join(folder, "go"), "");
    await ended(found);
    assert.deepEqual([found.ended?.exitCode, found.state().events.length], [0, 2]);
  });

  it("is known to be over by a console that comes after its end", async () => {
    const first = open();
    const act = await begin(first);
    writeFileSync(join(folder, "go"), "");
    await ended(act);
    const next = open();
    next.resume();
    assert.equal(next.named("staging", act.written.id)?.ended?.exitCode, 0);
    assert.deepEqual(
      next.list("staging", new Date()).map(({ written }) => written.id),
      [act.written.id],
    );
    assert.equal(next.named("prod", act.written.id), undefined);
  });

  it("is pushed from a clone of the console's own, as a commit of whoever asked for it", async () => {
    const act = await begin(open({ pushes: true }));
    const file = join(folder, "arguments.json");
    await until(() => existsSync(file) && readFileSync(file, "utf8").endsWith("}"));
    const { words, author } = JSON.parse(readFileSync(file, "utf8")) as { words: string[]; author: string };
    assert.deepEqual(words.slice(-2), ["--push", "--json"]);
    assert.equal(author, "ada <ada@localhost>");
    writeFileSync(join(folder, "go"), "");
    await ended(act);
  });

  const cancel = (acts: Acts, operator = "ben") => {
    const told: string[] = [];
    const asked = acts.cancel("staging", undefined, {
      ...{ message: "not now", as: { operator } },
      told: (_act, result) => told.push(result),
    });
    return { asked: asked?.written.id, told };
  };
  const running = async (acts: Acts) => {
    const act = await begin(acts);
    await until(() => existsSync(join(folder, "arguments.json")));
    // The handler of the signal is there a moment after.
    await sleep(50);
    return act;
  };

  it("is asked to end as by Ctrl-C, and then taken back by whoever asked for that", async () => {
    const acts = open();
    const act = await running(acts);
    const { asked, told: heard } = cancel(acts);
    assert.equal(asked, act.written.id);
    await ended(act);
    assert.equal(act.ended?.exitCode, 5);
    await until(() => acts.list("staging", new Date()).length === 2);
    const [back] = acts.list("staging", new Date());
    const recover = { verb: "recover", of: "20261129-000000-aaaa" };
    assert.deepEqual([back?.written.act, back?.written.message], [recover, "not now"]);
    await until(() => told().operator === "ben");
    assert.deepEqual(told().words.slice(-6), [
      ...["recover", "--of", "20261129-000000-aaaa", "--yes", "--message=not now", "--json"],
    ]);
    assert.deepEqual(heard, [`begun as ${back?.written.id ?? ""}`]);
    // The way back is ended by nobody's second press.
    assert.equal(cancel(acts).asked, undefined);
  });

  it("is asked to end once, however often and by whom it is asked: twice would be at once", async () => {
    writeFileSync(join(folder, "slow"), "");
    const acts = open();
    const act = await running(acts);
    const ids = [cancel(acts).asked, cancel(acts, "carol").asked];
    assert.deepEqual(ids, [act.written.id, act.written.id]);
    await sleep(50);
    writeFileSync(join(folder, "go"), "");
    await ended(act);
    assert.equal((act.ended?.result?.release as { signals?: number } | undefined)?.signals, 1);
    await until(() => acts.list("staging", new Date()).length === 2);
    assert.equal(acts.list("staging", new Date())[0]?.written.operator, "ben");
  });

  it("that has arrived before it could be ended stays as it is", async () => {
    writeFileSync(join(folder, "late"), "");
    const acts = open();
    const act = await running(acts);
    assert.equal(cancel(acts).asked, act.written.id);
    await ended(act);
    assert.equal(act.ended?.exitCode, 0);
    assert.equal(acts.list("staging", new Date()).length, 1);
  });

  it("whose process was killed ended without a word", async () => {
    const act = await begin(open());
    await until(() => existsSync(join(folder, "arguments.json")));
    process.kill(-act.written.process.pid, "SIGKILL");
    await ended(act);
    assert.deepEqual([act.ended?.exitCode, act.ended?.problem], [undefined, undefined]);
  });
});
