import { createHmac } from "node:crypto";
import { clock } from "../../../platform/clock.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { settingError } from "../../../platform/settings/readSetting.ts";
import { secretSetting } from "../../../platform/settings/secretSetting.ts";
import type { ChannelKind } from "../channel.ts";
import { noticeId } from "../groupNotices.ts";
import { postJson, webhookAddress } from "../postJson.ts";

/**
 * Any HTTP endpoint: the notice as data, with a message beside each code, signed as the Standard Webhooks specification says, so that receivers have
 * libraries to verify it with.
 */
export const webhook: ChannelKind = {
  name: "webhook",
  variable: "ALBFLOW_WEBHOOK_URL",
  settings: {
    ALBFLOW_WEBHOOK_URL: "an https address that takes POST",
    ALBFLOW_WEBHOOK_SECRET: "the key of the signature: any text, or whsec_ and base64",
  },
  open(environment) {
    const address = webhookAddress("ALBFLOW_WEBHOOK_URL", secretSetting(environment, "ALBFLOW_WEBHOOK_URL") ?? "");
    const key = keyOf(secretSetting(environment, "ALBFLOW_WEBHOOK_SECRET") ?? "");
    return {
      name: "webhook",
      async send(notice) {
        const body = JSON.stringify(notice.data);
        const id = noticeId(notice, 1);
        const timestamp = String(Math.floor(clock.now() / 1000));
        const mac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
        await postJson("The webhook", address, body, {
          "webhook-id": id,
          "webhook-timestamp": timestamp,
          "webhook-signature": `v1,${mac}`,
        });
      },
    };
  },
};

function keyOf(secret: string): Buffer {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret, "utf8");
  if (key.length >= 16) return key;
  const [name, expected] = ["ALBFLOW_WEBHOOK_SECRET", reason("expected-long-secret", { bytes: 16 })] as const;
  throw settingError({ [name]: secret }, name, expected, { isSecret: true });
}
