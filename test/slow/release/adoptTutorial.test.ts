import assert from "node:assert/strict";
import { labImages } from "../../../lab/moreImages.ts";
import { wordpressAndMysql } from "../../cluster/release/adoptedManifests.ts";
import { adopting } from "../../cluster/release/adopting.ts";
import { patienceMs, useProject } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";

describe("adopting", function () {
  this.timeout(2 * patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "tutorial");
  const project = useProject();
  const { kubectl, applied, cli, adoptedUnderLoad } = adopting(cluster, namespace, project);

  before(async function () {
    this.timeout(900_000);
    await labImages({ which: "wordpress", emit: () => undefined });
  });

  it("takes the WordPress and the MySQL of Kubernetes' tutorial, whose volumes stay others'", async () => {
    await applied(wordpressAndMysql);
    for (const name of ["wordpress-mysql", "wordpress"]) {
      await kubectl("rollout", "status", "deployment", name, "--timeout=150s");
    }
    await adoptedUnderLoad(["wordpress", "wordpress-mysql"], 80);
    const text = project().read();
    assert.match(text, /from: mysql-pv-claim/);
    assert.match(text, /headless: true/);
    await cli("restart", "wordpress-mysql");
    await cli("adopt", "--undo", "--yes");
    await kubectl("delete", "deployment,service,pvc,secret", "--selector", "app=wordpress");
  });
});
