import { both, celList, differing, member, of, pair, type Variable } from "./cel.ts";
import { environment } from "./configuration.ts";

/** The first container is the service's own. Others take the same step where they run the same image. */
export function containerFields(): Variable[] {
  const lists = ["containers", "initContainers"];
  const [image, oldImage] = both("image");
  return [
    ...pair("image", (object) => `${of("podSpec", object)}.containers[0].image`),
    { name: "newVersion", expression: `${imageName(image)} == ${imageName(oldImage)}` },
    ...lists.flatMap((list) => [
      ...pair(list, (object) => member(of("podSpec", object), list, "[]")),
      { name: `${list}Fields`, expression: fieldsOf(list) },
    ]),
  ];
}

/** Up to its tag or digest, which is the owner's. */
function imageName(image: string): string {
  return `${image}.find("^([^/]*/)*[^:@/]*")`;
}

/** Container by container where they are the same ones. */
function fieldsOf(list: string): string {
  const [now, old] = both(list);
  const [image, oldImage] = both("image");
  const told = (field: string) => `"container " + c.name + " ${field}"`;
  const step = `variables.newVersion && c.image == ${image} && o.image == ${oldImage}`;
  const each = [
    `${differing("c", "o", celList(["image", "env"]))}.map(k, "container " + c.name + " " + k)`,
    `(c.image == o.image || ${step} ? [] : [${told("image")}])`,
    `(${environment("c")} == ${environment("o")} ? [] : [${told("env")}])`,
  ].join(" + ");
  const same = `${now}.map(c, c.name) == ${old}.map(c, c.name)`;
  const all = `${now}.map(c, ${old}.filter(o, o.name == c.name).map(o, ${each})[0])`;
  return `${same} ? ${all}.filter(f, size(f) > 0).map(f, f.join(", ")) : ["pod spec.${list}"]`;
}
