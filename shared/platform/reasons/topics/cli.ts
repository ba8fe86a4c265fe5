import { defineReasons } from "../define.ts";

/** What the command line refuses or tells itself. */
export const cliReasons = defineReasons({
  "nothing-due": {
    kind: "skip",
    params: {},
    cause: { en: "No certificate is due.", zh: "没有证书到期应续。" },
  },
  "local-cloud-not-running": {
    kind: "failure",
    params: {},
    cause: { en: "Nothing listens on the port of the local cloud.", zh: "本地云的端口没有服务在监听。" },
  },
});
