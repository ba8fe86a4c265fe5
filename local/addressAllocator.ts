import { portAddress } from "./portBlock.ts";
import type { Restore } from "./snapshot.ts";

/** Gives each load balancer a loopback address, as it has a VIP. */
export interface AddressAllocator {
  /** The next address that is not taken. */
  allocate(this: void, taken: ReadonlySet<string>): string;
  /** Remembers which one is next. */
  snapshot(): Restore;
}

/** Addresses in the block that belongs to a cloud with this first port. */
export function createAddressAllocator(firstPort: number): AddressAllocator {
  let number = 0;
  return {
    allocate(taken) {
      for (;;) {
        const address = portAddress(firstPort, number++);
        if (!taken.has(address)) return address;
      }
    },
    snapshot() {
      const kept = number;
      return () => {
        number = kept;
      };
    },
  };
}
