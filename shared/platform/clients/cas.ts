import type * as Cas from "@alicloud/cas20200407";
import { endpointOf, type Session } from "../session.ts";
import { type AnswerOf, openTypedClient, type SdkClient } from "./openApi.ts";

/** The way to the certificate service, at one of its sites. */
export interface CasClient extends SdkClient<typeof Cas> {
  /** The same at the site that keeps a certificate. Absent where there is one site only. */
  at?(certificateId: string): CasClient;
}

export type CasAnswer<Action extends string> = AnswerOf<typeof Cas, Action>;

/**
 * The client of Certificate Management Service (API 2020-04-07). Without `at` it calls the site that is usual for the
 * session's region.
 */
export function openCas(session: Session): CasClient {
  const sites = new Map<string, CasClient>();
  function siteFor(region: string): CasClient {
    const there = { ...session, region, isElsewhere: session.isElsewhere === true || region !== session.region };
    const { host, says = "" } = endpointOf(there, "cas");
    const key = `${host} ${says}`;
    const site = sites.get(key) ?? {
      ...openTypedClient<typeof Cas>("cas", "2020-04-07", there),
      at: (certificateId: string) => siteFor(/^\d+-([a-z0-9-]+)$/.exec(certificateId)?.[1] ?? session.region),
    };
    sites.set(key, site);
    return site;
  }
  return siteFor(session.region);
}

/**
 * The client at the site that keeps a certificate, which the end of its id names (alb.md §1.4). It is the account's site,
 * whatever region the listener is in: ALB abroad of an account of the mainland has certificates of `-cn-hangzhou`
 * (real-cloud.md CR17).
 */
export function casOfCertificate(cas: CasClient, certificateId: string): CasClient {
  return cas.at?.(certificateId) ?? cas;
}

/** The site that a region's accounts usually keep certificates at, as the end of an id names it. */
export function siteOf(region: string): string {
  if (region === "eu-central-1") return region;
  return region.startsWith("cn-") ? "cn-hangzhou" : "ap-southeast-1";
}
