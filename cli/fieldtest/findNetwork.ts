import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import type { Field, Network } from "./field.ts";
import { taken } from "./probe.ts";
import { listAt, textAt } from "./signedCall.ts";

/** Where an instance can stand: as it was said, else where one of the account stands already; undefined when there is none. */
export async function findNetwork(
  field: Field,
  given: { vpc?: string; zone?: string[] },
): Promise<Network | undefined> {
  if (given.vpc !== undefined) return { vpcId: given.vpc, zones: zonesFrom(given.zone ?? []) };
  const { body } = taken(await field.call("alb", "ListLoadBalancers", { MaxResults: 20 }));
  for (const { LoadBalancerId } of listAt(body, "LoadBalancers")) {
    const attribute = await field.call("alb", "GetLoadBalancerAttribute", { LoadBalancerId: String(LoadBalancerId) });
    const zones = listAt(attribute.body, "ZoneMappings").map((one) => ({
      zone: textAt(one, "ZoneId"),
      vSwitch: textAt(one, "VSwitchId"),
    }));
    const vpcId = textAt(attribute.body, "VpcId");
    if (vpcId !== "" && zones.length >= 2) return { vpcId, zones };
  }
  return undefined;
}

function zonesFrom(texts: string[]): Network["zones"] {
  const zones = texts.map((text) => /^([\w-]+)=(vsw-[\w-]+)$/.exec(text) ?? []);
  if (zones.length < 2 || zones.some(([, zone]) => zone === undefined)) {
    throw new AlbflowError("InvalidInput", reason("field-zones-missing"));
  }
  return zones.map(([, zone = "", vSwitch = ""]) => ({ zone, vSwitch }));
}
