import type { RamClient } from "../../shared/platform/clients/ram.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { fixOf } from "../bootstrap/fixOf.ts";
import { type DeploymentChange, orNothing, retryWhileBusy } from "../changes.ts";
import { cliMessages } from "../language.ts";

/**
 * Roles by which services of the cloud act in the account, and what each is for. Serverless Devs makes EventBridge's first two
 * itself, but stops at the first that it finds, so that an account which has CloudMonitor's is never given ActionTrail's
 * (real-cloud.md FR2); Function Compute's it makes for functions without a role of their own only (FB5).
 */
const SERVICE_ROLES = [
  { service: "fc.aliyuncs.com", role: "AliyunServiceRoleForFC" },
  { service: "logdelivery.alb.aliyuncs.com", role: "AliyunServiceRoleForAlbLogDelivery" },
  { service: "sendtofc.eventbridge.aliyuncs.com", role: "AliyunServiceRoleForEventBridgeSendToFC" },
  { service: "source-actiontrail.eventbridge.aliyuncs.com", role: "AliyunServiceRoleForEventBridgeSourceActionTrail" },
];

/** What must be done so that they are there. Without `events` EventBridge needs none. They are never removed:
 * others in the account may need them. */
export async function serviceRoleChanges(
  ram: RamClient,
  resourceManager: RamClient,
  print: (line: string) => void,
  { events = true }: { events?: boolean } = {},
): Promise<DeploymentChange[]> {
  const changes: DeploymentChange[] = [];
  const wanted = SERVICE_ROLES.filter(({ service }) => events || !service.includes("eventbridge"));
  for (const { service, role } of wanted) {
    const what = `service-linked role ${role}`;
    const isThere = (await orNothing(() => ram.call("GetRole", { RoleName: role }))) !== undefined;
    const make = () => retryWhileBusy(() => resourceManager.call("CreateServiceLinkedRole", { ServiceName: service }));
    const apply = async () => void (await make().catch((error: unknown) => print(notMade(role, service, error))));
    changes.push({ what, kind: isThere ? "same" : "create", diff: [], apply: isThere ? async () => {} : apply });
  }
  return changes;
}

/** Nothing else waits for them: what each is missing for is said, and the rest is deployed. Throws what is no refusal. */
function notMade(role: string, service: string, error: unknown): string {
  const isRefused = error instanceof AlbflowError && (error.kind === "Denied" || error.kind === "InvalidInput");
  if (!isRefused) throw error;
  const cause = fixOf(error, "") ?? error.reason;
  return `! ${cliMessages().sentences(reason("service-role-not-made", { role, service, cause }))}`;
}
