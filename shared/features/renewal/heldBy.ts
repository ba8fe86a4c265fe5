import { type BoundCertificate, boundCertificates } from "../../core/certificates/boundCertificates.ts";
import type { Clients } from "../../platform/clients.ts";
import { AlbflowError } from "../../platform/errors.ts";
import type { createPacer } from "../../platform/pacer.ts";

/** What a listener holds: ids of certificates, and of CAs of clients. One that is gone holds nothing. */
export async function heldBy(
  { alb }: Clients,
  ListenerId: string,
  pace: ReturnType<typeof createPacer>,
): Promise<BoundCertificate[]> {
  try {
    return await boundCertificates(alb, ListenerId, { pace });
  } catch (error) {
    // Deleted since it was listed.
    if (error instanceof AlbflowError && error.kind === "NotFound") return [];
    throw error;
  }
}

/** Numbers of the server certificates that a listener holds. */
export async function numbersHeldBy(...asked: Parameters<typeof heldBy>): Promise<number[]> {
  const held = await heldBy(...asked);
  return held.flatMap(({ id, isCa }) => {
    const number = Number.parseInt(id, 10);
    return isCa || Number.isNaN(number) ? [] : [number];
  });
}
