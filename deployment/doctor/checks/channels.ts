import { CHANNELS } from "../../../shared/features/remediation/channels.ts";
import { reasonOf } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { type DoctorCheck, type Finding, subjectOf } from "../deploymentProbe.ts";

/** When each channel of events last delivered something: one that nobody has set up is silent, and so is one that is broken. */
export const channels: DoctorCheck = {
  name: "check-channels",
  async run({ accountId, roleExists, lastDeliveries, now }): Promise<Finding[]> {
    const subject = subjectOf("channels");
    try {
      const last = await lastDeliveries();
      const found = CHANNELS.map((channel): Finding => {
        const at = last[channel];
        // It is noted once in six hours: later ones may have come.
        const hours = at === null ? 0 : Math.max(0, Math.floor((now() - at) / 3_600_000)) + 1;
        const note =
          at === null ? reason("channel-silent", { channel }) : reason("channel-delivered", { channel, at, hours });
        return { subject: subjectOf("channel", channel), note };
      });
      const delivers = await roleExists(`acs:ram::${accountId}:role/aliyunserviceroleforalblogdelivery`);
      return delivers ? found : [...found, { subject, note: reason("log-delivery-not-set-up") }];
    } catch (error) {
      return [{ subject, fault: reason("channels-unreadable", { cause: reasonOf(error) }) }];
    }
  },
};
