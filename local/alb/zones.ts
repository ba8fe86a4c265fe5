import type { AlbCall } from "./call.ts";
import { changeLoadBalancer } from "./changeLoadBalancer.ts";
import { privateAddress, servedAddress } from "./intranetName.ts";
import { writableLoadBalancer } from "./lookups.ts";
import type { AlbState, LoadBalancer } from "./rows.ts";

/** A zone as a call names it. */
export interface SentZone {
  ZoneId: string;
  VSwitchId: string;
  AllocationId?: string;
  EipType?: string;
  IntranetAddress?: string;
}

/** Each zone once, with a vSwitch of the same region. */
export function checkZones(zones: SentZone[], call: AlbCall) {
  if (new Set(zones.map((zone) => zone.ZoneId)).size < zones.length) throw call.error("DuplicatedParam.ZoneId");
  for (const { VSwitchId, ZoneId } of zones) {
    if (!VSwitchId.startsWith("vsw-")) throw call.error("ResourceNotFound.VSwitch", VSwitchId);
    if (!ZoneId.startsWith(call.region)) throw call.error("Mismatch.ZoneIdAndVSwitchId", ZoneId, VSwitchId);
  }
}

/**
 * The zones of a load balancer after a call has named all of them. A zone that stays in its vSwitch keeps its addresses;
 * in a new one the load balancer has its one loopback address, and beside it the elastic address that the call gives.
 */
export function zoneMappingsOf(
  loadBalancer: Pick<LoadBalancer, "DNSName" | "AddressType" | "AddressIpVersion" | "ZoneMappings">,
  zones: SentZone[],
  call: AlbCall,
): LoadBalancer["ZoneMappings"] {
  return zones.map((zone) => {
    const { ZoneId, VSwitchId } = zone;
    const before = loadBalancer.ZoneMappings.find((one) => one.ZoneId === ZoneId && one.VSwitchId === VSwitchId);
    return (
      before ?? { ZoneId, VSwitchId, Status: "Active", LoadBalancerAddresses: [addressIn(loadBalancer, zone, call)] }
    );
  });
}

function addressIn(
  { DNSName, AddressType, AddressIpVersion }: Pick<LoadBalancer, "DNSName" | "AddressType" | "AddressIpVersion">,
  { AllocationId, EipType = "Common", IntranetAddress = privateAddress(DNSName) }: SentZone,
  call: AlbCall,
) {
  const address = servedAddress(DNSName);
  const isPublic = AddressType === "Internet";
  return {
    Address: isPublic ? address : IntranetAddress,
    IntranetAddress,
    IntranetAddressHcStatus: "Healthy",
    // From here it speaks to its servers.
    Ipv4LocalAddresses: ["127.0.0.1"],
    ...(isPublic ? { AllocationId: AllocationId ?? `eip-${address.replaceAll(".", "")}`, EipType } : {}),
    ...(AddressIpVersion === "DualStack"
      ? {
          Ipv6Address: `fd00::${address.replaceAll(".", ":")}`,
          Ipv6AddressHcStatus: "Healthy",
          Ipv6LocalAddresses: [`fd00::${call.region.length}`],
        }
      : {}),
  };
}

/** Takes zones out of service or back into it. At least one stays in service. */
export function shiftZones(
  state: AlbState,
  call: AlbCall,
  { LoadBalancerId, ZoneMappings: named }: { LoadBalancerId: string; ZoneMappings: SentZone[] },
  { from, to }: { from: string; to: string },
): object {
  const loadBalancer = writableLoadBalancer(state, LoadBalancerId, call);
  for (const { ZoneId } of named) {
    const zone = loadBalancer.ZoneMappings.find((one) => one.ZoneId === ZoneId);
    if (zone === undefined) throw call.error("ResourceNotFound.Zone", ZoneId);
    if (zone.Status !== from) throw call.error("IncorrectStatus.Zone", ZoneId, zone.Status);
  }
  const ZoneMappings = loadBalancer.ZoneMappings.map((zone) =>
    named.some(({ ZoneId }) => ZoneId === zone.ZoneId) ? { ...zone, Status: to } : zone,
  );
  if (!ZoneMappings.some(({ Status }) => Status === "Active")) throw call.error("OperationDenied.OnlyOneAvailableZone");
  changeLoadBalancer(state, call, { ...loadBalancer, ZoneMappings });
  return {};
}
