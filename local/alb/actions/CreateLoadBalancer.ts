import { newId } from "../../rpc/ids.ts";
import type { AlbAction } from "../call.ts";
import { dnsNameOf, servedAddress } from "../intranetName.ts";
import { loadBalancerRow } from "../rows.ts";
import { schedule } from "../schedule.ts";
import { putTags, type SentTag } from "../tags.ts";
import { isoSeconds } from "../time.ts";
import { checkZones, type SentZone, zoneMappingsOf } from "../zones.ts";

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
  ZoneMappings: SentZone[];
  LoadBalancerBillingConfig: { PayType: string; BandwidthPackageId?: string };
  SecurityGroupIds?: { SecurityGroupId?: string }[];
  Tag?: SentTag[];
}

/** A load balancer with a loopback address in place of its VIP; no JobId, it becomes Active by itself (alb.md §3). */
export const createLoadBalancer: AlbAction<Parameters> = (state, parameters, call) => {
  checkZones(parameters.ZoneMappings, call);
  const { size } = state.loadBalancers;
  if (size >= call.quotas.loadBalancers) {
    throw call.error("QuotaExceeded.LoadBalancersNum", "alb_quota_loadbalancers_num", size, call.quotas.loadBalancers);
  }
  const LoadBalancerId = newId("alb", call.random);
  const address = call.allocateAddress(
    new Set([...state.loadBalancers.all()].map((other) => servedAddress(other.DNSName))),
  );
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
    DNSName: dnsNameOf({ ...parameters, LoadBalancerId }, address),
    LoadBalancerBillingConfig: { PayType },
    BandwidthPackageId,
    DeletionProtectionConfig:
      parameters.DeletionProtectionEnabled === true ? { Enabled: true, EnabledTime: now } : { Enabled: false },
    ModificationProtectionConfig: { Status: "NonProtection", ...parameters.ModificationProtectionConfig },
    // Of a dual-stack instance IPv6 stays within the VPC until somebody opens it.
    Ipv6AddressType: parameters.AddressIpVersion === "DualStack" ? "Intranet" : undefined,
    SecurityGroupIds: parameters.SecurityGroupIds?.flatMap((group) => group.SecurityGroupId ?? []),
  });
  row.ZoneMappings = zoneMappingsOf(row, parameters.ZoneMappings, call);
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
