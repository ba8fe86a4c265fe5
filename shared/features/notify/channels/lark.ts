import { createHmac } from "node:crypto";
import { clock } from "../../../platform/clock.ts";
import { chatRobot } from "../chatRobot.ts";
import { renderLarkCard } from "../render/larkCard.ts";

/** A custom robot in a Lark or Feishu group, with or without signature verification. */
export const lark = chatRobot({
  name: "Lark",
  urlSetting: "ALBFLOW_LARK_URL",
  secretSetting: "ALBFLOW_LARK_SECRET",
  settings: {
    ALBFLOW_LARK_URL: "the robot's webhook address",
    ALBFLOW_LARK_SECRET: "the robot's signing secret, where signatures are verified",
  },
  messageOf: (notice, secret) => ({
    ...signature(secret),
    msg_type: "interactive",
    card: renderLarkCard(notice),
  }),
  answer: {
    code: "code",
    text: "msg",
    kinds: { "11232": "Throttled", "9499": "Failed", "19021": "Denied", "19022": "Denied", "19024": "Denied" },
  },
});

/** HMAC-SHA256 of nothing, keyed with time and secret. The time is in seconds here. */
function signature(secret: string): object {
  if (secret === "") return {};
  const timestamp = String(Math.floor(clock.now() / 1000));
  return { timestamp, sign: createHmac("sha256", `${timestamp}\n${secret}`).digest("base64") };
}
