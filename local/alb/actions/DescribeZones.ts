import type { AlbAction } from "../call.ts";
import { regions } from "../regions.ts";

const ZONES = ["b", "g", "h"];

/** The zones of this cloud's region: always b, g and h, though CreateLoadBalancer takes any of the region. */
export const describeZones: AlbAction<{ AcceptLanguage?: string }> = (_state, { AcceptLanguage = "zh-CN" }, call) => {
  const region = regions.find(({ id }) => id === call.region);
  const name = (AcceptLanguage === "zh-CN" ? region?.zh : region?.en) ?? call.region;
  return {
    Zones: ZONES.map((zone) => ({ ZoneId: `${call.region}-${zone}`, LocalName: `${name} ${zone.toUpperCase()}` })),
  };
};
