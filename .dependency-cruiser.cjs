/** The rooms, each standing on those before it alone: the way of the data, from what is declared to the screen. docs/architecture.md draws it. */
const rooms = [
  "errors",
  "host",
  "components",
  "cluster",
  "rollout",
  "canary",
  "hooks",
  "program",
  "parameters",
  "engine",
  "drift",
  "records",
  "figures",
  "notify",
  "lock",
  "release",
  "watch",
  "console",
  "cli",
  "bench",
  "test",
];

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    ...rooms.map((room, index) => ({
      name: `${room}-knows-none-above`,
      severity: "error",
      from: { path: `^${room}/` },
      to: { path: `^(${rooms.slice(index + 1).join("|") || "-"})/` },
    })),
    {
      name: "components-declare-only",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^host/|@kubernetes/client-node" },
    },
    {
      name: "the-cluster-knows-no-pulumi",
      severity: "error",
      from: { path: "^(cluster|rollout|lock)/" },
      to: { path: "@pulumi|^components/(serviceRelease|objects)" },
    },
    {
      name: "a-canary-is-judged-without-pulumi",
      severity: "error",
      from: { path: "^canary/" },
      to: { path: "@pulumi|^components/(serviceRelease|objects/(?!(labels|checkPods)[.]ts))" },
    },
    {
      name: "lab-stands-alone",
      severity: "error",
      from: { path: "^lab/" },
      to: { path: `^(${rooms.filter((room) => !["errors", "host"].includes(room)).join("|")})/` },
    },
    {
      // The package has no lab, so what becomes of a release command must not lead there: `npm start` alone does.
      name: "only-the-story-knows-the-lab",
      severity: "error",
      from: {
        path: [
          `^(${rooms.filter((room) => !["cli", "bench", "test"].includes(room)).join("|")})/`,
          "^cli/(?!start/|renderers/labProgress[.]ts)",
        ],
      },
      to: { path: "^lab/" },
    },
    {
      // It runs in a browser: of the console it has the types of what goes over the wire, and what both sides share.
      name: "the-page-knows-no-server",
      severity: "error",
      from: { path: "^console/(page|shared|api)/" },
      to: { path: "^console/(server|live|acts)/|^node:" },
    },
    { name: "not-to-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
