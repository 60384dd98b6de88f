// Runs in the program's process, before Pulumi's own entry: loads what takes long while the configuration, which may
// have to be decrypted, is on its way. Arguments: the entry's path, then the entry's own.
import { createRequire } from "node:module";
import { putOffSerialization } from "./loadWhenUsed.mjs";

const [node, , runEntry, ...args] = process.argv;
const sdk = createRequire(runEntry);
// The engine is gone: nothing to run for.
const orphaned = () => process.exit(1);
process.once("disconnect", orphaned);
// An exit, unlike the signal itself, writes the compile cache: what this run has compiled, types stripped.
process.once("SIGTERM", () => process.exit(143));
const start = new Promise((resolve) => process.once("message", resolve));
putOffSerialization(sdk);
// Not the packages of providers: they would fix the SDK's settings, which are still to come.
for (const module of ["../../index.js", "../../runtime/stack.js", "../../tsutils.js", "./tracing.js", "@grpc/grpc-js"])
  sdk(module);
// Debug messages, which this engine does not show, would each be a call to it, one after the other.
sdk("../../log/index.js").debug = () => Promise.resolve();
// For its report of promises that leak, the SDK keeps a stack with each of the dozens a resource has.
const debuggable = sdk("../../runtime/debuggable.js");
const { debuggablePromise } = debuggable;
debuggable.debuggablePromise = (promise, context) => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return debuggablePromise(promise, context);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
};
const { env, flags } = await start;
process.removeListener("disconnect", orphaned);
process.disconnect();
Object.assign(process.env, env);
process.argv = [node, runEntry, ...flags, ...args];
sdk(runEntry);
// The entry has installed source-map-support, which is slow where the SDK takes a stack for each resource. Node strips
// types in place, so plain stacks name the right lines.
Error.prepareStackTrace = undefined;
