import type { SimulatedCloud } from "../../support/simulatedCloud.ts";

/** Where clients reach a listener. */
export function endpointOf(cloud: SimulatedCloud, listenerId: string): { host: string; port: number } {
  const endpoint = cloud.dataPlane.endpoint(listenerId);
  if (endpoint === undefined) throw new Error(`${listenerId} is not served: ${JSON.stringify(cloud.alb.problems())}`);
  return { host: endpoint.address, port: endpoint.port };
}
