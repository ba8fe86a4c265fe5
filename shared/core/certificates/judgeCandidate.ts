import type { Certificate } from "./certificate.ts";
import { broken, chainReasons, isForServers, keyReasonsOf } from "./chainReasons.ts";
import type { Link } from "./readChain.ts";
import { type Reason, reason } from "./reason.ts";
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
    ...keyReasonsOf(leaf, "its key"),
    ...chainReasons(chain, trust, now),
    ...(stray === undefined ? [] : [broken(chain.indexOf(trust.path.at(-1) as Link) + 1, stray)]),
    ...lackOfIntermediate(chain, trust),
  ];
  const isExcused = ({ code }: Reason) => allowLessTrusted && MAY_BE_ALLOWED.has(code);
  // Where a broken chain would lead to, nobody knows.
  const untrusted = stray === undefined ? distrust.filter((one) => !isExcused(one)) : [];
  const reasons = unique([...ownReasons, ...untrusted]);
  return { reasons, remarks: reasons.length > 0 ? [] : remarksOn(certificate, chain, trust, distrust) };
}

/** What somebody may ask for by hand. */
const MAY_BE_ALLOWED = new Set(["less-trusted", "other-root", "root-undecided"]);

interface Before {
  held: Held;
  trust: Trust;
}

function dateReasons({ notBefore, notAfter }: Link, now: number): Reason[] {
  const at = (when: number) => new Date(when).toISOString();
  if (notBefore > now)
    return [reason("not-yet-valid", `it is not valid before ${at(notBefore)}`, { notBefore: at(notBefore) })];
  return notAfter <= now ? [reason("expired", `it expired on ${at(notAfter)}`, { notAfter: at(notAfter) })] : [];
}

function leafReasons(leaf: Link, { kind }: Trust, before: Before[]): Reason[] {
  const all = (test: (one: Before) => boolean) => before.length > 0 && before.every(test);
  const reasons: Reason[] = [];
  if (!isForServers(leaf) || !leaf.maySign) {
    reasons.push(reason("not-for-servers", "it is not for servers: its key usages do not allow server authentication"));
  }
  // Who is served a self-signed certificate today compares it with nothing; openssl makes them as CAs unless told otherwise.
  const wasSelfSigned = kind === "self-signed" && all((one) => one.trust.kind === "self-signed");
  if (leaf.isCa && !wasSelfSigned) reasons.push(reason("is-ca", "it is the certificate of a CA, not of a server"));
  if (leaf.mustStaple && !all(({ held }) => held.chain[0]?.mustStaple === true)) {
    const words =
      "it demands a stapled OCSP answer (must-staple), and ALB is not known to send one, so clients would turn it away";
    reasons.push(reason("must-staple", words));
  }
  if (leaf.key.name === "P-521" && !all(({ held }) => held.chain[0]?.key.name === "P-521")) {
    const words = "its key (P-521) is one that Chromium and others do not take";
    reasons.push(reason("key-unsupported", words, { key: leaf.key.name }));
  }
  return reasons;
}

/** What a candidate's clients would no longer trust, by one of the certificates that they are served today. */
function whyLessTrusted(chain: Link[], trust: Trust, { held, trust: before }: Before, now: number): Reason[] {
  const { id } = held.certificate;
  if (trust.kind === "public" || before.kind === "self-signed") return [];
  const leadsTo = trust.root?.subject ?? trust.path.at(-1)?.issuer ?? "";
  const about = { predecessor: id, root: leadsTo };
  const allowed = "; allowLessTrusted accepts that by hand";
  if (trust.kind === "self-signed") {
    const words = `it is self-signed, and ${id} is of ${before.kind === "public" ? "a publicly trusted" : "a private"} CA${allowed}`;
    return [reason("less-trusted", words, about)];
  }
  if (before.kind === "public") {
    const words = `its chain leads to ${leadsTo}, which is no publicly trusted root, and that of ${id} leads to one${allowed}`;
    return [reason("less-trusted", words, about)];
  }
  const found = sameRoot(chain, held.chain, now);
  if (found === "same") return [];
  if (found === "other") {
    const words = `its chain leads to ${leadsTo}, which is neither publicly trusted nor the root of ${id}${allowed}`;
    return [reason("other-root", words, about)];
  }
  if (found === "undecided") {
    const words = `whether its chain leads to the root of ${id} cannot be told, because neither chain holds the root and its issuer's key is not named; put the root at the end of both chains${allowed}`;
    return [reason("root-undecided", words, about)];
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
  const words = `its chain is not complete: the certificate of ${subject}, which issued it, is missing; upload it again with its chain`;
  return reason("intermediate-missing", words, { subject });
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
    ...(endsWith === ""
      ? []
      : [
          reason("chain-ends-first", `${endsWith} in its chain ends on ${until}, before the certificate itself`, {
            endsWith,
            until,
          }),
        ]),
    ...(unneeded.length > 0
      ? [
          reason("chain-has-more", `its chain holds more than clients need (certificate ${unneeded.join(", ")})`, {
            places: unneeded.join(","),
          }),
        ]
      : []),
    ...distrust,
  ];
}

function unique(reasons: Reason[]): Reason[] {
  return reasons.filter((one, at) => reasons.findIndex(({ message }) => message === one.message) === at);
}
