import type { LoadBalancer } from "./rows.ts";

/**
 * The name of an instance: the loopback address on which it is served, or of an internal one a name that leads there from inside
 * its VPC alone. No resolver knows that one (RFC 2606): only Function Compute's instances in the VPC read the address off it
 * (local/fc/runtime/vpcNames.ts).
 */
export function dnsNameOf(
  { LoadBalancerId, AddressType, VpcId }: Pick<LoadBalancer, "LoadBalancerId" | "AddressType" | "VpcId">,
  address: string,
): string {
  if (AddressType === "Internet") return address;
  return [LoadBalancerId, address.replaceAll(".", "-"), VpcId, "intranet.invalid"].join(".").toLowerCase();
}

/** The loopback address on which an instance of this name is served: the name itself, unless it is an internal one's. */
export function servedAddress(dnsName: string): string {
  const [, address] = /^[^.]+\.(\d+-\d+-\d+-\d+)\.[^.]+\.intranet\.invalid$/.exec(dnsName) ?? [];
  return address === undefined ? dnsName : address.replaceAll("-", ".");
}

/** What is shown as the address of an instance in its VPC: nothing on this machine leads there. */
export function privateAddress(dnsName: string): string {
  return servedAddress(dnsName).replace(/^127\./, "10.");
}
