import * as z from "zod";
import { allNumberedPages, collect } from "../../platform/clients/pages.ts";
import type { Clients } from "../../platform/clients.ts";
import { must } from "../../platform/reasons/must.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Precondition } from "../operation.ts";
import type { Verification } from "../operationInput.ts";
import { hasCertificate } from "./certificate.ts";

/** Ids of CA certificates have another shape than those of server certificates (alb.md §1.5). */
export const caCertificateId = z
  .string()
  .regex(/^[\w-]{3,128}$/, must("must-be-ca-certificate-id"))
  .describe("Identifier of the CA certificate in the certificate service whose clients are let in");

/** What the certificate service knows of a CA certificate; undefined where it does not list it. */
interface KnownCa {
  name: string;
  /** Milliseconds since 1970. */
  notBefore: number;
  notAfter: number;
}

/** RAM actions of `readCa`. */
export const CA_PERMISSIONS = ["yundun-cert:ListCertWarehouse", "yundun-cert:ListCert"];

/** Looks for a CA certificate in every warehouse. */
export async function readCa(clients: Clients, id: string): Promise<KnownCa | undefined> {
  for await (const { id: listedId, ...known } of listCas(clients)) if (listedId === id) return known;
  return undefined;
}

/**
 * The CA certificates of every warehouse: uploaded ones with and without their chain, and those of the private CA
 * service (ListCertWarehouse: `uploadCA`, `uploadPCA`, `aliyunPCA`).
 */
export async function* listCas({ cas }: Clients): AsyncGenerator<KnownCa & { id: string }> {
  const warehouses = await collect(
    allNumberedPages(
      (paging) => cas.call("ListCertWarehouse", { ...paging }),
      (page) => page.CertWarehouseList,
    ),
  );
  for (const { WhId, Type = "" } of warehouses) {
    if (WhId === undefined || NO_AUTHORITIES.has(Type)) continue;
    const rows = allNumberedPages(
      (paging) => cas.call("ListCert", { WarehouseId: WhId, CertType: "CA", ...paging }),
      (page) => page.CertList,
    );
    for await (const { Identifier: id, CommonName, BeforeDate = 0, AfterDate = 0 } of rows) {
      // BeforeDate is when it was issued, AfterDate when it expires (alb.md §13.12).
      if (id !== undefined) yield { id, name: CommonName ?? id, notBefore: BeforeDate, notAfter: AfterDate };
    }
  }
}

/** Warehouses of server certificates. */
const NO_AUTHORITIES = new Set(["ssl", "free", "disable"]);

/** That a CA certificate has expired. Whoever finds it says the same, so that it is said once. */
export function describeExpiredCa(id: string, { name, notAfter }: KnownCa): Reason {
  return reason("client-ca-ended", { certificateId: id, name, notAfter });
}

/** What is known before clients have to show certificates of a CA. */
interface MutualFacts {
  /** Undefined where the certificate service does not list it. */
  ca: KnownCa | undefined;
  /** The client certificates to verify with that the certificate service does not have. */
  missing: string[];
}

/** RAM actions of `readMutual`. */
export const MUTUAL_PERMISSIONS = [...CA_PERMISSIONS, "yundun-cert:GetUserCertificateDetail"];

/** Looks for the CA certificate, and whether the client certificates to verify with exist; their keys stay where they are. */
export async function readMutual(
  clients: Clients,
  _resources: unknown,
  { caCertificateId: id, verification }: { caCertificateId: string; verification: Verification },
): Promise<MutualFacts> {
  const given = [verification.clientCertificateId, verification.rejectedClientCertificateId];
  const asked = given.filter((one) => one !== undefined);
  const isThere = await Promise.all(asked.map((one) => hasCertificate(clients.cas, one)));
  return { ca: await readCa(clients, id), missing: asked.filter((_, index) => isThere[index] === false) };
}

/**
 * Refuses a CA certificate that has expired, which would turn everybody away, and client certificates that nobody could verify
 * with: clients would have been cut off before that shows.
 */
export const MUTUAL_PRECONDITIONS: Precondition<{ caCertificateId: string }, MutualFacts>[] = [
  {
    requires: reason("check-ca-valid"),
    check: ({ input, facts: { ca }, now }) =>
      ca !== undefined && ca.notAfter <= now ? [describeExpiredCa(input.caCertificateId, ca)] : [],
  },
  {
    requires: reason("check-client-certificates-known"),
    check: ({ facts: { missing } }) =>
      missing.map((certificateId) => reason("certificate-not-found", { certificateId })),
  },
];
