import type { AcmeSettings } from "../acme/acmeSettings.ts";
import { readRenewalWindow } from "../acme/renewalWindow.ts";
import { type Certificate, numericId, readBoundCertificate } from "../certificate.ts";
import type { CasDoor } from "../clients/cas.ts";
import type { CloudFlowDoor, ExecutionRow } from "../clients/cloudFlow.ts";
import { allPages, collect } from "../clients/pages.ts";
import { clock } from "../clock.ts";
import type { Doors } from "../doors.ts";
import { eachLimited } from "../eachLimited.ts";
import { AlbflowError } from "../errors.ts";
import { flowNameOf, prefix } from "../flowDefinition.ts";
import { ATTEMPT_PREFIX, readAttempts } from "./attempts.ts";
import { successorFinder } from "./findSuccessor.ts";
import type { Fleet } from "./fleet.ts";
import { createPacer } from "./pacer.ts";
import { isWorthAsking } from "./timing.ts";

/** What the fleet of an account is reached through. */
export interface CloudFleetOptions {
  /** Where orders are made, and whose flows renewal itself is one of. */
  home: string;
  /** The doors of a region. */
  doors: (region: string) => Doors;
  /** The regions to look at; all that have ALB unless given. */
  regions: string[] | undefined;
  /** Where certificates can be ordered, if they can. */
  acme: AcmeSettings | undefined;
  share: number;
}

/** The fleet of an account: ALB, CAS and CloudFlow of every region, no faster than they allow. Of one invocation. */
export function cloudFleet({ home, doors, regions, acme, share }: CloudFleetOptions): Fleet {
  const now = clock.now();
  const pace = {
    /**
     * 200 calls a minute of each action (alb.md U18), most of which are left to the rotations that run meanwhile. A round
     * of 50 minutes looks at 3,000 listeners.
     */
    alb: createPacer({ burst: 6, perSecond: 1 }),
    /** CAS takes 10 lists and 100 details a second (alb.md §7.1); rotations ask for details, too. */
    casLists: createPacer({ burst: 4, perSecond: 5 }),
    casDetails: createPacer({ burst: 20, perSecond: 40 }),
    /** 10 at once and 2 a second (cloudflow.md §8.4), of which locks need some. */
    executions: createPacer({ burst: 2, perSecond: 1 }),
  };
  const certificates = new Map<string, Promise<Certificate>>();
  const successors = new Map<string, ReturnType<typeof successorFinder>>();
  const casOf = (region: string): CasDoor => ({
    call: (action, parameters) =>
      (action === "ListUserCertificateOrder" ? pace.casLists : pace.casDetails)(() =>
        doors(region).cas.call(action, parameters),
      ),
  });
  const read = (region: string, id: string) => {
    const reading = certificates.get(id) ?? readBoundCertificate(casOf(region), id);
    certificates.set(id, reading);
    return reading;
  };

  return {
    mayOrder: acme !== undefined,
    async regions() {
      if (regions !== undefined) return regions;
      const { Regions = [] } = await doors(home).alb.call("DescribeRegions", {});
      return Regions.map(({ RegionId = "" }) => RegionId).filter((id) => id !== "");
    },
    async listeners(region, token) {
      const page = await pace.alb(() =>
        doors(region).alb.call("ListListeners", { MaxResults: 100, ...(token === "" ? {} : { NextToken: token }) }),
      );
      const tls = (page.Listeners ?? []).filter(({ ListenerProtocol }) => ListenerProtocol !== "HTTP");
      return { ids: tls.map(({ ListenerId = "" }) => ListenerId), next: page.NextToken ?? "" };
    },
    async bindings(region, listenerIds) {
      const bound = await eachLimited(listenerIds, async (listenerId) =>
        (await certificatesOf(doors(region), listenerId, pace.alb)).map((one) => ({ listenerId, ...one })),
      );
      return eachLimited(bound.flat(), async ({ listenerId, isDefault, id }) => ({
        listenerId,
        isDefault,
        certificate: await read(region, id),
      }));
    },
    async attempts(region, since) {
      const rotations = await started(doors(region).cloudFlow, "rotateCertificate", ATTEMPT_PREFIX.rotate, since);
      const orders =
        acme === undefined ? [] : await started(doors(home).cloudFlow, "issueCertificate", ATTEMPT_PREFIX.order, since);
      return readAttempts([...rotations, ...orders]);
    },
    successor(region, certificate) {
      const find = successors.get(region) ?? successorFinder({ cas: casOf(region) }, now);
      successors.set(region, find);
      return find(certificate);
    },
    suggested(region, certificate) {
      return acme === undefined || !isWorthAsking(certificate, share, now)
        ? undefined
        : askAcme(acme, region, certificate);
    },
    async rotate(region, name, input) {
      await doors(region).cloudFlow.start(flowNameOf(prefix(), "rotateCertificate"), name, input);
    },
    async order(name, input) {
      await doors(home).cloudFlow.start(flowNameOf(prefix(), "issueCertificate"), name, input);
    },
  };

  async function askAcme(settings: AcmeSettings, region: string, certificate: Certificate) {
    const detail = await casOf(region).call("GetUserCertificateDetail", {
      CertId: numericId(certificate.id),
      // Only with the key comes the certificate itself (alb.md §7.1); it is not kept.
      CertFilter: false,
    });
    const isOrdered = detail.Name?.startsWith("albflow-") === true;
    return isOrdered && detail.Cert !== undefined ? readRenewalWindow(settings, detail.Cert) : undefined;
  }

  async function started(cloudFlow: CloudFlowDoor, operation: string, ExecutionNamePrefix: string, since: number) {
    const FlowName = flowNameOf(prefix(), operation);
    const StartedTimeBegin = new Date(since).toISOString();
    return collect(
      allPages(
        async ({ NextToken }) =>
          (await pace.executions(() =>
            cloudFlow.call("ListExecutions", {
              FlowName,
              ExecutionNamePrefix,
              StartedTimeBegin,
              Limit: 99,
              ...(NextToken === undefined ? {} : { NextToken }),
            }),
          )) as { Executions?: ExecutionRow[]; NextToken?: string },
        (page) => page.Executions,
      ),
    );
  }
}

async function certificatesOf(
  { alb }: Doors,
  ListenerId: string,
  pace: ReturnType<typeof createPacer>,
): Promise<{ id: string; isDefault: boolean }[]> {
  try {
    const rows = await collect(
      allPages(
        (paging) =>
          pace(() => alb.call("ListListenerCertificates", { ListenerId, CertificateType: "Server", ...paging })),
        (page) => page.Certificates,
      ),
    );
    return rows.map(({ CertificateId = "", IsDefault = false }) => ({ id: CertificateId, isDefault: IsDefault }));
  } catch (error) {
    // Deleted since it was listed.
    if (error instanceof AlbflowError && error.kind === "NotFound") return [];
    throw error;
  }
}
