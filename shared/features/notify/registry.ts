import { reason } from "../../platform/reasons/reason.ts";
import { type Environment, settingText, wrongSetting } from "../../platform/settings/readSetting.ts";
import type { Channel, ChannelKind } from "./channel.ts";
import { dingTalk } from "./channels/dingTalk.ts";
import { lark } from "./channels/lark.ts";
import { mail } from "./channels/mail.ts";
import { webhook } from "./channels/webhook.ts";
import { weCom } from "./channels/weCom.ts";

/** Every kind of channel. A new one is its file and its line here. */
export const channelKinds: readonly ChannelKind[] = [dingTalk, lark, weCom, webhook, mail];

/** The channels that an environment names. Throws `AlbflowError` InvalidInput (`invalid-setting`) for one that cannot be opened. */
export function channelsFrom(environment: Environment): Channel[] {
  return channelKinds
    .filter(({ variable }) => settingText(environment, variable) !== undefined)
    .map((kind) => kind.open(environment));
}

/** The same, for whoever sends: one that cannot be opened is there all the same, and fails with why, so that it costs the others nothing. */
export function openChannels(environment: Environment): Channel[] {
  return channelKinds
    .filter(({ variable }) => settingText(environment, variable) !== undefined)
    .map((kind) => {
      try {
        return kind.open(environment);
      } catch (error) {
        return { name: kind.name, send: () => Promise.reject(error) };
      }
    });
}

/**
 * Throws InvalidInput for a setting of a channel that nothing switches on: whoever has set it expects to be told. Where it is
 * deployed all the same, the other channels go on.
 */
export function refuseLoneSettings(environment: Environment): void {
  for (const { name, variable, settings } of channelKinds) {
    if (settingText(environment, variable) !== undefined) continue;
    const alone = Object.keys(settings).find((one) => settingText(environment, one) !== undefined);
    if (alone === undefined) continue;
    throw wrongSetting(reason("channel-setting-alone", { name: alone, variable, channel: name }));
  }
}
