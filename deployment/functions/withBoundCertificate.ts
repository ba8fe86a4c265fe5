import { readCertificate } from "../../shared/core/certificates/certificate.ts";
import { namedCertificate, withSite } from "../../shared/core/certificates/domainCertificate.ts";
import { openCas, siteOf } from "../../shared/platform/clients/cas.ts";
import { openCustomDomains } from "../../shared/platform/clients/customDomains.ts";
import type { Session } from "../../shared/platform/session.ts";
import { orNothing } from "../changes.ts";
import type { Settings } from "../configuration/schema.ts";

/**
 * The settings with the certificate that the domain of the pages has by now, where renewal has put a later one there than
 * albflow.yaml names: a deployment must not put the former back. Throws `AlbflowError`.
 */
export async function withBoundCertificate(settings: Settings, session: Session): Promise<Settings> {
  const { domain, region } = settings;
  if (domain === undefined) return settings;
  const bound = await orNothing(() => openCustomDomains(session).get(domain.name));
  const named = bound === undefined ? undefined : namedCertificate(bound);
  const site = siteOf(region);
  const configured = withSite(domain.certificateId, site);
  if (named?.insteadOf === undefined || withSite(named.id, site) === configured) return settings;
  const cas = openCas(session);
  const [there, wanted] = await Promise.all(
    [named.id, configured].map((id) => orNothing(() => readCertificate(cas, id))),
  );
  if (there === undefined || (wanted !== undefined && wanted.notAfter >= there.notAfter)) return settings;
  return { ...settings, domain: { ...domain, certificateId: named.id } };
}
