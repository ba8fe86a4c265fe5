import type { CasClient } from "../../platform/clients/cas.ts";
import type { CertConfig, CustomDomain } from "../../platform/clients/customDomains.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { detailOf, numericId } from "./certificate.ts";

/**
 * What the name of a domain's certificate tells, the only thing of it that is ours to choose: its id in the certificate service,
 * and what renewal must know of the time before. The names have the characters of the vendor's
 * component's (letters, digits, hyphens), as no page says which others are taken.
 */
export interface NamedCertificate {
  /** `24664588`, or with its site where renewal has named it. */
  id: string;
  /** The one that it has replaced. */
  insteadOf?: string;
  /** The one that was tried in its place and taken back. */
  notInFavourOf?: string;
}

/** Reads such a name: ours, or the one that the vendor's component gives (devsapp/fc3-domain, https_cert_config.ts). */
export function namedCertificate(domain: CustomDomain): NamedCertificate | undefined {
  const { certName = "" } = domain.certConfig ?? {};
  const [, id, relation, other] =
    /^(?:albflow|cret)-(\d+(?:-[a-z0-9-]+?)?)(?:-(for|not)-(\d+-[a-z0-9-]+))?$/.exec(certName) ?? [];
  if (id === undefined) return undefined;
  if (other === undefined) return { id };
  return relation === "for" ? { id, insteadOf: other } : { id, notInFavourOf: other };
}

/** A certificate of the certificate service with its key, as Function Compute takes both; the key is looked at by nobody on the way. */
export async function certConfigOf(
  cas: CasClient,
  { id, insteadOf, notInFavourOf }: NamedCertificate,
): Promise<CertConfig> {
  numericId(id);
  const { Cert = "", Key = "" } = await detailOf(cas, id);
  if (Cert === "" || Key === "")
    throw new AlbflowError("Failed", reason(Cert === "" ? "certificate-missing" : "key-missing"));
  const relation = [
    ...(insteadOf === undefined ? [] : ["for", insteadOf]),
    ...(notInFavourOf === undefined ? [] : ["not", notInFavourOf]),
  ];
  return { certName: ["albflow", id, ...relation].join("-"), certificate: Cert, privateKey: Key };
}

/** The id of a certificate with its site: a deployment may name it without. */
export function withSite(id: string, site: string): string {
  return id.includes("-") ? id : `${id}-${site}`;
}
