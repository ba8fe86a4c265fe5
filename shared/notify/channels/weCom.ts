import type { ChannelKind } from "../channel.ts";
import { postJson, webhookAddress } from "../postJson.ts";
import { renderMarkdown } from "../render/markdown.ts";
import { refuseRobotError } from "../robotAnswer.ts";

/** A group robot of WeCom. It knows no signature: its address is its only secret. */
export const weCom: ChannelKind = {
  name: "WeCom",
  variable: "ALBFLOW_WECOM_URL",
  settings: { ALBFLOW_WECOM_URL: "the robot's webhook address, key included" },
  open({ ALBFLOW_WECOM_URL = "" }) {
    const address = webhookAddress("ALBFLOW_WECOM_URL", ALBFLOW_WECOM_URL);
    return {
      name: "WeCom",
      async send(notice) {
        const content = renderMarkdown(notice, { maxBytes: 4_096, tables: false, title: true, link: true });
        const message = { msgtype: "markdown", markdown: { content } };
        refuseRobotError("WeCom", await postJson("WeCom", address, JSON.stringify(message)), ANSWER);
      },
    };
  },
};

const ANSWER = {
  code: "errcode",
  text: "errmsg",
  kinds: { "-1": "Transient", "45009": "Throttled", "93000": "Denied" },
} as const;
