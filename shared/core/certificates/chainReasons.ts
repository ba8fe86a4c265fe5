import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { SERVER_USAGE } from "./objectIds.ts";
import type { Link } from "./readChain.ts";
import { isSelfSigned, type Trust } from "./trust.ts";

/** What is wrong with the way from a certificate to its root, wherever that leads. */
export function chainReasons(chain: Link[], { path, root }: Trust, now: number): Reason[] {
  const place = (link: Link) => chain.indexOf(link) + 1;
  const reasons: Reason[] = [];
  for (const [above, link] of path.entries()) {
    const child = path[above - 1];
    if (child === undefined) continue;
    const at = { place: place(link), subject: link.subject };
    if (!child.x509.verify(link.x509.publicKey)) {
      reasons.push(broken(place(child), place(link)));
    } else if (place(link) < place(child)) {
      reasons.push(reason("chain-out-of-order", { place: place(child), issuer: place(link) }));
    }
    reasons.push(...issuerReasons(link, above - 1, at), ...nameReasons(link, chain[0]?.dnsNames ?? [], at));
  }
  // A root that came along ends with the trust in it and not with its date.
  const dated = [...path.slice(1), ...(root === undefined ? [] : [root])].filter(
    (one) => !(path.includes(one) && one === root),
  );
  for (const link of dated) {
    const at = { place: place(link), subject: link.subject };
    if (link.notAfter <= now) reasons.push(reason("chain-expired", at));
    else if (link.notBefore > now) {
      reasons.push(reason("chain-not-yet-valid", { ...at, notBefore: new Date(link.notBefore).toISOString() }));
    }
  }
  return [...reasons, ...strengthReasons(chain, path)];
}

/** That a certificate was not issued by the one that follows it. */
export function broken(place: number, next: number): Reason {
  return reason("chain-broken", { place, next });
}

/** Whether a key can be broken with today's means, or is of a kind that clients and ALB do not know. */
export function keyReasonsOf({ key }: Pick<Link, "key">, place: number): Reason[] {
  const at = { place, key: key.name };
  if (key.kind === "other") {
    return [reason("key-unsupported", at)];
  }
  if (key.kind === "RSA" && key.bits < LEAST_RSA_BITS) {
    return [reason("key-weak", { ...at, least: LEAST_RSA_BITS })];
  }
  return [];
}

/** Security level 2 of OpenSSL, and the CA/Browser Forum's baseline requirements §6.1.5. */
const LEAST_RSA_BITS = 2048;

/** Whether a certificate may be used by a server. */
export function isForServers({ usages }: Link): boolean {
  return (
    usages === undefined || usages.includes(SERVER_USAGE.serverAuthentication) || usages.includes(SERVER_USAGE.any)
  );
}

function issuerReasons(link: Link, between: number, at: { place: number; subject: string }): Reason[] {
  const reasons: Reason[] = [];
  if (!link.isCa) reasons.push(reason("issuer-not-ca", at));
  if (link.pathLength !== undefined && between > link.pathLength) {
    reasons.push(reason("chain-too-long", { ...at, most: link.pathLength }));
  }
  if (!isForServers(link)) {
    reasons.push(reason("issuer-not-for-servers", at));
  }
  return reasons;
}

/** A CA may be bound to names (RFC 5280 §4.2.1.10). */
function nameReasons({ permitted, excluded }: Link, names: string[], at: { place: number; subject: string }): Reason[] {
  const isBelow = (name: string, base: string) =>
    base === "" || name === base || name.endsWith(base.replace(/^(?!\.)/, "."));
  const wrong = names.filter(
    (name) => excluded.some((base) => isBelow(name, base)) || permitted?.every((base) => !isBelow(name, base)),
  );
  if (wrong.length === 0) return [];
  return [reason("name-not-permitted", { ...at, names: wrong })];
}

/** Nobody checks the signature of what is trusted for itself. */
function strengthReasons(chain: Link[], path: Link[]): Reason[] {
  return path.flatMap((link, at) => {
    const own = at === path.length - 1 && isSelfSigned(link);
    const place = at === 0 ? 1 : chain.indexOf(link) + 1;
    const weak =
      own || STRONG.has(link.signature) ? [] : [reason("signature-weak", { place, signature: link.signature })];
    const key = at === 0 ? [] : keyReasonsOf(link, place);
    const critical = link.unknownCritical.map((oid) => reason("extension-unknown", { place, oid }));
    return [...weak, ...key, ...critical];
  });
}

const STRONG = new Set(["SHA-256", "SHA-384", "SHA-512"]);
