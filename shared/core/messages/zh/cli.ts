import type { cliReasons } from "../../../platform/reasons/topics/cli.ts";
import type { Messages } from "../message.ts";

export const cli: Messages<typeof cliReasons> = {
  "nothing-due": "没有证书到期应续",
  "local-cloud-not-running": {
    message: "本地云没有响应",
    next: "请用 `albflow local start` 启动，或用 --port 指定它的首个端口",
  },
};
