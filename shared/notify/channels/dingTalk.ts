import { createHmac } from "node:crypto";
import { clock } from "../../clock.ts";
import type { ChannelKind } from "../channel.ts";
import { postJson, webhookAddress } from "../postJson.ts";
import { renderMarkdown } from "../render/markdown.ts";
import { refuseRobotError } from "../robotAnswer.ts";

/** A robot in a DingTalk group, with or without the security setting "sign". */
export const dingTalk: ChannelKind = {
  name: "DingTalk",
  variable: "ALBFLOW_DINGTALK_URL",
  settings: {
    ALBFLOW_DINGTALK_URL: "the robot's webhook address, access token included",
    ALBFLOW_DINGTALK_SECRET: "the robot's secret (SEC…), where its messages are to be signed",
  },
  open({ ALBFLOW_DINGTALK_URL = "", ALBFLOW_DINGTALK_SECRET: secret = "" }) {
    const address = webhookAddress("ALBFLOW_DINGTALK_URL", ALBFLOW_DINGTALK_URL);
    return {
      name: "DingTalk",
      async send(notice) {
        const text = renderMarkdown(notice, {
          maxBytes: 18_000,
          escaped: true,
          tables: false,
          title: true,
          link: true,
        });
        const message = { msgtype: "markdown", markdown: { title: notice.title, text } };
        const answer = await postJson("DingTalk", signed(address, secret), JSON.stringify(message));
        refuseRobotError("DingTalk", answer, ANSWER);
      },
    };
  },
};

/** The signature stands in the address: HMAC-SHA256 of time and secret, keyed with the secret. */
function signed(address: string, secret: string): string {
  if (secret === "") return address;
  const timestamp = String(clock.now());
  const url = new URL(address);
  url.searchParams.set("timestamp", timestamp);
  url.searchParams.set("sign", createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64"));
  return url.href;
}

const ANSWER = {
  code: "errcode",
  text: "errmsg",
  kinds: { "-1": "Transient", "130101": "Throttled", "310000": "Denied", "300001": "Denied" },
} as const;
