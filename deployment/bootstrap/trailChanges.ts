import type { RamClient } from "../../shared/platform/clients/ram.ts";
import type { Session } from "../../shared/platform/session.ts";
import { type DeploymentChange, retryWhileBusy } from "../changes.ts";

/** The fields of a trail in DescribeTrails that matter here. */
interface DescribedTrail {
  Name: string;
  SlsProjectArn?: string;
  Status?: string;
}

/**
 * What must be done so that a trail of ActionTrail delivers write events to a logstore: ActionTrail names the logstore after the
 * trail. Any trail that delivers to this project under that name is as good.
 */
export async function trailChanges(
  actionTrail: RamClient,
  { region, accountId }: Session,
  { project, logstore }: { project: string; logstore: string },
): Promise<DeploymentChange[]> {
  const Name = logstore.replace(/^actiontrail_/, "");
  const what = `trail ${Name}`;
  const { TrailList } = await retryWhileBusy(() =>
    actionTrail.call<{ TrailList: DescribedTrail[] }>("DescribeTrails", {}),
  );
  const there = TrailList.find((trail) => trail.Name === Name);
  const SlsProjectArn = `acs:log:${region}:${accountId}:project/${project}`;
  const start = () => retryWhileBusy(() => actionTrail.call("StartLogging", { Name }));
  if (there === undefined) {
    const trail = { Name, SlsProjectArn, EventRW: "Write", TrailRegion: region };
    return [
      {
        what,
        kind: "create",
        diff: [`delivers write events to ${project}/${logstore}`],
        async apply() {
          await retryWhileBusy(() => actionTrail.call("CreateTrail", trail));
          await start();
        },
      },
    ];
  }
  if (there.Status === "Enable") return [{ what, kind: "same", diff: [], apply: async () => {} }];
  return [{ what, kind: "change", diff: ["starts to deliver"], apply: async () => void (await start()) }];
}
