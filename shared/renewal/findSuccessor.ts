import { type Certificate, examineCertificate, listCertificates } from "../certificate.ts";
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
  let listing: Promise<{ id: number; names: string[] }[]> | undefined;
  return async (old) => {
    listing ??= collect(listCertificates(cas));
    const site = old.id.slice(old.id.indexOf("-"));
    const covering = (await listing).filter(
      ({ id, names }) => `${id}${site}` !== old.id && namesNotCovered(old.names, names).length === 0,
    );
    const examined = await eachLimited(covering, ({ id }) => examineCertificate(cas, `${id}${site}`, now));
    const later = examined.filter(({ certificate }) => certificate.notAfter > old.notAfter);
    const fit = later.filter(({ flaws }) => flaws.length === 0).map(({ certificate }) => certificate);
    const best = fit.sort((one, other) => other.notAfter - one.notAfter)[0];
    if (best !== undefined) return { id: best.id };
    const [rejected] = later;
    return {
      none:
        rejected === undefined
          ? `no certificate in the certificate service covers ${old.names.join(", ")} and expires later`
          : `${rejected.certificate.id} would follow, but ${rejected.flaws.join(" and ")}`,
    };
  };
}
