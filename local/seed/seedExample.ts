import type { LocalCloud } from "../cloud.ts";
import { readSeed } from "./readSeed.ts";

/** What of the example is looked at: a listener whose certificate is about to expire. */
export interface ExampleSeed {
  listenerId: string;
  /** The default certificate, which expires in 7 days. */
  expiring: Placed;
  /** The certificate in CAS that has the same names and expires later. */
  successor: Placed;
  /** The additional certificate of another domain, which nobody may touch. */
  bystander: Placed;
}

/** A certificate in the local certificate service. */
interface Placed {
  id: string;
  names: string[];
  serial: string;
  notAfter: Date;
}

/** What the backend behind the listener answers to everything. */
export const BACKEND_ANSWER = "served by the backend\n";

/**
 * Fills a local cloud with the example seed, whose file (`local/seed/example.yaml`) is given. `withSuccessor: false` leaves CAS without anything to renew by; the
 * successor is the expiring certificate itself then.
 */
export async function seedExample(
  cloud: Pick<LocalCloud, "seedWith">,
  file: string,
  { withSuccessor = true }: { withSuccessor?: boolean } = {},
): Promise<ExampleSeed> {
  const { seed } = readSeed(file);
  const certificates = seed.certificates.filter(({ name }) => withSuccessor || name !== SUCCESSOR);
  const filled = await cloud.seedWith({ ...seed, certificates });
  const placed = (wanted: string): Placed => {
    const certificate = filled.certificates.get(wanted);
    const spec = certificates.find(({ name }) => name === wanted);
    if (certificate === undefined || spec === undefined) throw new Error(`The example seed has no ${wanted}.`);
    return { ...certificate, names: spec.names ?? [] };
  };
  return {
    listenerId: "lsn-demo4u54y73wq7b",
    expiring: placed(EXPIRING),
    successor: placed(withSuccessor ? SUCCESSOR : EXPIRING),
    bystander: placed("partner"),
  };
}

const EXPIRING = "shop-2026-09";
const SUCCESSOR = "shop-2026-12";
