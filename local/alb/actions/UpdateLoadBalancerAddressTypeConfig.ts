import type { AlbAction } from "../call.ts";
import { changeLoadBalancer } from "../changeLoadBalancer.ts";
import { dnsNameOf, servedAddress } from "../intranetName.ts";
import { writableLoadBalancer } from "../lookups.ts";
import type { LoadBalancer } from "../rows.ts";
import { checkZones, type SentZone, zoneMappingsOf } from "../zones.ts";

interface Parameters {
  LoadBalancerId: string;
  AddressType: LoadBalancer["AddressType"];
  ZoneMappings?: SentZone[];
}

/** Between public and internal. Zones that are named get the elastic addresses that stand beside them. */
export const updateLoadBalancerAddressTypeConfig: AlbAction<Parameters> = (state, parameters, call) => {
  const { LoadBalancerId, AddressType, ZoneMappings: sent = [] } = parameters;
  const loadBalancer = writableLoadBalancer(state, LoadBalancerId, call);
  checkZones(sent, call);
  const zones = loadBalancer.ZoneMappings.map(
    ({ ZoneId, VSwitchId }): SentZone => sent.find((zone) => zone.ZoneId === ZoneId) ?? { ZoneId, VSwitchId },
  );
  const DNSName = dnsNameOf({ ...loadBalancer, AddressType }, servedAddress(loadBalancer.DNSName));
  const changed: LoadBalancer = { ...loadBalancer, AddressType, DNSName };
  return changeLoadBalancer(state, call, {
    ...changed,
    ZoneMappings: zoneMappingsOf({ ...changed, ZoneMappings: [] }, zones, call),
  });
};
