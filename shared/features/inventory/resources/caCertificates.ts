import { listCas } from "../../../core/certificates/mutualAuth.ts";
import type { Clients } from "../../../platform/clients.ts";
import { clock } from "../../../platform/clock.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import type { AskedListener } from "./askedListener.ts";
import type { ListedCaCertificate } from "./listedResource.ts";

/** The CA certificates in all warehouses of the certificate service. Throws `AlbflowError`. */
export async function listCaCertificates(
  clients: Clients,
  asked: AskedListener | undefined,
): Promise<ListedCaCertificate[]> {
  const now = clock.now();
  const used = (asked?.listener.CaCertificates ?? []).map(({ CertificateId }) => CertificateId);
  const listed: ListedCaCertificate[] = [];
  for await (const { id, name, notAfter } of listCas(clients)) {
    listed.push({
      id,
      name,
      notAfter,
      daysLeft: Math.floor((notAfter - now) / DAY_MS),
      isUsed: used.includes(id),
      unfit: notAfter <= now ? [reason("expired", { notAfter: new Date(notAfter).toISOString() })] : [],
    });
  }
  return listed;
}

const DAY_MS = 86_400_000;
