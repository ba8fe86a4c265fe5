import type { CasClient } from "../../platform/clients/cas.ts";
import { allNumberedPages } from "../../platform/clients/pages.ts";

/** A certificate as CAS lists it. */
interface FoundByName {
  /** The number, without the site. */
  certificateId: number;
  expired: boolean;
}

/**
 * The uploaded certificate of a name, by going through the list: CAS's Keyword looks into domains and resource ids, never
 * into names (real-cloud.md CB2). Expired ones are listed only when they are asked for (alb.md §7.1), and are looked for
 * last; a name is taken by either.
 */
export async function findByName(cas: CasClient, name: string): Promise<FoundByName | undefined> {
  for (const expired of [false, true]) {
    const rows = allNumberedPages(
      (paging) =>
        cas.call("ListUserCertificateOrder", { OrderType: "UPLOAD", ...(expired && { Status: "EXPIRED" }), ...paging }),
      (page) => page.CertificateOrderList,
    );
    for await (const { Name, CertificateId } of rows) {
      if (Name === name && CertificateId !== undefined) return { certificateId: CertificateId, expired };
    }
  }
  return undefined;
}
