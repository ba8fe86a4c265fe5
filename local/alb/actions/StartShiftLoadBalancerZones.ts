import type { AlbAction } from "../call.ts";
import { shiftZones } from "../zones.ts";

interface Parameters {
  LoadBalancerId: string;
  ZoneMappings: { ZoneId: string; VSwitchId: string }[];
}

/** Takes zones out of service, but for the last. */
export const startShiftLoadBalancerZones: AlbAction<Parameters> = (state, parameters, call) =>
  shiftZones(state, call, parameters, { from: "Active", to: "Stopped" });
