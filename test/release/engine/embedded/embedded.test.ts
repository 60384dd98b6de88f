import { engineContract } from "../contract.ts";
import { engineOf, noCluster } from "../support.ts";

engineContract("embedded", (project) => engineOf(project, noCluster));
