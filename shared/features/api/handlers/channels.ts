import { clock } from "../../../platform/clock.ts";
import { CHANNELS, lastDeliveries } from "../../remediation/channels.ts";
import { type ApiHandler, demand } from "../apiCall.ts";
import { listPage, placeOfNumber } from "../listPage.ts";
import { readOnce } from "../readOnce.ts";
import { readShared } from "../sharedReads.ts";

/** `GET /channels`: when each channel of events last delivered something, and how long ago that is. */
export const listChannels: ApiHandler = async (call) => {
  demand(call, "view");
  const { cloudFlow, prefix, secret } = call.deployed;
  const list = () => lastDeliveries(cloudFlow, prefix, clock.now());
  const read = async () => {
    const { value, at } = await readOnce(cloudFlow, prefix, {
      question: "channels",
      since: 0,
      key: secret("listings"),
      list,
    });
    return { last: value, apiCalls: 1, readAt: new Date(at).toISOString() };
  };
  const { last, readAt } = await readShared(["channels", prefix], read, call.charge);
  const channels = CHANNELS.map((name) => {
    const at = last[name];
    if (at === null) return { name, lastDeliveredAt: null, ageSeconds: null };
    const ageSeconds = Math.max(0, Math.floor((clock.now() - at) / 1_000));
    return { name, lastDeliveredAt: new Date(at).toISOString(), ageSeconds };
  });
  const page = listPage(call, channels, ({ name }) => placeOfNumber(CHANNELS.indexOf(name)));
  return { status: 200, body: { channels: page.rows, nextCursor: page.nextCursor, readAt } };
};
