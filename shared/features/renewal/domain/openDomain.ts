import { type Certificate, certificateIn, readCertificate } from "../../../core/certificates/certificate.ts";
import {
  certConfigOf,
  type NamedCertificate,
  namedCertificate,
  withSite,
} from "../../../core/certificates/domainCertificate.ts";
import { handshake } from "../../../core/probes/handshake.ts";
import { type CasClient, openCas, siteOf } from "../../../platform/clients/cas.ts";
import { openCustomDomains } from "../../../platform/clients/customDomains.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import type { Reason } from "../../../platform/reasons/reason.ts";
import { endpointOf, type Session } from "../../../platform/session.ts";
import type { DomainSettings } from "./domainSettings.ts";

/** The domain of the pages, which Function Compute serves with a copy of a certificate. Every method throws `AlbflowError`. */
export interface BoundDomain {
  name: string;
  read(): Promise<DomainState>;
  /** The serial number of what is served to who asks for the domain, or why nothing is. */
  served(): Promise<{ serial: string } | { unseen: Reason }>;
  /** Serves a certificate of the certificate service. */
  put(certificate: NamedCertificate): Promise<void>;
}

/** What Function Compute has of it. */
export interface DomainState {
  certificate: Certificate;
  /** Whether the certificate service has it too, so that it could be put back. */
  isKept: boolean;
  named: NamedCertificate | undefined;
  /** When anything of it was changed last, milliseconds since 1970; 0 where that is not told. */
  changedAt: number;
}

/** Opens it. */
export function openDomain(session: Session, { name, certificateId }: DomainSettings): BoundDomain {
  const domains = openCustomDomains(session);
  const cas = openCas(session);
  const site = siteOf(session.region);
  // Where the domain's CNAME must lead (real-cloud.md F5), whatever stands before it.
  const [host = "", port = "443"] = endpointOf(session, "fc").host.split(":");
  return {
    name,
    async read() {
      const domain = await domains.get(name);
      const named = namedCertificate(domain);
      const ids = [...(named === undefined ? [] : [named.id]), certificateId].map((id) => withSite(id, site));
      const { certificate: Cert = "" } = domain.certConfig ?? {};
      const certificate = certificateIn(ids[0] ?? "", { Cert });
      const kept = await keptAs(cas, ids, certificate.serial);
      return {
        certificate: { ...certificate, id: kept ?? certificate.id },
        isKept: kept !== undefined,
        named,
        changedAt: domain.lastModifiedTime === undefined ? 0 : Date.parse(domain.lastModifiedTime),
      };
    },
    async served() {
      try {
        return { serial: (await handshake({ host, port: Number(port), serverName: name })).serial };
      } catch (error) {
        if (error instanceof AlbflowError) return { unseen: error.reason };
        throw error;
      }
    },
    async put(certificate) {
      // Its key goes from the certificate service to Function Compute and nowhere else.
      await domains.setCertificate(await domains.get(name), await certConfigOf(cas, certificate));
    },
  };
}

/** Under which of these ids the certificate service has it. */
async function keptAs(cas: CasClient, ids: string[], serial: string): Promise<string | undefined> {
  for (const id of new Set(ids)) {
    try {
      const kept = await readCertificate(cas, id);
      if (kept.serial === serial) return kept.id;
    } catch (error) {
      if (!(error instanceof AlbflowError) || error.kind !== "NotFound") throw error;
    }
  }
  return undefined;
}
