import { defineReasons } from "../define.ts";

/** What the command line refuses or tells itself. */
export const cliReasons = defineReasons({
  "local-cloud-not-running": {
    kind: "failure",
    params: {},
    cause: { en: "Nothing listens on the port of the local cloud.", zh: "本地云的端口没有服务在监听。" },
  },
});
