import { createHmac } from "node:crypto";
import { clock } from "../../../platform/clock.ts";
import { chatRobot } from "../chatRobot.ts";
import { renderMarkdown } from "../render/markdown.ts";

/** A robot in a DingTalk group, with or without the security setting "sign". */
export const dingTalk = chatRobot({
  name: "DingTalk",
  urlSetting: "ALBFLOW_DINGTALK_URL",
  secretSetting: "ALBFLOW_DINGTALK_SECRET",
  settings: {
    ALBFLOW_DINGTALK_URL: "the robot's webhook address, access token included",
    ALBFLOW_DINGTALK_SECRET: "the robot's secret (SEC…), where its messages are to be signed",
  },
  messageOf(notice) {
    const { title, actions } = notice;
    const form = { maxBytes: 18_000, escaped: true, tables: false, title: true };
    if (actions.length === 0) {
      return { msgtype: "markdown", markdown: { title, text: renderMarkdown(notice, { ...form, link: true }) } };
    }
    const btns = actions.map(({ label, url }) => ({ title: label, actionURL: url }));
    const text = renderMarkdown(notice, { ...form, link: false });
    return { msgtype: "actionCard", actionCard: { title, text, btnOrientation: "1", btns } };
  },
  /** The signature stands in the address: HMAC-SHA256 of time and secret, keyed with the secret. */
  addressOf(address, secret) {
    if (secret === "") return address;
    const timestamp = String(clock.now());
    const url = new URL(address);
    url.searchParams.set("timestamp", timestamp);
    url.searchParams.set("sign", createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64"));
    return url.href;
  },
  answer: {
    code: "errcode",
    text: "errmsg",
    kinds: { "-1": "Transient", "130101": "Throttled", "310000": "Denied", "300001": "Denied" },
  },
});
