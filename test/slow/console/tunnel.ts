/** A way into the lab's network: what comes by a socket in a folder goes to an address there. Arguments: socket, address, port. */
import { connect, createServer } from "node:net";

const [, , socket = "", address = "", port = ""] = process.argv;

createServer((outside) => {
  const inside = connect(Number(port), address);
  outside.pipe(inside).pipe(outside);
  for (const side of [outside, inside]) side.on("error", () => [outside, inside].map((end) => end.destroy()));
}).listen(socket);
