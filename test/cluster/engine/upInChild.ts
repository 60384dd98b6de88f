import { connect } from "../../../release/cluster/cluster.ts";
import { engineOf, inNamespace } from "../../release/engine/support.ts";
import type { TestProject } from "../../release/engine/support.ts";

/** `up` in a process of its own, for a test to kill. Arguments: project folder, kubeconfig, namespace. */
const [, , dir = "", kubeconfig = "", namespace = ""] = process.argv;
const project = { dir, env: process.env } as TestProject;
const engine = await engineOf(project, () => inNamespace(connect({ kubeconfig }), namespace));
await engine.up({ message: "to be killed" });
