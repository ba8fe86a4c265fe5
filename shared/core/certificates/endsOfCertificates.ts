import type { Clients } from "../../platform/clients.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { ResourceSet } from "../resourceSet.ts";
import { certificatesIn, defaultCertificatesOf, type Listener } from "../resources/listenerState.ts";
import { type Certificate, isUnknown, labelsOf, readOrReport } from "./certificate.ts";
import { CA_PERMISSIONS, describeExpiredCa, readCa } from "./mutualAuth.ts";

/** RAM actions of `endsOfCertificates`. */
export const ENDS_PERMISSIONS = ["yundun-cert:GetUserCertificateDetail", ...CA_PERMISSIONS];

/** What the dates of certificates have against a plan, and what whoever reads it must know. */
interface Ends {
  refused: Reason[];
  said: Reason[];
}

/**
 * Looks at the dates of what a plan puts into service: the certificates and the client CA of a listener that it starts or
 * makes, a client CA that it puts in, and in the rollback (`isUndo`) the certificates that come again. What would turn
 * everybody away now is refused; what ends soon, or turns some away, is said. Throws `AlbflowError`.
 */
export async function endsOfCertificates(
  clients: Clients,
  { from, to, now, isUndo }: { from: ResourceSet; to: ResourceSet; now: number; isUndo: boolean },
): Promise<Ends> {
  const ends: Ends = { refused: [], said: [] };
  for (const name of ["listener", "copy"] as const) {
    const after = to[name];
    if (after === undefined || after === null) continue;
    await addEnds(ends, clients, { before: from[name] ?? null, after, now, isUndo });
  }
  return ends;
}

async function addEnds(
  { refused, said }: Ends,
  clients: Clients,
  { before, after, now, isUndo }: { before: Listener | null; after: Listener; now: number; isUndo: boolean },
): Promise<void> {
  const isMade = before === null;
  const starts = after.ListenerStatus === "Running" && before?.ListenerStatus !== "Running";
  const defaults = defaultCertificatesOf(after);
  const held = isMade || starts ? [] : before === null ? [] : certificatesIn(before);
  const incoming = isMade || starts || isUndo ? certificatesIn(after).filter((id) => !held.includes(id)) : [];
  for (const certificate of await eachLimited(incoming, (id) => readOrReport(clients.cas, id))) {
    const { notAfter } = certificate;
    const named = { certificateId: certificate.id, name: labelsOf(certificate)[0] ?? null };
    if (isUnknown(certificate)) {
      said.push(reason("certificate-end-unknown", named));
    } else if (notAfter <= now) {
      const turnsAway = defaults.includes(certificate.id) || (isUndo && !isMade && !starts);
      if (turnsAway && after.ListenerStatus === "Running")
        refused.push(reason("certificate-ended", { ...named, notAfter, canBeReplaced: starts && !isUndo }));
      else said.push(reason("ended-certificate-served", { ...named, notAfter }));
    } else if (endsSoon(certificate, now)) {
      said.push(reason("certificate-ends-soon", { ...named, notAfter, days: daysUntil(notAfter, now) }));
    }
  }
  if (after.CaEnabled !== true) return;
  const demanded = (listener: Listener | null) =>
    listener?.CaEnabled === true ? (listener.CaCertificates ?? []).map(({ CertificateId = "" }) => CertificateId) : [];
  const known = isMade || starts ? [] : demanded(before);
  for (const id of demanded(after).filter((one) => !known.includes(one))) {
    const ca = await readCa(clients, id);
    if (ca === undefined) said.push(reason("client-ca-end-unknown", { certificateId: id }));
    else if (ca.notAfter <= now) refused.push(describeExpiredCa(id, ca));
    else if (ca.notAfter - now < MONTH_MS) {
      const { name, notAfter } = ca;
      const days = daysUntil(notAfter, now);
      said.push(reason("client-ca-ends-soon", { certificateId: id, name, notAfter, days }));
    }
  }
}

/** Within a month, or the last third of a lifetime that is shorter. */
function endsSoon({ notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">, now: number): boolean {
  return notAfter - now < Math.min(MONTH_MS, (notAfter - notBefore) / 3);
}

function daysUntil(at: number, now: number): number {
  return Math.floor((at - now) / DAY_MS);
}

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;
