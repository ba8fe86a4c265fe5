import { newId } from "../../rpc/ids.ts";
import type { AlbAction } from "../call.ts";
import { loadBalancerRow } from "../rows.ts";
import { schedule } from "../schedule.ts";
import { putTags, type SentTag } from "../tags.ts";
import { isoSeconds } from "../time.ts";

interface Parameters {
  VpcId: string;
  AddressType: "Internet" | "Intranet";
  LoadBalancerName?: string;
  LoadBalancerEdition: "Basic" | "Standard" | "StandardWithWaf";
  AddressAllocatedMode?: "Fixed" | "Dynamic";
  AddressIpVersion?: "IPv4" | "DualStack";
  ResourceGroupId?: string;
  DeletionProtectionEnabled?: boolean;
  ModificationProtectionConfig?: { Status?: "NonProtection" | "ConsoleProtection"; Reason?: string };
  ZoneMappings: { ZoneId: string; VSwitchId: string; AllocationId?: string; EipType?: string }[];
  LoadBalancerBillingConfig: { PayType: string; BandwidthPackageId?: string };
  SecurityGroupIds?: { SecurityGroupId?: string }[];
  Tag?: SentTag[];
}

/** A load balancer with a loopback address in place of its VIP; no JobId, it becomes Active by itself (alb.md §3). */
export const createLoadBalancer: AlbAction<Parameters> = (state, parameters, call) => {
  const zones = parameters.ZoneMappings;
  if (new Set(zones.map((zone) => zone.ZoneId)).size < zones.length) throw call.error("DuplicatedParam.ZoneId");
  for (const { VSwitchId, ZoneId } of zones) {
    if (!VSwitchId.startsWith("vsw-")) throw call.error("ResourceNotFound.VSwitch", VSwitchId);
    if (!ZoneId.startsWith(call.region)) throw call.error("Mismatch.ZoneIdAndVSwitchId", ZoneId, VSwitchId);
  }
  const { size } = state.loadBalancers;
  if (size >= call.quotas.loadBalancers) {
    throw call.error("QuotaExceeded.LoadBalancersNum", "alb_quota_loadbalancers_num", size, call.quotas.loadBalancers);
  }
  const LoadBalancerId = newId("alb", call.random);
  const address = call.allocateAddress(new Set([...state.loadBalancers.all()].map((other) => other.DNSName)));
  const now = isoSeconds(call.now);
  const { BandwidthPackageId, PayType } = parameters.LoadBalancerBillingConfig;
  const row = loadBalancerRow.parse({
    VpcId: parameters.VpcId,
    AddressType: parameters.AddressType,
    LoadBalancerId,
    CreateTime: now,
    LoadBalancerName: parameters.LoadBalancerName,
    LoadBalancerEdition: parameters.LoadBalancerEdition,
    AddressAllocatedMode: parameters.AddressAllocatedMode,
    AddressIpVersion: parameters.AddressIpVersion,
    ResourceGroupId: parameters.ResourceGroupId,
    DNSName: address,
    LoadBalancerBillingConfig: { PayType },
    BandwidthPackageId,
    DeletionProtectionConfig:
      parameters.DeletionProtectionEnabled === true ? { Enabled: true, EnabledTime: now } : { Enabled: false },
    ModificationProtectionConfig: { Status: "NonProtection", ...parameters.ModificationProtectionConfig },
    ZoneMappings: zones.map(({ ZoneId, VSwitchId, AllocationId, EipType }) => ({
      ZoneId,
      VSwitchId,
      LoadBalancerAddresses: [{ Address: address, AllocationId, EipType }],
    })),
    SecurityGroupIds: parameters.SecurityGroupIds?.flatMap((group) => group.SecurityGroupId ?? []),
  });
  schedule(state, call, {
    resource: { type: "loadbalancer", id: LoadBalancerId },
    operate: "Create",
    edits: [
      {
        table: "loadBalancers",
        id: LoadBalancerId,
        during: { ...row, LoadBalancerStatus: "Provisioning" },
        after: row,
      },
    ],
  });
  putTags(state, "loadbalancer", LoadBalancerId, parameters.Tag);
  return { LoadBalancerId };
};
