import type { Benchmark } from "./benchmark.ts";

export const firstDeploy: Benchmark = {
  name: "first-deploy",
  about: "every service where nothing was before; kubectl apply + rollout status, helm install",
  once: true,
  round: ({ firstDeploy: measured }) => Promise.resolve([{ figure: "release", unit: "s", ...measured }]),
};
