import { NOTICE_KINDS } from "../../shared/features/notify/notice.ts";
import { must } from "../../shared/platform/reasons/must.ts";
import { field, secretReference, section } from "./field.ts";
import { list, mailAddress, word } from "./values.ts";

/** How the robots of chats are reached. */
const robot = (name: string, secret: string) =>
  section(`A robot of ${name}.`, {
    address: field(secretReference, "The robot's webhook address. Whoever knows it can write there.", {
      example: "env:ALBFLOW_CHAT_URL",
    }),
    secret: field(secretReference, `${secret}.`, { example: "kms:albflow/chat" }).optional(),
  });

/** `notifications` of albflow.yaml. */
export const notificationsSection = section("Who is told of what.", {
  about: field(list(word(NOTICE_KINDS)), "The kinds of notices that are sent; none unless given.", {
    example: ["failure", "approval"],
  }).optional(),
  language: field(word(["en", "zh"]), "The language of notices.", { example: "zh", byDefault: "en" }).optional(),
  dingtalk: robot("DingTalk", "The robot's secret, where its messages are to be signed").optional(),
  lark: robot("Lark (Feishu)", "The robot's signing secret, where signatures are verified").optional(),
  wecom: section("A robot of WeCom.", {
    address: field(secretReference, "The robot's webhook address, its key included.", {
      example: "env:ALBFLOW_CHAT_URL",
    }),
  }).optional(),
  webhook: section("Any HTTP endpoint, signed as Standard Webhooks says.", {
    address: field(secretReference, "An https address that takes POST.", { example: "env:ALBFLOW_WEBHOOK_URL" }),
    secret: field(secretReference, "The key of the signature: any text, or whsec_ and base64.", {
      example: "kms:albflow/webhook",
    }),
  }).optional(),
  mail: section("Mail by SMTP.", {
    server: field(secretReference, "An address like smtps://user:password@host:465.", {
      example: "env:ALBFLOW_SMTP",
    }),
    from: field(mailAddress, "The sender.", { example: "albflow@example.com" }),
    to: field(list(mailAddress).min(1, must("must-not-be-empty")), "The receivers.", {
      example: ["sre@example.com"],
    }),
  }).optional(),
}).prefault({});
