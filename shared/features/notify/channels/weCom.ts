import { chatRobot } from "../chatRobot.ts";
import { renderMarkdown } from "../render/markdown.ts";
import { renderWeComCard } from "../render/weComCard.ts";

/** A group robot of WeCom. It knows no signature: its address is its only secret. */
export const weCom = chatRobot({
  name: "WeCom",
  urlSetting: "ALBFLOW_WECOM_URL",
  settings: { ALBFLOW_WECOM_URL: "the robot's webhook address, key included" },
  messageOf(notice) {
    const content = renderMarkdown(notice, { maxBytes: 4_096, tables: false, title: true, link: true });
    const message = { msgtype: "markdown", markdown: { content } };
    return notice.actions.length === 0 ? message : [message, renderWeComCard(notice)];
  },
  answer: { code: "errcode", text: "errmsg", kinds: { "-1": "Transient", "45009": "Throttled", "93000": "Denied" } },
});
