import { Module } from "node:module";

/**
 * What the SDK loads to serialize functions with, for dynamic resources, which this engine does not have: more than half
 * of a program's start and memory, and an inspector session that looks at every script. Put off until it is used after
 * all. https://github.com/pulumi/pulumi/tree/master/sdk/nodejs/runtime/closure
 * @param {NodeJS.Require} require of the SDK's run entry
 */
export function putOffSerialization(require) {
  loadWhenUsed(require, "../../typescript-shim.js", {});
  loadWhenUsed(require, "@npmcli/arborist", {});
  loadWhenUsed(require, "../../runtime/closure/v8Hooks.js", { isInitializedAsync: () => Promise.resolve() });
}

/** `known` is answered without loading the module. */
function loadWhenUsed(require, name, known) {
  const path = require.resolve(name);
  const own = { __esModule: true, ...known };
  const exports = new Proxy(own, { get: (_target, key) => (key in own ? own[key] : load()[key]) });
  const standIn = Object.assign(new Module(path), { exports, loaded: true });
  const load = () => {
    if (require.cache[path] === standIn) delete require.cache[path];
    return require(path);
  };
  require.cache[path] = standIn;
}
