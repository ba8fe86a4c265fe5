import { type Paging, pageOfRows } from "../../rpc/paging.ts";
import { pick } from "../../rpc/table.ts";
import type { AlbAction } from "../call.ts";
import type { LoadBalancer } from "../rows.ts";
import { hasTags, type SentTag } from "../tags.ts";
import { loadBalancerSummary } from "../views.ts";

interface Parameters extends Paging {
  LoadBalancerIds?: string[];
  LoadBalancerNames?: string[];
  VpcIds?: string[];
  ZoneId?: string;
  LoadBalancerStatus?: string;
  LoadBalancerBussinessStatus?: string;
  AddressType?: string;
  AddressIpVersion?: string;
  Ipv6AddressType?: string;
  PayType?: string;
  ResourceGroupId?: string;
  DNSName?: string;
  Tag?: SentTag[];
}

/** Every filter that is given must fit; unknown ids give an empty list. */
export const listLoadBalancers: AlbAction<Parameters> = (state, parameters) => {
  const { LoadBalancerIds } = parameters;
  const candidates =
    LoadBalancerIds === undefined ? [...state.loadBalancers.all()] : pick(state.loadBalancers, LoadBalancerIds);
  const found = candidates.filter(
    (loadBalancer) => fits(loadBalancer, parameters) && hasTags(state, loadBalancer.LoadBalancerId, parameters.Tag),
  );
  const { rows, ...page } = pageOfRows(state.loadBalancers, found, parameters);
  return { ...page, LoadBalancers: rows.map((row) => loadBalancerSummary(state, row)) };
};

const EQUAL = [
  "LoadBalancerStatus",
  "LoadBalancerBussinessStatus",
  "AddressType",
  "AddressIpVersion",
  "Ipv6AddressType",
  "ResourceGroupId",
  "DNSName",
] as const;

function fits(loadBalancer: LoadBalancer, parameters: Parameters): boolean {
  const { LoadBalancerNames, VpcIds, ZoneId, PayType } = parameters;
  return (
    EQUAL.every((name) => parameters[name] === undefined || parameters[name] === loadBalancer[name]) &&
    (LoadBalancerNames === undefined || LoadBalancerNames.includes(loadBalancer.LoadBalancerName)) &&
    (VpcIds === undefined || VpcIds.includes(loadBalancer.VpcId)) &&
    (ZoneId === undefined || loadBalancer.ZoneMappings.some((zone) => zone.ZoneId === ZoneId)) &&
    (PayType === undefined || PayType === loadBalancer.LoadBalancerBillingConfig.PayType)
  );
}
