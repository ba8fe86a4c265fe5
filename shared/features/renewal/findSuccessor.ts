import { type Certificate, isUnknown, labelsOf, listCertificates } from "../../core/certificates/certificate.ts";
import { type Candidate, type Held, judgeCandidate } from "../../core/certificates/judgeCandidate.ts";
import { lostSuites, usableSuites } from "../../core/certificates/keyFitsPolicy.ts";
import { type HeldCertificate, readBoundHeld, readCandidate } from "../../core/certificates/readHeld.ts";
import { isOfSameIssuer, sameRoot } from "../../core/certificates/trust.ts";
import type { TlsPolicy } from "../../core/operations/tlsPolicy.ts";
import { casOfCertificate } from "../../platform/clients/cas.ts";
import { collect } from "../../platform/clients/pages.ts";
import type { Clients } from "../../platform/clients.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { namesNotCovered } from "../../platform/hostnames.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";

/** What follows a certificate: the best first, and what else fits, in order; or why nothing does. */
type Successor = ({ id: string; others: string[] } | { none: Reason }) & {
  /** Those that cover its names and are not taken, and why. */
  notTaken: NotTaken[];
};

/** A certificate that is not taken. */
interface NotTaken {
  id: string;
  reasons: Reason[];
}

/**
 * Finds the certificates in CAS that may follow another unattended: they cover every name, expire later, can serve its
 * clients, and turn none of them away. Those of the same issuer come first, then what expires later. Each site of CAS is
 * listed once for all that are asked for; without a policy, another kind of key is taken to turn somebody away.
 */
export function successorFinder(
  { cas }: Pick<Clients, "cas">,
  now: number,
): (old: Certificate, policy?: TlsPolicy) => Promise<Successor> {
  const listings = new Map<string, Promise<{ id: number; mentions: string[] }[]>>();
  return async (old, policy) => {
    if (old.names.length === 0 && old.addresses.length === 0) {
      return { none: reason("no-identity"), notTaken: [] };
    }
    const site = old.id.slice(old.id.indexOf("-"));
    const listing = listings.get(site) ?? collect(listCertificates(casOfCertificate(cas, old.id)));
    listings.set(site, listing);
    // Many certificates cost one call each, so those are passed over of which CAS tells other names.
    const mentioning = (await listing).filter(
      ({ id, mentions }) => `${id}${site}` !== old.id && namesNotCovered(old.names, mentions).length === 0,
    );
    const names = labelsOf(old);
    if (mentioning.length === 0) return { none: noneOf(names, []), notTaken: [] };
    const predecessor = await readBoundHeld(cas, old.id);
    const read = await eachLimited(mentioning, ({ id }) => judge(`${id}${site}`, predecessor, policy));
    const tally = read.filter(({ candidate }) => candidate === undefined || mayCover(candidate.certificate, old));
    const fit = tally.flatMap(({ candidate, reasons }) => (reasons.length === 0 && candidate ? [candidate] : []));
    const notTaken = tally.filter(({ reasons }) => reasons.length > 0).map(({ id, reasons }) => ({ id, reasons }));
    const [best, ...others] = inOrder(fit, predecessor, now).map(({ certificate }) => certificate.id);
    return best === undefined ? { none: noneOf(names, notTaken), notTaken } : { id: best, others, notTaken };
  };

  async function judge(id: string, predecessor: HeldCertificate, policy: TlsPolicy | undefined) {
    try {
      const candidate = await readCandidate(cas, id);
      return { id, candidate, reasons: whyNotUnattended(candidate, predecessor, policy, now) };
    } catch (error) {
      if (!(error instanceof AlbflowError) || isTransient(error)) throw error;
      return { id, candidate: undefined, reasons: [reason("unavailable", { cause: error.reason })] };
    }
  }
}

/** Whether it is for all DNS names of the other; where that has none, for all its IP addresses. One that cannot be read may be. */
function mayCover(certificate: Certificate, old: Certificate): boolean {
  if (isUnknown(certificate)) return true;
  const { names, addresses } = certificate;
  if (old.names.length > 0) return namesNotCovered(old.names, names).length === 0;
  return old.addresses.every((address) => addresses.includes(address));
}

/** Why a certificate may not follow another without anybody being asked; nothing when it may. */
function whyNotUnattended(
  candidate: Candidate,
  predecessor: Held,
  policy: TlsPolicy | undefined,
  now: number,
): Reason[] {
  const { reasons } = judgeCandidate(candidate, { now, inPlaceOf: [predecessor], allowLessTrusted: false });
  // Of one that cannot be read nobody knows more than that.
  if (candidate.chain.length === 0) return reasons;
  const isLater = candidate.certificate.notAfter > predecessor.certificate.notAfter;
  return [
    ...(isLater ? [] : [reason("not-later", { predecessor: predecessor.certificate.id })]),
    ...reasons,
    ...whyOtherKey(candidate, predecessor, policy),
  ];
}

/** Another kind of key turns clients away that only know the former, unless the policy has nothing for those anyway. */
function whyOtherKey(candidate: Held, predecessor: Held, policy: TlsPolicy | undefined): Reason[] {
  const [key, before] = [candidate.chain[0]?.key, predecessor.chain[0]?.key];
  if (key === undefined || before === undefined || key.kind === before.kind || key.kind === "other") return [];
  const kinds = { key: key.name, before: before.name };
  if (policy === undefined) {
    return [reason("other-key", { ...kinds, lost: { isEverything: true, versions: [], ciphers: [] } })];
  }
  const lost = lostSuites(usableSuites(policy, before.kind), usableSuites(policy, key.kind));
  const isAnythingLost = lost.isEverything || lost.versions.length + lost.ciphers.length > 0;
  return isAnythingLost ? [reason("other-key", { ...kinds, lost })] : [];
}

/** Of the same issuer first, then of the same root, then of others; of each the one that expires latest. */
function inOrder(candidates: Candidate[], { chain }: Held, now: number): Candidate[] {
  const [leaf] = chain;
  const distance = (candidate: Candidate) => {
    const [own] = candidate.chain;
    if (leaf === undefined || own === undefined) return 2;
    if (isOfSameIssuer(own, leaf)) return 0;
    return sameRoot(candidate.chain, chain, now) === "same" ? 1 : 2;
  };
  return candidates
    .map((candidate) => ({ candidate, away: distance(candidate) }))
    .sort((one, two) => one.away - two.away || two.candidate.certificate.notAfter - one.candidate.certificate.notAfter)
    .map(({ candidate }) => candidate);
}

/** Only of those that expire later is said why they do not follow: the others are of the past. */
function noneOf(names: string[], notTaken: NotTaken[]): Reason {
  const later = notTaken.filter(({ reasons }) => !reasons.some(({ code }) => code === "not-later"));
  const reported = later.slice(0, MOST_REPORTED);
  return reason("no-successor", { names, notTaken: reported, more: later.length - reported.length });
}

/** What does not follow is told in notices and flows, which have their limits. */
const MOST_REPORTED = 3;
