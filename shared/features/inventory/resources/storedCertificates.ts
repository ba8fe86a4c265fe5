import { boundCertificates } from "../../../core/certificates/boundCertificates.ts";
import { storedCertificates } from "../../../core/certificates/certificate.ts";
import { usableSuites } from "../../../core/certificates/keyFitsPolicy.ts";
import { DEFAULT_TLS_POLICY, readTlsPolicy, type TlsPolicy } from "../../../core/operations/tlsPolicy.ts";
import { certificatesIn } from "../../../core/resources/listenerState.ts";
import { casOfCertificate, siteOf } from "../../../platform/clients/cas.ts";
import { allPages, collect } from "../../../platform/clients/pages.ts";
import type { Clients } from "../../../platform/clients.ts";
import { clock } from "../../../platform/clock.ts";
import { eachLimited } from "../../../platform/eachLimited.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import type { AskedListener } from "./askedListener.ts";
import type { ListedStoredCertificate } from "./listedResource.ts";

/**
 * The certificates that the certificate service holds and that have not expired, at the sites that the listener's own ones
 * name and the region's usual one. With `bound` each says which listeners hold it, which takes a call for each listener.
 * Throws `AlbflowError`.
 */
export async function listStoredCertificates(
  clients: Clients,
  asked: AskedListener | undefined,
  bound: boolean,
): Promise<ListedStoredCertificate[]> {
  const now = clock.now();
  const held = asked === undefined ? [] : certificatesIn(asked.listener);
  const sites = [...new Set([siteOf(clients.region), ...held.map((id) => id.slice(id.indexOf("-") + 1))])];
  const [policy, holders, ...listings] = await Promise.all([
    asked === undefined || asked.listener.ListenerProtocol === "HTTP" ? undefined : policyOf(clients, asked),
    bound ? holdersOf(clients) : undefined,
    ...sites.map(async (site) => {
      const rows = await collect(storedCertificates(casOfCertificate(clients.cas, `0-${site}`)));
      return rows.map((row) => ({ ...row, id: `${row.CertificateId}-${site}` }));
    }),
  ]);
  return listings.flat().map((row): ListedStoredCertificate => {
    const { id, Algorithm: algorithm = "", StartDate: startDate = "", EndDate: endDate = "" } = row;
    const names = [...new Set([row.CommonName ?? "", ...(row.Sans ?? "").split(",")])].filter((name) => name !== "");
    return {
      id,
      name: row.Name ?? "",
      names,
      issuer: row.Issuer ?? "",
      algorithm,
      startDate,
      endDate,
      daysLeft: Math.floor((Date.parse(`${endDate}T00:00:00Z`) - now) / DAY_MS),
      isUsed: held.includes(id),
      unfit: policy === undefined ? [] : whyUnfit(algorithm, policy),
      ...(holders === undefined ? {} : { boundTo: holders.get(id) ?? [] }),
    };
  });
}

const DAY_MS = 86_400_000;

const policyOf = ({ alb }: Clients, { listener }: AskedListener) =>
  readTlsPolicy(alb, listener.SecurityPolicyId ?? DEFAULT_TLS_POLICY);

/** The service names RSA keys `RSA` or `RSA_2048`, all others by their curve or `ECC` (alb.md §7.1). Chains are judged by the plan. */
function whyUnfit(algorithm: string, policy: TlsPolicy): Reason[] {
  if (algorithm === "") return [];
  const isServed = usableSuites(policy, algorithm.startsWith("RSA") ? "RSA" : "EC").size > 0;
  return isServed ? [] : [reason("nobody-could-connect", { key: algorithm, policyId: policy.id })];
}

async function holdersOf({ alb }: Clients): Promise<Map<string, string[]>> {
  const rows = await collect(
    allPages(
      (paging) => alb.call("ListListeners", paging),
      (page) => page.Listeners,
    ),
  );
  const secure = rows.filter(({ ListenerProtocol }) => ListenerProtocol !== "HTTP");
  const holders = new Map<string, string[]>();
  await eachLimited(secure, async ({ ListenerId = "" }) => {
    for (const { id } of await boundCertificates(alb, ListenerId, { type: "Server" }))
      holders.set(id, [...(holders.get(id) ?? []), ListenerId]);
  });
  return holders;
}
