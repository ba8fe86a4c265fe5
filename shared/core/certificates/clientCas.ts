import type { Clients } from "../../platform/clients.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { readCa } from "./mutualAuth.ts";

/** A CA certificate whose clients a listener lets in. */
export interface ClientCa {
  id: string;
  name: string;
  /** Milliseconds since 1970; 0 where nobody knows. */
  notAfter: number;
  /** Null where nobody knows. */
  daysLeft: number | null;
  /** Why nothing is known of it. */
  unavailable?: string;
}

/** Reads each CA once, however many listeners let its clients in; what keeps one from being read is told with it. */
export function clientCaReader(clients: Clients, now: number): (id: string) => Promise<ClientCa> {
  const known = new Map<string, Promise<ClientCa>>();
  const read = async (id: string): Promise<ClientCa> => {
    try {
      const ca = await readCa(clients, id);
      if (ca === undefined) return { ...nothingOf(id), unavailable: "the certificate service does not list it" };
      return { id, name: ca.name, notAfter: ca.notAfter, daysLeft: Math.floor((ca.notAfter - now) / DAY_MS) };
    } catch (error) {
      if (!(error instanceof AlbflowError)) throw error;
      return { ...nothingOf(id), unavailable: error.message };
    }
  };
  return (id) => {
    const reading = known.get(id) ?? read(id);
    known.set(id, reading);
    return reading;
  };
}

/** What somebody should know of a CA that ends within 90 days: without it nobody is let in. A new one needs time to spread. */
export function caWarning({ id, name, notAfter, daysLeft }: ClientCa, now: number): Reason[] {
  if (daysLeft === null || daysLeft >= SOON_DAYS) return [];
  const about = { certificateId: id, name };
  return [
    notAfter <= now ? reason("client-ca-expired", about) : reason("client-ca-expiring", { ...about, days: daysLeft }),
  ];
}

const SOON_DAYS = 90;
const DAY_MS = 86_400_000;

function nothingOf(id: string): ClientCa {
  return { id, name: "", notAfter: 0, daysLeft: null };
}
