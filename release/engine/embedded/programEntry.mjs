// Runs in the program's process, before Pulumi's own entry: loads what takes long while the configuration, which may
// have to be decrypted, is on its way. Arguments: the entry's path, then the entry's own.
import { createRequire } from "node:module";

const [, , runEntry, ...args] = process.argv;
const require = createRequire(runEntry);
const config = new Promise((resolve) => {
  process.once("message", resolve);
  // The engine is gone: nothing to run for.
  process.once("disconnect", () => process.exit(1));
});
require("../../index.js");
Object.assign(process.env, await config);
process.removeAllListeners("disconnect");
process.disconnect();
process.argv = [process.argv[0], runEntry, ...args];
require(runEntry);
