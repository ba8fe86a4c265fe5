import type { Restore } from "./mark.ts";
import { addressOf } from "./portBlock.ts";

/** Gives each load balancer a loopback address, as it has a VIP. */
export interface AddressAllocator {
  /** The next address that is not taken. */
  allocate(this: void, taken: ReadonlySet<string>): string;
  /** Remembers which one is next. */
  mark(): Restore;
}

/** Addresses in the block that belongs to a cloud with this first port. */
export function createAddressAllocator(firstPort: number): AddressAllocator {
  let number = 0;
  return {
    allocate(taken) {
      for (;;) {
        const address = addressOf(firstPort, number++);
        if (!taken.has(address)) return address;
      }
    },
    mark() {
      const kept = number;
      return () => {
        number = kept;
      };
    },
  };
}
