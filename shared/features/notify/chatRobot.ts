import { AlbflowError, type ErrorKind } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { secretSetting } from "../../platform/settings/secretSetting.ts";
import type { ChannelKind } from "./channel.ts";
import { type JsonAnswer, postJson, webhookAddress } from "./postJson.ts";
import type { SaidNotice } from "./saidNotice.ts";

/** What chats differ in whose robots take messages at a webhook address. */
interface ChatRobot extends Pick<ChannelKind, "name" | "settings"> {
  /** The settings that have the robot's address and, where there is one, the secret that messages are signed with. */
  urlSetting: string;
  secretSetting?: string;
  /** What is posted: a message, or several in turn. */
  messageOf: (notice: SaidNotice, secret: string) => object | object[];
  /** Where to, when the address carries the signature. */
  addressOf?: (address: string, secret: string) => string;
  /** Where an answer says what became of a message, and what its codes mean. */
  answer: { code: string; text: string; kinds: Record<string, ErrorKind> };
}

/** A channel to such a robot. `secret` is empty where none is set. */
export function chatRobot({
  name,
  settings,
  urlSetting,
  secretSetting: signedBy = "",
  messageOf,
  addressOf = (address) => address,
  answer,
}: ChatRobot): ChannelKind {
  return {
    name,
    variable: urlSetting,
    settings,
    open(environment) {
      const address = webhookAddress(urlSetting, secretSetting(environment, urlSetting) ?? "");
      const secret = secretSetting(environment, signedBy) ?? "";
      return {
        name,
        async send(notice) {
          for (const message of [messageOf(notice, secret)].flat()) {
            const said = await postJson(name, addressOf(address, secret), JSON.stringify(message));
            refuseRobotError(name, said, answer);
          }
        },
      };
    },
  };
}

/**
 * Chat robots answer 200 for everything and say in the body what became of the message. Throws `AlbflowError` with the
 * robot's own code and words for any code but 0.
 */
function refuseRobotError(
  channel: string,
  { body }: JsonAnswer,
  { code: codeField, text: textField, kinds }: ChatRobot["answer"],
): void {
  const code = body[codeField];
  if (code === 0) return;
  const words = body[textField];
  // A robot may quote what it was sent: nothing that is long enough to be a token or a signature is passed on.
  const message = typeof words === "string" ? words.slice(0, 200).replace(/[\w+/=-]{20,}/g, "…") : "";
  const reported = typeof code === "number" || typeof code === "string" ? String(code).slice(0, 20) : "none";
  const why = reason("channel-refused", { channel, errorCode: reported, message });
  throw new AlbflowError(kinds[reported] ?? "Failed", why, { code: reported });
}
