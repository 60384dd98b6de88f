/** `service-releases/causes`: what a cause of a project's own is given, and gives. docs/package.md */
export type { FoundCause, OwnCause, SeenContainer, SeenPod, SeenRollout } from "../rollout/ownCause.ts";
