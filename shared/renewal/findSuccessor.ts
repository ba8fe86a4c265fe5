import { type Certificate, examineCertificate, labelsOf, listCertificates } from "../certificate.ts";
import { collect } from "../clients/pages.ts";
import type { Doors } from "../doors.ts";
import { eachLimited } from "../eachLimited.ts";
import { namesNotCovered } from "../hostnames.ts";

/**
 * Finds the certificate in CAS that follows another: it covers every name, expires later than all others, and can serve.
 * Else it says why there is none. CAS is listed once for all that are asked for.
 */
export function successorFinder(
  { cas }: Pick<Doors, "cas">,
  now: number,
): (old: Certificate) => Promise<{ id: string } | { none: string }> {
  let listing: Promise<{ id: number; mentions: string[] }[]> | undefined;
  return async (old) => {
    if (old.names.length === 0 && old.addresses.length === 0) {
      return { none: "it has neither a DNS name nor an IP address by which one that follows it could be known" };
    }
    listing ??= collect(listCertificates(cas));
    const site = old.id.slice(old.id.indexOf("-"));
    // Many certificates cost one call each, so those are passed over of which CAS tells other names.
    const mentioning = (await listing).filter(
      ({ id, mentions }) => `${id}${site}` !== old.id && namesNotCovered(old.names, mentions).length === 0,
    );
    const read = await eachLimited(mentioning, ({ id }) => examineCertificate(cas, `${id}${site}`, now));
    const examined = read.filter(({ certificate }) => covers(certificate, old));
    const later = examined.filter(({ certificate }) => certificate.notAfter > old.notAfter);
    const fit = later.filter(({ flaws }) => flaws.length === 0).map(({ certificate }) => certificate);
    const best = fit.sort((one, other) => other.notAfter - one.notAfter)[0];
    if (best !== undefined) return { id: best.id };
    const [rejected] = later;
    return {
      none:
        rejected === undefined
          ? `no certificate in the certificate service covers ${labelsOf(old).join(", ")} and expires later`
          : `${rejected.certificate.id} would follow, but ${rejected.flaws.join(" and ")}`,
    };
  };
}

/** Whether it is for all DNS names of the other; where that has none, for all its IP addresses. */
function covers({ names, addresses }: Certificate, old: Certificate): boolean {
  if (old.names.length > 0) return namesNotCovered(old.names, names).length === 0;
  return old.addresses.every((address) => addresses.includes(address));
}
