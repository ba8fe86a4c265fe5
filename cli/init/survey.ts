import { openAlb } from "../../shared/platform/clients/alb.ts";
import { openLogs } from "../../shared/platform/clients/logs.ts";
import { allPages, collect } from "../../shared/platform/clients/pages.ts";
import { openActionTrail } from "../../shared/platform/clients/ram.ts";
import { CLOUDFLOW_REGIONS } from "../../shared/platform/cloudFlowRegions.ts";
import { eachLimited } from "../../shared/platform/eachLimited.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { Session } from "../../shared/platform/session.ts";

/** The instances of one region. */
export interface SurveyedRegion {
  region: string;
  /** Whether albflow can be deployed there. */
  hasCloudFlow: boolean;
  /** How many instances have public addresses, and how many only addresses inside a VPC. */
  internet: number;
  intranet: number;
  /** The VPCs of internal instances, each with the vSwitches of one of them. */
  vpcs: { vpcId: string; vSwitchIds: string[] }[];
}

/** What an account has in the region where albflow is to run. */
export interface SurveyedHome {
  logProjects: string[];
  /** Where trails of ActionTrail deliver to, in this region. */
  trails: { project: string; logstore: string }[];
}

/**
 * Looks at the regions of an account that have instances; the one with most of them in which albflow can be deployed comes first. What
 * cannot be read is told to `unseen`, and counts as not there. An endpoint that was given is of one region, and only that is looked at.
 */
export async function surveyRegions(session: Session, unseen: (reported: Reason) => void): Promise<SurveyedRegion[]> {
  const regions =
    session.endpoints.alb === undefined
      ? await seen("regions", unseen, async () => {
          const { Regions = [] } = await openAlb(session).call("DescribeRegions", {});
          return Regions.flatMap(({ RegionId }) => RegionId ?? []);
        })
      : [session.region];
  const surveyed = await eachLimited(regions ?? CLOUDFLOW_REGIONS, (region) =>
    seen(`instances of ${region}`, unseen, () => surveyRegion({ ...session, region })),
  );
  return surveyed
    .flatMap((one) => (one === undefined || one.internet + one.intranet === 0 ? [] : one))
    .sort(
      (one, other) =>
        Number(other.hasCloudFlow) - Number(one.hasCloudFlow) ||
        other.internet + other.intranet - one.internet - one.intranet ||
        one.region.localeCompare(other.region),
    );
}

/** Looks for log projects and trails where albflow is to run. What cannot be read is told to `unseen`. */
export async function surveyHome(
  session: Session,
  ramEndpoint: string | undefined,
  unseen: (reported: Reason) => void,
): Promise<SurveyedHome> {
  const logProjects = await seen("log projects", unseen, () => openLogs(session).names());
  const trails = await seen("trails", unseen, async () => {
    const { TrailList } = await openActionTrail(session, ramEndpoint).call<{
      TrailList: { Name: string; SlsProjectArn?: string }[];
    }>("DescribeTrails", {});
    return TrailList.flatMap(({ Name, SlsProjectArn = "" }) => {
      const [, region, project] = /^acs:log:([\w-]+):\d+:project\/(.+)$/.exec(SlsProjectArn) ?? [];
      return region === session.region && project !== undefined ? [{ project, logstore: `actiontrail_${Name}` }] : [];
    });
  });
  return { logProjects: logProjects ?? [], trails: trails ?? [] };
}

async function surveyRegion(session: Session): Promise<SurveyedRegion> {
  const alb = openAlb(session);
  const rows = await collect(
    allPages(
      (paging) => alb.call("ListLoadBalancers", paging),
      (page) => page.LoadBalancers,
    ),
  );
  const internal = rows.filter(({ AddressType }) => AddressType === "Intranet");
  const firstOfVpc = new Map(
    internal.toReversed().map(({ VpcId = "", LoadBalancerId = "" }) => [VpcId, LoadBalancerId]),
  );
  const vpcs = await Promise.all(
    [...firstOfVpc].map(async ([vpcId, LoadBalancerId]) => {
      const { ZoneMappings = [] } = await alb.call("GetLoadBalancerAttribute", { LoadBalancerId });
      return { vpcId, vSwitchIds: ZoneMappings.flatMap(({ VSwitchId }) => VSwitchId ?? []) };
    }),
  );
  return {
    region: session.region,
    hasCloudFlow: CLOUDFLOW_REGIONS.some((region) => region === session.region),
    internet: rows.length - internal.length,
    intranet: internal.length,
    vpcs: vpcs.sort((one, other) => one.vpcId.localeCompare(other.vpcId)),
  };
}

async function seen<Found>(
  what: string,
  unseen: (reported: Reason) => void,
  look: () => Promise<Found>,
): Promise<Found | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    unseen(reason("init-unseen", { what, cause: error.reason }));
    return undefined;
  }
}
