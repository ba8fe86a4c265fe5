import { z } from "zod";
import { allNumberedPages, collect } from "./clients/pages.ts";
import type { Doors } from "./doors.ts";
import type { Refusal } from "./operation.ts";

/** Ids of CA certificates have another shape than those of server certificates (alb.md §1.5). */
export const caCertificateId = z
  .string()
  .regex(/^[\w-]{3,128}$/, "must be the identifier of a CA certificate")
  .describe("Identifier of the CA certificate in the certificate service whose clients are let in");

/** What the certificate service knows of a CA certificate; undefined where it does not list it. */
export interface KnownCa {
  name: string;
  /** Milliseconds since 1970. */
  notAfter: number;
}

/** RAM actions of `readCa`. */
export const CA_PERMISSIONS = ["yundun-cert:ListCertWarehouse", "yundun-cert:ListCert"];

/**
 * Looks for a CA certificate among the uploaded ones. Those of the private CA service are listed elsewhere, under an
 * older API, so that not to find one says nothing (alb.md §8).
 */
export async function readCa({ cas }: Doors, id: string): Promise<KnownCa | undefined> {
  const warehouses = await collect(
    allNumberedPages(
      (paging) => cas.call("ListCertWarehouse", { Type: "uploadPCA", ...paging }),
      (page) => page.CertWarehouseList,
    ),
  );
  for (const { WhId } of warehouses) {
    if (WhId === undefined) continue;
    const rows = await collect(
      allNumberedPages(
        (paging) => cas.call("ListCert", { WarehouseId: WhId, CertType: "CA", ...paging }),
        (page) => page.CertList,
      ),
    );
    const found = rows.find(({ Identifier }) => Identifier === id);
    // BeforeDate is when it was issued, AfterDate when it expires (alb.md §13.12).
    if (found !== undefined) return { name: found.CommonName ?? id, notAfter: found.AfterDate ?? 0 };
  }
  return undefined;
}

/** Refuses a CA certificate that has expired: it would turn everybody away. */
export const expiredCa: Refusal<{ caCertificateId: string }, KnownCa | undefined> = {
  refuses: "a CA certificate that has expired",
  because: ({ input, facts, now }) =>
    facts !== undefined && facts.notAfter <= now
      ? [
          `the CA certificate ${input.caCertificateId} (${facts.name}) expired on ${new Date(facts.notAfter).toISOString()}`,
        ]
      : [],
};
