import { packageName } from "../../../host/ownPackage.ts";

/** `index.ts`: the whole program. */
export const programText = `import { releaseStack } from "${packageName}";

/** Reads Pulumi.<stack>.yaml and makes its services; what each came to: \`pulumi stack output web\`. */
export default await releaseStack();
`;

/** `templates/team.ts`: a type of service of one's own. */
export const templateText = `import type { Template } from "${packageName}/templates";

/** A type of service: \`template: team\` in a stack's file. Each file in this folder is one, and has the file's name. */
export const template: Template = {
  description: "What this team runs: HTTP on 8080, its health at /healthz.",
  // Every parameter may stand here; what a stack's file says goes before it. docs/parameters.md
  defaults: {
    replicas: 2,
    ports: { http: { container: 8080, service: 80, appProtocol: "http" } },
    probes: {
      startup: { http: { path: "/healthz", port: "http" }, period: "1s", failures: 60 },
      readiness: { http: { path: "/healthz", port: "http" }, period: "1s", failures: 2 },
      liveness: { http: { path: "/healthz", port: "http" }, period: "10s", timeout: "5s", failures: 3 },
    },
    rollout: { maxSurge: 1, maxUnavailable: 0, minReady: "2s", deadline: "2m" },
    drain: { sleep: "4s", time: "15s" },
    budget: { maxUnavailable: 1 },
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
  },
};
`;

/** `test/stacks.test.ts`: what a release would refuse, before it is merged. */
export const testText = `import { join } from "node:path";
import { checkStackFile, stacksIn } from "${packageName}/rules";

const project = join(import.meta.dirname, "..");

describe("the stacks", () => {
  for (const stack of stacksIn(project)) {
    it(\`\${stack} is right, and keeps the rules for services that keep answering\`, () => {
      checkStackFile(join(project, \`Pulumi.\${stack}.yaml\`));
    });
  }
});
`;
