/** Imports point one way: components <- index.ts, components <- release <- cli. docs/architecture.md draws it. */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "errors-stand-alone",
      severity: "error",
      from: { path: "^errors" },
      to: { path: "^(components|release|cli|lab|test|bench)" },
    },
    {
      name: "components-declare-only",
      severity: "error",
      from: { path: "^components" },
      to: { path: "^(release|cli|lab|test|bench)|@kubernetes/client-node" },
    },
    {
      name: "release-knows-no-screen",
      severity: "error",
      from: { path: "^release" },
      to: { path: "^(cli|lab|test|bench)" },
    },
    {
      name: "rollout-knows-no-pulumi",
      severity: "error",
      from: { path: "^release/(rollout|cluster)" },
      to: { path: "@pulumi|^components/(serviceRelease|objects)|^release/engine" },
    },
    {
      name: "lab-stands-alone",
      severity: "error",
      from: { path: "^lab" },
      to: { path: "^(components|release|cli|test|bench)" },
    },
    {
      name: "nothing-imports-tests",
      severity: "error",
      from: { pathNot: "^(test|bench)" },
      to: { path: "^(test|bench)" },
    },
    // programEntry.mjs requires relative to the SDK of the project it runs, not to itself.
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: { pathNot: "programEntry\\.mjs$" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
