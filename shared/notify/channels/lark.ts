import { createHmac } from "node:crypto";
import { clock } from "../../clock.ts";
import type { ChannelKind } from "../channel.ts";
import { postJson, webhookAddress } from "../postJson.ts";
import { renderLarkCard } from "../render/larkCard.ts";
import { refuseRobotError } from "../robotAnswer.ts";

/** A custom robot in a Lark or Feishu group, with or without signature verification. */
export const lark: ChannelKind = {
  name: "Lark",
  variable: "ALBFLOW_LARK_URL",
  settings: {
    ALBFLOW_LARK_URL: "the robot's webhook address",
    ALBFLOW_LARK_SECRET: "the robot's signing secret, where signatures are verified",
  },
  open({ ALBFLOW_LARK_URL = "", ALBFLOW_LARK_SECRET: secret = "" }) {
    const address = webhookAddress("ALBFLOW_LARK_URL", ALBFLOW_LARK_URL);
    return {
      name: "Lark",
      async send(notice) {
        const message = { ...signature(secret), msg_type: "interactive", card: renderLarkCard(notice) };
        refuseRobotError("Lark", await postJson("Lark", address, JSON.stringify(message)), ANSWER);
      },
    };
  },
};

/** HMAC-SHA256 of nothing, keyed with time and secret. The time is in seconds here. */
function signature(secret: string): object {
  if (secret === "") return {};
  const timestamp = String(Math.floor(clock.now() / 1000));
  return { timestamp, sign: createHmac("sha256", `${timestamp}\n${secret}`).digest("base64") };
}

const ANSWER = {
  code: "code",
  text: "msg",
  kinds: { "11232": "Throttled", "9499": "Failed", "19021": "Denied", "19022": "Denied", "19024": "Denied" },
} as const;
