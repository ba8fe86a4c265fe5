import { CloudError } from "../../wire/cloudError.ts";
import { notEmulated } from "../../wire/notEmulated.ts";
import { type RamAction, type RamParameters, requiredParameter } from "./action.ts";

/**
 * Trails of ActionTrail (API 2020-07-06): what delivers management events to Simple Log Service. A trail that was created
 * delivers nothing until `StartLogging`.
 */
export const trailActions: Record<string, RamAction> = {
  DescribeTrails: {
    product: "actiontrail",
    resource: () => "trail/*",
    answer(_, { context }) {
      const TrailList = (context.trails?.() ?? []).map(({ project, logstore, isPaused }) => ({
        Name: logstore.replace(/^actiontrail_/, ""),
        SlsProjectArn: arnOf(context, project),
        EventRW: "Write",
        Status: isPaused === true ? "Fresh" : "Enable",
        HomeRegion: context.region,
        Region: context.region,
        TrailRegion: context.region,
        TrailArn: `acs:actiontrail:${context.region}:${context.accountId}:trail/${logstore.replace(/^actiontrail_/, "")}`,
        IsOrganizationTrail: false,
      }));
      return { TrailList };
    },
  },
  CreateTrail: {
    product: "actiontrail",
    resource: (parameters) => `trail/${parameters.get("Name") ?? "*"}`,
    answer(parameters, { context }) {
      refuseUnkept(parameters, context.region);
      const Name = requiredParameter(parameters, "Name", /^[a-z][a-z0-9_-]{5,35}$/);
      const SlsProjectArn = requiredParameter(
        parameters,
        "SlsProjectArn",
        /^acs:log:[\w-]+:\d+:project\/[a-z0-9-]{3,63}$/,
      );
      const trail = { project: SlsProjectArn.replace(/^.*project\//, ""), logstore: `actiontrail_${Name}` };
      if (context.trails?.().some(({ logstore }) => logstore === trail.logstore)) {
        throw new CloudError(400, "TrailAlreadyExistsException", `The specified trail already exists: ${Name}.`);
      }
      if (context.realities?.is("trail-into-logstore", "refused") === true) {
        throw new CloudError(400, "InvalidLogstore", `The logstore exists already: ${trail.logstore}.`);
      }
      context.putTrail?.({ ...trail, isPaused: true });
      return { Name, SlsProjectArn, EventRW: "Write", HomeRegion: context.region, TrailRegion: context.region };
    },
  },
  StartLogging: {
    product: "actiontrail",
    resource: (parameters) => `trail/${parameters.get("Name") ?? "*"}`,
    answer(parameters, { context }) {
      const Name = requiredParameter(parameters, "Name", /./);
      const trail = context.trails?.().find(({ logstore }) => logstore === `actiontrail_${Name}`);
      if (trail === undefined) {
        throw new CloudError(404, "TrailNotFoundException", `The specified trail does not exist: ${Name}.`);
      }
      context.putTrail?.({ project: trail.project, logstore: trail.logstore });
      return {};
    },
  },
  DeleteTrail: {
    product: "actiontrail",
    resource: (parameters) => `trail/${parameters.get("Name") ?? "*"}`,
    answer(parameters, { context }) {
      const Name = requiredParameter(parameters, "Name", /./);
      const logstore = `actiontrail_${Name}`;
      if (context.trails?.().some((trail) => trail.logstore === logstore) !== true) {
        throw new CloudError(404, "TrailNotFoundException", `The specified trail does not exist: ${Name}.`);
      }
      // What it has delivered stays.
      context.removeTrail?.(logstore);
      return {};
    },
  },
};

/** Trails here deliver write events of their own region to Simple Log Service. Throws `CloudError` for what asks for more. */
function refuseUnkept(parameters: RamParameters, region: string): void {
  const events = parameters.get("EventRW") ?? "Write";
  if (!["Write", "Read", "All"].includes(events)) {
    throw new CloudError(400, "InvalidEventRWException", `The specified EventRW is invalid: ${events}.`);
  }
  if (events !== "Write") throw notEmulated("ActionTrail", `a trail with EventRW ${events}`);
  const where = parameters.get("TrailRegion") ?? region;
  if (where !== region && where !== "All") throw notEmulated("ActionTrail", `a trail with TrailRegion ${where}`);
  const sent = UNKEPT.find((name) => !["", "false", undefined].includes(parameters.get(name)));
  if (sent !== undefined) throw notEmulated("ActionTrail", `a trail with ${sent}`);
}

const UNKEPT = [
  "IsOrganizationTrail",
  "MaxComputeProjectArn",
  "MaxComputeWriteRoleArn",
  "OssBucketName",
  "OssKeyPrefix",
  "OssWriteRoleArn",
  "SlsWriteRoleArn",
];

function arnOf({ region, accountId }: { region: string; accountId: string }, project: string): string {
  return `acs:log:${region}:${accountId}:project/${project}`;
}
