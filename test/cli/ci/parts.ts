/** What the pipelines of these tests are written for. */
export const parts = {
  stacks: ["staging", "prod"],
  branch: "main",
  service: "web",
  image: "registry.example/team/web",
  releases: "https://git.example/team/releases.git",
};
