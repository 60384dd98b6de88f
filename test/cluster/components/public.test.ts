import assert from "node:assert/strict";
import type { KubernetesObject } from "@kubernetes/client-node";
import { labGatewayKinds } from "../../../lab/gatewayKinds.ts";
import { defaulted } from "../../components/public/defaults.ts";
import { differencesOf } from "../../components/public/differences.ts";
import type { ObjectShape } from "../../components/public/original.ts";
import { projects } from "../../components/public/projects.ts";
import type { PlainObject } from "../../../components/config/layers.ts";
import { omit } from "../../../components/config/omit.ts";
import { present } from "../../../release/adopt/present.ts";
import { useLab, useNamespace } from "../support.ts";

describe("the services of public projects, at the API server", () => {
  const lab = useLab();
  const namespace = useNamespace(lab, "public");
  before(async () => {
    await labGatewayKinds({ emit: () => undefined });
  });

  for (const { name, originals, rendered } of projects) {
    it(`${name}: are taken to the last field, and differ in what was found without it`, async () => {
      const [before, after] = [await taken(originals), await taken(rendered)];
      const found = differencesOf(originals.map(defaulted), rendered.map(defaulted));
      assert.deepEqual(differencesOf(before, after).toSorted(), found.toSorted());
    });
  }

  /** What the API server would make of them, by server-side apply; nothing is kept. */
  async function taken(objects: readonly ObjectShape[]): Promise<ObjectShape[]> {
    const made: ObjectShape[] = [];
    for (const object of objects) {
      const asked: KubernetesObject = { ...object, metadata: { ...object.metadata, namespace: namespace() } };
      const answer = await lab().objects.patch(asked, undefined, "All", "test", true, "application/apply-patch+yaml");
      made.push(withoutOwn(answer));
    }
    return made;
  }
});

/** Addresses and ports that the API server gives out, an old name of a field, and by what a Job finds its pods. */
const given = /^(clusterIPs?|nodePort|serviceAccount|(batch\.kubernetes\.io\/)?(controller-uid|job-name))$/;

/** The object without what is no answer to what was asked. */
function withoutOwn(answer: object): ObjectShape {
  const text = JSON.stringify(answer, (key, value: unknown) => (given.test(key) ? undefined : value));
  const { metadata, spec, ...object } = omit(JSON.parse(text) as ObjectShape, "status") as ObjectShape;
  const { name, labels, annotations } = metadata;
  const { selector, ...others } = (spec ?? {}) as PlainObject;
  return {
    ...object,
    metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) },
    ...(spec === undefined ? {} : { spec: object.kind === "Job" ? others : { ...others, ...present({ selector }) } }),
  };
}
