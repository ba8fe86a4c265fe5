import { X509Certificate } from "node:crypto";
import type { CasClient } from "../../platform/clients/cas.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { AlbflowError } from "../../platform/errors.ts";
import type { Change } from "../resources/resource.ts";
import { detailOf, plainSerial } from "./certificate.ts";
import { certificateNames } from "./certificateNames.ts";

/** What people compare of two certificates. */
export interface PlanCertificate {
  /** The first few; `more` says how many others there are. */
  names: string[];
  more: number;
  issuer: string;
  /** `RSA 2048`, `ECDSA P-256`. */
  key: string;
  /** ISO 8601 days. */
  from: string;
  until: string;
  /** Upper-case hex. */
  serial: string;
}

/** What is told of the certificates that a plan binds and takes off, by id; those that cannot be read are left out. */
export type PlanCertificates = Record<string, PlanCertificate>;

/** Reads what is told of the certificates in a plan's changes; of many, the first ones. Throws Transient and the like. */
export async function readPlanCertificates(cas: CasClient, changes: Change[]): Promise<PlanCertificates> {
  const ids = changes.filter(({ field }) => CERTIFICATE_FIELDS.has(field)).flatMap(certificateIdsIn);
  const reported = await eachLimited(
    [...new Set(ids)].slice(0, MOST_REPORTED),
    async (id) => [id, await read(cas, id)] as const,
  );
  return Object.fromEntries(reported.filter((one): one is [string, PlanCertificate] => one[1] !== undefined));
}

/** The ids of the certificates that come and go with a change. */
function certificateIdsIn({ before, after }: Pick<Change, "before" | "after">): string[] {
  return [...idsIn(before), ...idsIn(after)];
}

/** The ids in one side of a change. */
export function idsIn(side: unknown): string[] {
  if (!Array.isArray(side)) return [];
  return side.flatMap((one: unknown) => {
    if (typeof one === "string") return [one];
    const { CertificateId } = (one ?? {}) as { CertificateId?: unknown };
    return typeof CertificateId === "string" ? [CertificateId] : [];
  });
}

/** Fields of a listener that hold server certificates. */
export const CERTIFICATE_FIELDS = new Set(["Certificates", "AdditionalCertificates"]);

async function read(cas: CasClient, id: string): Promise<PlanCertificate | undefined> {
  if (!/^\d/.test(id)) return undefined;
  try {
    const { Cert = "" } = await detailOf(cas, id);
    const x509 = new X509Certificate(Cert);
    const { names, commonName } = certificateNames(x509.raw);
    const shown = names.length > 0 ? names : [commonName ?? x509.subject];
    return {
      names: shown.slice(0, NAMES_REPORTED),
      more: Math.max(0, shown.length - NAMES_REPORTED),
      issuer: /CN=([^\n]+)/.exec(x509.issuer)?.[1] ?? x509.issuer.replaceAll("\n", ", "),
      key: keyOf(x509),
      from: new Date(x509.validFrom).toISOString().slice(0, 10),
      until: new Date(x509.validTo).toISOString().slice(0, 10),
      serial: plainSerial(x509.serialNumber),
    };
  } catch (error) {
    // What cannot be read is told by its id alone; whether it may serve is judged elsewhere.
    if (error instanceof AlbflowError && error.kind !== "NotFound") throw error;
    return undefined;
  }
}

function keyOf({ publicKey }: X509Certificate): string {
  const { modulusLength, namedCurve = "" } = publicKey.asymmetricKeyDetails ?? {};
  if (publicKey.asymmetricKeyType === "ec") return `ECDSA ${CURVES[namedCurve] ?? namedCurve}`;
  return `${(publicKey.asymmetricKeyType ?? "").toUpperCase()} ${modulusLength ?? ""}`.trim();
}

const CURVES: Record<string, string> = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" };

/** A plan must stay small, whatever it binds. */
const MOST_REPORTED = 10;
const NAMES_REPORTED = 3;
