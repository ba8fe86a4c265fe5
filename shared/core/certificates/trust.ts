import { type ChainEnd, chainEnd, chainPath } from "./chainPath.ts";
import { publicRootOf } from "./publicRoots.ts";
import type { Link } from "./readChain.ts";

/** Whom clients must trust to accept a chain. */
export interface Trust {
  /** `public`: a root that clients trust without being told. `private`: another root. `self-signed`: the certificate itself. */
  kind: "public" | "private" | "self-signed";
  /** From the certificate to the last that was sent on the way to the root. */
  path: Link[];
  /** The root, when it is known: a public one, one of the chain, or one that was given. */
  root: Link | undefined;
}

/** Whom a chain leads to. Roots that count as trusted beside the public ones are given, where there are any. */
export function trustOf(chain: Link[], now: number, given: Link[] = []): Trust {
  const { links: path, root } = chainPath(chain, now, rulesWith(given));
  const last = path.at(-1);
  const own = last !== undefined && isSelfSigned(last) ? last : undefined;
  const isPublic = root !== undefined && !given.includes(root as Link);
  return {
    kind: isPublic ? "public" : own !== undefined && own === chain[0] ? "self-signed" : "private",
    path,
    root: (root as Link | undefined) ?? own,
  };
}

/** Until when clients accept a chain; that of the certificate alone is no other than its own end. */
export function earliestEnd([leaf, ...issuers]: Link[], now: number): ChainEnd | undefined {
  return leaf && chainEnd([leaf, ...issuers], now, rulesWith([]));
}

function rulesWith(given: Link[]) {
  return {
    issued: wasIssuedBy,
    trusted: (link: Link) => publicRootOf(link) ?? given.find((root) => link !== root && wasSignedBy(link, root)),
  };
}

/** How a chain's root stands to that of the chain that it is to follow. */
type SameRoot = "same" | "other" | "undecided" | { lacks: string };

/**
 * Whether clients that trust a chain's root trust another chain, too. Most chains are sent without their root: then the
 * last issuer's name and key identifier are compared, and without identifiers it cannot be decided.
 */
export function sameRoot(candidate: Link[], predecessor: Link[], now: number): SameRoot {
  const before = trustOf(predecessor, now);
  const given = before.root === undefined ? [] : [before.root];
  const after = trustOf(candidate, now, given);
  if (after.root !== undefined && (after.root === before.root || after.root.fingerprint === before.root?.fingerprint))
    return "same";
  const [oldLast, newLast] = [before.path.at(-1), after.path.at(-1)];
  if (oldLast === undefined || newLast === undefined) return "undecided";
  if (after.root !== undefined) return wasSignedBy(oldLast, after.root) ? "same" : "other";
  const lacking = predecessor.find((one) => wasSignedBy(newLast, one));
  if (lacking !== undefined) return { lacks: lacking.subject };
  if (before.root !== undefined) return "other";
  if (newLast.fingerprint === oldLast.fingerprint) return "same";
  if (newLast.x509.issuer !== oldLast.x509.issuer) return "other";
  if (newLast.issuerKeyId === undefined || oldLast.issuerKeyId === undefined) return "undecided";
  return newLast.issuerKeyId === oldLast.issuerKeyId ? "same" : "other";
}

/** Whether a certificate was signed with its own key, whatever it may be used for. */
export function isSelfSigned({ x509 }: Link): boolean {
  return x509.issuer === x509.subject && x509.verify(x509.publicKey);
}

/** Whether one certificate names another as its issuer; identifiers of keys count where both have them. */
function wasIssuedBy(child: Link, issuer: Link): boolean {
  return child === issuer ? isSelfSigned(child) : child.x509.checkIssued(issuer.x509);
}

/** Whether one certificate was issued and signed by another. */
function wasSignedBy(child: Link, issuer: Link): boolean {
  return wasIssuedBy(child, issuer) && child.x509.verify(issuer.x509.publicKey);
}

/** Certificates of one issuer have its name and the identifier of its key. */
export function isOfSameIssuer(one: Link, other: Link): boolean {
  return one.x509.issuer === other.x509.issuer && one.issuerKeyId === other.issuerKeyId;
}
