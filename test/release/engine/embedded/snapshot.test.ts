import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { ResourceState } from "../../../../release/engine/embedded/checkpoint.ts";
import { Snapshot } from "../../../../release/engine/embedded/snapshot.ts";
import { StateFile } from "../../../../release/engine/embedded/stateFile.ts";
import { StateList } from "../../../../release/engine/embedded/stateList.ts";

function state(urn: string, more: Partial<ResourceState> = {}): ResourceState {
  return { urn, custom: true, type: "t", ...more };
}
function urns(states: readonly ResourceState[]): string[] {
  return states.map(({ urn, delete: doomed }) => (doomed === true ? `${urn} (delete)` : urn));
}

describe("A snapshot of the stack in the middle of a run", () => {
  it("holds what the run has dealt with, then what it has not, as Pulumi writes it", () => {
    const [a, b, c] = [state("a"), state("b"), state("c")];
    const snapshot = new Snapshot({ resources: [a, b, c], pendingOperations: [], metadata: {} });
    snapshot.put(state("c", { id: "2" }), c);
    snapshot.put(state("d"));
    assert.deepEqual(urns(snapshot.resources), ["c", "d", "a", "b"]);
    assert.deepEqual(urns(snapshot.remaining), ["a", "b"]);
    assert.equal(snapshot.findOld(["x", "b"]), b);
    assert.equal(snapshot.find("a"), undefined);
    snapshot.remove(a);
    assert.deepEqual(urns(snapshot.resources), ["c", "d", "b"]);
  });

  it("keeps a replaced resource beside what took its place, to be deleted", () => {
    const old = state("a", { id: "1" });
    const snapshot = new Snapshot({ resources: [old], pendingOperations: [], metadata: {} });
    snapshot.exchange(old, { ...old, delete: true });
    snapshot.put(state("a", { id: "2" }));
    assert.deepEqual(urns(snapshot.resources), ["a", "a (delete)"]);
    assert.equal(snapshot.find("a")?.id, "2");
    assert.equal(snapshot.findOld(["a"]), undefined);
  });

  it("lets what needs a renamed resource follow it to its new URN", () => {
    const old = state("old");
    const child = state("child", {
      parent: "old",
      dependencies: ["x", "old"],
      propertyDependencies: { a: ["old"], b: [] },
      provider: "old::1-2",
      deletedWith: "old",
    });
    const snapshot = new Snapshot({
      resources: [old, child, state("other", { parent: "x" })],
      pendingOperations: [],
      metadata: {},
    });
    snapshot.put(state("new"), old);
    assert.deepEqual(snapshot.remaining, [
      state("child", {
        parent: "new",
        dependencies: ["x", "new"],
        propertyDependencies: { a: ["new"], b: [] },
        provider: "new::1-2",
        deletedWith: "new",
      }),
      state("other", { parent: "x" }),
    ]);
  });

  it("has an operation on record from its begin to its end", () => {
    const snapshot = new Snapshot({ resources: [], pendingOperations: [], metadata: {} });
    const operation = snapshot.begin(state("a"), "creating");
    assert.deepEqual(snapshot.deployment().pendingOperations, [{ resource: state("a"), type: "creating" }]);
    snapshot.end(operation);
    assert.deepEqual(snapshot.deployment().pendingOperations, []);
  });
});

describe("A list of states", () => {
  it("does what an array does, whatever is done to it", () => {
    const action = fc.record({ kind: fc.constantFrom("add", "remove", "exchange"), at: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const list = new StateList();
        let array: ResourceState[] = [];
        for (const [index, { kind, at }] of actions.entries()) {
          const target = array[at % Math.max(1, array.length)];
          const fresh = state(`r${index}`);
          if (kind === "add" || target === undefined) {
            list.add(fresh);
            array.push(fresh);
          } else if (kind === "remove") {
            list.remove(target);
            array = array.filter((each) => each !== target);
          } else {
            list.exchange(target, fresh);
            array = array.map((each) => (each === target ? fresh : each));
          }
        }
        assert.deepEqual(list.all, array);
        for (const each of array) assert.equal(list.find(each.urn), each);
      }),
    );
  });
});

describe("The state's file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "release-state-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("holds, once a save has ended, what the state was at that save or later, in few writes", async () => {
    let version = 0;
    let writes = 0;
    const path = join(folder, "s.json");
    const file = new StateFile(path, () => {
      writes++;
      return String(version);
    });
    const saves = Array.from({ length: 50 }, async (_, index) => {
      version = index;
      await file.save();
      assert.ok(Number(readFileSync(path, "utf8")) >= index);
    });
    await Promise.all(saves);
    assert.equal(readFileSync(path, "utf8"), "49");
    assert.equal(writes, 2, "one at once, and one for all that came meanwhile");
  });

  it("keeps what stood there before the run as .bak, and no other file", async () => {
    const path = join(folder, "s.json");
    writeFileSync(path, "before");
    const file = new StateFile(path, () => "after");
    await file.save();
    await file.save();
    assert.equal(readFileSync(`${path}.bak`, "utf8"), "before");
    assert.equal(readFileSync(path, "utf8"), "after");
  });

  it("tells every save of a write that failed, and the next one goes through", async () => {
    let fails = true;
    const file = new StateFile(join(folder, "s.json"), () => {
      if (fails) throw new Error("disk full");
      return "text";
    });
    await assert.rejects(file.save(), /disk full/);
    fails = false;
    await file.save();
    assert.equal(readFileSync(join(folder, "s.json"), "utf8"), "text");
  });
});
