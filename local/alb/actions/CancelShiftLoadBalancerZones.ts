import type { AlbAction } from "../call.ts";
import { shiftZones } from "../zones.ts";

interface Parameters {
  LoadBalancerId: string;
  ZoneMappings: { ZoneId: string; VSwitchId: string }[];
}

/** Takes zones back into service. */
export const cancelShiftLoadBalancerZones: AlbAction<Parameters> = (state, parameters, call) =>
  shiftZones(state, call, parameters, { from: "Stopped", to: "Active" });
