// Runs in the program's process, before Pulumi's own entry: loads what takes long while the configuration, which may
// have to be decrypted, is on its way. Arguments: the entry's path, then the entry's own.
import { createRequire } from "node:module";
import { keepPlainStructs } from "./plainStructs.ts";
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
// Its report of promises that leak, at an exit before the end, keeps a record and two more promises for each of the
// dozens a resource has. This engine notices such an end by itself (runProgram.ts).
sdk("../../runtime/debuggable.js").debuggablePromise = (promise) => promise;
// Those debug messages still print each answer, whole.
sdk("google-protobuf").Message.prototype.toString = () => "";
keepPlainStructs(sdk("google-protobuf/google/protobuf/struct_pb.js"));
const { env, flags } = await start;
process.removeListener("disconnect", orphaned);
process.disconnect();
Object.assign(process.env, env);
process.argv = [node, runEntry, ...flags, ...args];
sdk(runEntry);
// The entry has installed source-map-support, which is slow where the SDK takes a stack for each resource. Node strips
// types in place, so plain stacks name the right lines.
Error.prepareStackTrace = undefined;
