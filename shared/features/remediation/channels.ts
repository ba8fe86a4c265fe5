import { flowNameOf, KEEP } from "../../core/flowDefinition.ts";
import type { CloudFlowClient, ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import { clock } from "../../platform/clock.ts";

/** The ways on which remediation is told of what happens. */
export const CHANNELS = ["eventBridge", "actionTrail", "accessLog", "alarm"] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** When a channel last delivered something, to six hours, in ms since 1970; null when it has not for a week. */
export type LastDeliveries = Record<ChannelName, number | null>;

/** The channels that have delivered these records. */
export function channelsOf(records: readonly unknown[]): Set<ChannelName> {
  return new Set(records.flatMap((record) => channelOf(record) ?? []));
}

function channelOf(record: unknown): ChannelName | undefined {
  if (typeof record !== "object" || record === null) return undefined;
  if ("specversion" in record) return "eventBridge";
  if ("app_lb_id" in record) return "accessLog";
  if ("alertState" in record) return "alarm";
  return "event" in record || "eventName" in record ? "actionTrail" : undefined;
}

/** Notes that these channels work, once in six hours. Throws `AlbflowError`. */
export async function noteDelivery(
  cloudFlow: Pick<CloudFlowClient, "start">,
  prefix: string,
  channels: Set<ChannelName>,
): Promise<void> {
  const at = clock.now();
  for (const channel of channels) {
    const name = `channel-${channel}-${Math.floor(at / SLOT_MS)}`;
    if (recorded.has(name)) continue;
    await cloudFlow.start(flowNameOf(prefix, KEEP.name), name, { at });
    if (recorded.size >= MOST_RECORDED) recorded.clear();
    recorded.add(name);
  }
}

/** When each channel last delivered something. Throws `AlbflowError`. */
export async function lastDeliveries(
  cloudFlow: Pick<CloudFlowClient, "call">,
  prefix: string,
  now: number,
): Promise<LastDeliveries> {
  const rows = await collect(
    allPages(
      async ({ NextToken }) =>
        (await cloudFlow.call("ListExecutions", {
          FlowName: flowNameOf(prefix, KEEP.name),
          ExecutionNamePrefix: "channel-",
          StartedTimeBegin: new Date(now - WEEK_MS).toISOString(),
          Limit: 99,
          ...(NextToken === undefined ? {} : { NextToken }),
        })) as { Executions?: ExecutionRow[]; NextToken?: string },
      (page) => page.Executions,
    ),
  );
  const lastOf = (channel: ChannelName) =>
    rows
      .filter(({ Name }) => Name.startsWith(`channel-${channel}-`))
      .map(({ StartedTime }) => Date.parse(StartedTime))
      .sort((one, other) => other - one)
      .at(0);
  return Object.fromEntries(CHANNELS.map((channel) => [channel, lastOf(channel) ?? null])) as LastDeliveries;
}

/** Four notes a day for each channel are few for CloudFlow, and enough to see that one has gone silent. */
const SLOT_MS = 6 * 3_600_000;
const WEEK_MS = 7 * 86_400_000;
const recorded = new Set<string>();
const MOST_RECORDED = 100;
