import type { cliReasons } from "../../../platform/reasons/topics/cli.ts";
import type { Messages } from "../message.ts";

export const cli: Messages<typeof cliReasons> = {
  "nothing-due": "No certificate is due",
  "local-cloud-not-running": {
    message: "No local cloud answers there",
    next: "Start one with `albflow local start`, or name its first port with --port",
  },
};
