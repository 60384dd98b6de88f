/** `service-releases/objects`: what a file of a project's own objects is given, and gives. docs/package.md */
export type { OwnObject, OwnObjects } from "../components/objects/own.ts";
export type { Service } from "../components/config/stackConfig.ts";
