import { SERVER_USAGE } from "./objectIds.ts";
import type { Link } from "./readChain.ts";
import { type Reason, reason } from "./reason.ts";
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
      const words = `its chain is out of order: certificate ${place(child)} was issued by certificate ${place(link)}, which must follow it`;
      reasons.push(reason("chain-out-of-order", words, at));
    }
    reasons.push(...issuerReasons(link, above - 1, at), ...nameReasons(link, chain[0]?.dnsNames ?? [], at));
  }
  // A root that came along ends with the trust in it and not with its date.
  const dated = [...path.slice(1), ...(root === undefined ? [] : [root])].filter(
    (one) => !(path.includes(one) && one === root),
  );
  for (const link of dated) {
    const who = place(link) === 0 ? `the root ${link.subject} of its chain` : `certificate ${place(link)} of its chain`;
    const at = { place: place(link), subject: link.subject };
    if (link.notAfter <= now) reasons.push(reason("chain-expired", `${who} has expired`, at));
    else if (link.notBefore > now) {
      const day = new Date(link.notBefore).toISOString();
      reasons.push(reason("chain-not-yet-valid", `${who} is not valid before ${day}`, { ...at, notBefore: day }));
    }
  }
  return [...reasons, ...strengthReasons(chain, path)];
}

/** That a certificate was not issued by the one that follows it. */
export function broken(place: number, next: number): Reason {
  const words = `its chain is broken: certificate ${place} was not issued by certificate ${next}`;
  return reason("chain-broken", words, { place, next });
}

/** Whether a key can be broken with today's means, or is of a kind that clients and ALB do not know. */
export function keyReasonsOf({ key }: Pick<Link, "key">, whose: string): Reason[] {
  const at = { key: key.name };
  if (key.kind === "other") {
    return [reason("key-unsupported", `${whose} (${key.name}) is of a kind that clients cannot be served with`, at)];
  }
  if (key.kind === "RSA" && key.bits < LEAST_RSA_BITS) {
    return [
      reason("key-weak", `${whose} (${key.name}) is weaker than ${LEAST_RSA_BITS} bits, and clients turn it away`, at),
    ];
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
  const who = `certificate ${at.place} of its chain (${link.subject})`;
  const reasons: Reason[] = [];
  if (!link.isCa) reasons.push(reason("issuer-not-ca", `${who} is no CA and may issue nothing`, at));
  if (link.pathLength !== undefined && between > link.pathLength) {
    reasons.push(reason("chain-too-long", `${who} allows no more than ${link.pathLength} CAs below it`, at));
  }
  if (!isForServers(link)) {
    reasons.push(reason("issuer-not-for-servers", `${who} may not issue certificates for servers`, at));
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
  const words = `certificate ${at.place} of its chain (${at.subject}) may not issue for ${wrong.join(", ")}`;
  return [reason("name-not-permitted", words, { ...at, names: wrong.join(",") })];
}

/** Nobody checks the signature of what is trusted for itself. */
function strengthReasons(chain: Link[], path: Link[]): Reason[] {
  return path.flatMap((link, at) => {
    const whose = at === 0 ? "it" : `certificate ${chain.indexOf(link) + 1} of its chain`;
    const own = at === path.length - 1 && isSelfSigned(link);
    const parameters = { place: chain.indexOf(link) + 1, signature: link.signature };
    const weak =
      own || STRONG.has(link.signature)
        ? []
        : [reason("signature-weak", `${whose} is signed with ${link.signature}, which clients turn away`, parameters)];
    const key = at === 0 ? [] : keyReasonsOf(link, `the key of certificate ${chain.indexOf(link) + 1} of its chain`);
    const critical = link.unknownCritical.map((oid) =>
      reason("extension-unknown", `${whose} has a critical extension (${oid}) that clients do not know`, { oid }),
    );
    return [...weak, ...key, ...critical];
  });
}

const STRONG = new Set(["SHA-256", "SHA-384", "SHA-512"]);
