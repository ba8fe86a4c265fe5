import type { Channel, ChannelKind, Environment } from "./channel.ts";
import { dingTalk } from "./channels/dingTalk.ts";
import { lark } from "./channels/lark.ts";
import { mail } from "./channels/mail.ts";
import { webhook } from "./channels/webhook.ts";
import { weCom } from "./channels/weCom.ts";

/** Every kind of channel. A new one is its file and its line here. */
export const channelKinds: readonly ChannelKind[] = [dingTalk, lark, weCom, webhook, mail];

/** The channels that an environment names. Throws `AlbflowError` InvalidInput for one that cannot be opened. */
export function channelsFrom(environment: Environment): Channel[] {
  return channelKinds
    .filter(({ variable }) => (environment[variable] ?? "") !== "")
    .map((kind) => kind.open(environment));
}
