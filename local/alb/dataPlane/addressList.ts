import { BlockList, isIP } from "node:net";
import type { ServedAccess } from "./contract.ts";

/** Addresses and CIDR blocks as a test of an address. */
export function addressList(values: string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const value of values) {
    const [address = "", prefix] = value.split("/");
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return (address) => list.check(address, familyOf(address));
}

/** Whether a client may connect. */
export function admitting(access: ServedAccess | undefined): (clientAddress: string) => boolean {
  if (access === undefined) return () => true;
  const isListed = addressList(access.entries);
  return access.type === "White" ? isListed : (address) => !isListed(address);
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
