/** `service-releases/templates`: the templates there are, and what one is. docs/package.md */
export { templates, useTemplates } from "../components/templates.ts";
export type { Template } from "../components/templates.ts";
