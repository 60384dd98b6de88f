import assert from "node:assert/strict";
import fc from "fast-check";
import { strategicMerge } from "../../../components/kubernetes/merge.ts";
import { patchTo } from "../../../components/kubernetes/patchTo.ts";

const word = "#PodSpec";
/** As JSON has it. */
const plain = (value: object) => JSON.parse(JSON.stringify(value)) as object;

describe("patchTo", () => {
  it("makes of any pod any other one, as far as patches reach", () => {
    const variable = fc.record({ name: fc.constantFrom("A", "B", "C"), value: fc.constantFrom("1", "2") });
    const container = fc.record(
      {
        name: fc.constant("web"),
        env: fc.uniqueArray(variable, { selector: ({ name }) => name }),
        args: fc.array(fc.constantFrom("x", "y"), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ["name"] },
    );
    const pod = fc.record(
      {
        containers: fc.tuple(container),
        nodeSelector: fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom("1", "2")),
        hostNetwork: fc.boolean(),
        tolerations: fc.array(fc.record({ key: fc.constantFrom("a", "b") }), { maxLength: 2 }),
      },
      { requiredKeys: ["containers"] },
    );
    fc.assert(
      fc.property(pod.map(plain), pod.map(plain), (from, to) => {
        const patch = patchTo(from, to, word);
        assert.deepEqual(patch === undefined ? from : strategicMerge(from, patch, word).value, to);
      }),
    );
  });

  it("names what differs alone, elements by their key, and nothing where nothing does", () => {
    const from = { containers: [{ name: "web", image: "a:1", env: [{ name: "A", value: "1" }] }], hostNetwork: true };
    const to = { containers: [{ name: "web", image: "a:1", env: [{ name: "A", value: "2" }] }] };
    assert.deepEqual(patchTo(from, to, word), {
      containers: [{ name: "web", env: [{ name: "A", value: "2" }] }],
      hostNetwork: null,
    });
    assert.equal(patchTo(from, structuredClone(from), word), undefined);
  });

  it("replaces a list whose order is another, but not that of containers", () => {
    const [a, b] = [
      { name: "A", value: "1" },
      { name: "B", value: "2" },
    ];
    const of = (env: object[]) => ({ containers: [{ name: "web", env }] });
    assert.deepEqual(patchTo(of([a, b]), of([b, a]), word), {
      containers: [{ name: "web", env: [{ $patch: "replace" }, b, a] }],
    });
  });
});
