import { distinct, type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Certificate } from "./certificate.ts";
import { broken, chainReasons, isForServers, keyReasonsOf } from "./chainReasons.ts";
import type { Link } from "./readChain.ts";
import { sameRoot, type Trust, trustOf } from "./trust.ts";

/** A certificate with its chain, as the certificate service holds it. */
export interface Held {
  certificate: Pick<Certificate, "id" | "notAfter" | "endsWith">;
  /** Empty when it cannot be read. */
  chain: Link[];
}

/** A certificate that might be served. */
export interface Candidate<Facts extends Held["certificate"] = Certificate> extends Held {
  certificate: Facts;
  /** What is wrong with the certificate service's answer or with the key, which was looked at and left where it was read. */
  problems: Reason[];
}

/** What a candidate is judged by. */
interface Circumstances {
  /** Milliseconds since 1970. */
  now: number;
  /** What its clients are served until then: none of them may be served something that they trust less. */
  inPlaceOf: Held[];
  /** Whether it may be less trusted than those, because somebody says so. */
  allowLessTrusted: boolean;
}

/** What is to be said about a candidate. */
interface Judgement {
  /** Why it cannot serve; empty when it can. */
  reasons: Reason[];
  /** What does not keep it from serving, and should be known. */
  remarks: Reason[];
}

/**
 * Judges whether a certificate can serve the clients of others: valid, with its key, a complete chain to a root that they
 * trust, of no lower kind of trust, for servers, strong enough. Pure; every reason is told at once.
 */
export function judgeCandidate(
  { certificate, chain, problems }: Candidate<Held["certificate"]>,
  { now, inPlaceOf, allowLessTrusted }: Circumstances,
): Judgement {
  const [leaf] = chain;
  if (leaf === undefined) return { reasons: problems, remarks: [] };
  const trust = trustOf(chain, now);
  const before = inPlaceOf
    .filter((held) => held.chain.length > 0)
    .map((held) => ({ held, trust: trustOf(held.chain, now) }));
  const distrust = before.flatMap((one) => whyLessTrusted(chain, trust, one, now));
  const isKnown = before.some((one) => one.trust.kind !== "self-signed") && distrust.length === 0;
  const isReached = trust.kind === "public" || (trust.kind === "private" && isKnown);
  const [stray] = isReached ? [] : strayPlaces(chain, trust);
  const ownReasons = [
    ...problems,
    ...dateReasons(leaf, now),
    ...leafReasons(leaf, trust, before),
    ...keyReasonsOf(leaf, 1),
    ...chainReasons(chain, trust, now),
    ...(stray === undefined ? [] : [broken(chain.indexOf(trust.path.at(-1) as Link) + 1, stray)]),
    ...lackOfIntermediate(chain, trust),
  ];
  const isExcused = ({ code }: Reason) => allowLessTrusted && MAY_BE_ALLOWED.has(code);
  // Where a broken chain would lead to, nobody knows.
  const untrusted = stray === undefined ? distrust.filter((one) => !isExcused(one)) : [];
  const reasons = distinct([...ownReasons, ...untrusted]);
  return { reasons, remarks: reasons.length > 0 ? [] : remarksOn(certificate, chain, trust, distrust) };
}

/** What somebody may ask for by hand. */
const MAY_BE_ALLOWED = new Set(["self-signed", "less-trusted", "other-root", "root-undecided"]);

interface Before {
  held: Held;
  trust: Trust;
}

function dateReasons({ notBefore, notAfter }: Link, now: number): Reason[] {
  const at = (when: number) => new Date(when).toISOString();
  if (notBefore > now) return [reason("not-yet-valid", { notBefore: at(notBefore) })];
  return notAfter <= now ? [reason("expired", { notAfter: at(notAfter) })] : [];
}

function leafReasons(leaf: Link, { kind }: Trust, before: Before[]): Reason[] {
  const all = (test: (one: Before) => boolean) => before.length > 0 && before.every(test);
  const reasons: Reason[] = [];
  if (!isForServers(leaf) || !leaf.maySign) {
    reasons.push(reason("not-for-servers"));
  }
  // Who is served a self-signed certificate today compares it with nothing; openssl makes them as CAs unless told otherwise.
  const wasSelfSigned = kind === "self-signed" && all((one) => one.trust.kind === "self-signed");
  if (leaf.isCa && !wasSelfSigned) reasons.push(reason("is-ca"));
  if (leaf.mustStaple && !all(({ held }) => held.chain[0]?.mustStaple === true)) {
    reasons.push(reason("must-staple"));
  }
  if (leaf.key.name === "P-521" && !all(({ held }) => held.chain[0]?.key.name === "P-521")) {
    reasons.push(reason("key-unsupported", { place: 1, key: leaf.key.name }));
  }
  return reasons;
}

/** What a candidate's clients would no longer trust, by one of the certificates that they are served today. */
function whyLessTrusted(chain: Link[], trust: Trust, { held, trust: before }: Before, now: number): Reason[] {
  const { id } = held.certificate;
  if (trust.kind === "public" || before.kind === "self-signed") return [];
  const leadsTo = trust.root?.subject ?? trust.path.at(-1)?.issuer ?? "";
  const about = { predecessor: id, root: leadsTo };
  if (trust.kind === "self-signed") {
    return [reason("self-signed", { predecessor: id, isPublic: before.kind === "public" })];
  }
  if (before.kind === "public") {
    return [reason("less-trusted", about)];
  }
  const found = sameRoot(chain, held.chain, now);
  if (found === "same") return [];
  if (found === "other") {
    return [reason("other-root", about)];
  }
  if (found === "undecided") {
    return [reason("root-undecided", { predecessor: id })];
  }
  return [missing(found.lacks)];
}

/** A publicly trusted CA never signs with its root, so that a chain of nothing but the certificate lacks something. */
function lackOfIntermediate(chain: Link[], { kind, path }: Trust): Reason[] {
  const [leaf] = path;
  return kind === "private" && path.length === 1 && chain.length === 1 && leaf?.claimsPublic
    ? [missing(leaf.issuer)]
    : [];
}

function missing(subject: string): Reason {
  return reason("intermediate-missing", { subject });
}

/** Places, from 1, of what has to do with nothing on the way: neither the same once more, nor of the same key. */
function strayPlaces(chain: Link[], { path }: Trust): number[] {
  const keys = path.map(({ x509 }) => x509.publicKey);
  return chain.flatMap(({ x509 }, at) => (keys.some((key) => key.equals(x509.publicKey)) ? [] : [at + 1]));
}

function remarksOn(certificate: Held["certificate"], chain: Link[], trust: Trust, distrust: Reason[]): Reason[] {
  const { path, root } = trust;
  const needed = path.filter((link) => link === chain[0] || link !== root);
  const unneeded = chain.flatMap((link, at) => (needed.includes(link) ? [] : [at + 1]));
  const { endsWith = "", notAfter } = certificate;
  const until = new Date(notAfter).toISOString();
  return [
    ...(endsWith === "" ? [] : [reason("chain-ends-first", { endsWith, until })]),
    ...(unneeded.length > 0 ? [reason("chain-has-more", { places: unneeded })] : []),
    ...distrust,
  ];
}
