import { operations } from "../../functions/registry.ts";
import { openAuditLog } from "../../shared/features/audit/auditLog.ts";
import { lastDeliveries } from "../../shared/features/remediation/channels.ts";
import { checkDirectory } from "../../shared/features/renewal/acme/checkDirectory.ts";
import { openAlb } from "../../shared/platform/clients/alb.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openFunctions } from "../../shared/platform/clients/functions.ts";
import { openLogs } from "../../shared/platform/clients/logs.ts";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { LOCAL_SECRET, secretFor } from "../../shared/platform/secretFor.ts";
import { endpointOf, type Product, type Session } from "../../shared/platform/session.ts";
import { type ConfiguredStage, exampleStage } from "../configuration/configurationHere.ts";
import { environmentHere } from "../configuration/environmentHere.ts";
import { deployedHere } from "../deployedHere.ts";
import { readRendered } from "../readRendered.ts";
import type { DeclaredFunction, DeploymentProbe } from "./deploymentProbe.ts";
import { probeEndpoint } from "./probe.ts";

/** What albflow.yaml deploys, where a session leads; of a local cloud what that one runs. `ramEndpoint` is for a local cloud. */
export async function deploymentProbeOf(
  session: Session,
  options: {
    local?: boolean;
    port?: string;
    ramEndpoint?: string | undefined;
    /** What is deployed; what local clouds run unless given. */
    stage?: ConfiguredStage | undefined;
    /** Secrets of the stage, by the variables that they are taken from. */
    secrets?: Readonly<Record<string, string | undefined>>;
  } = {},
): Promise<DeploymentProbe> {
  const [{ openRam }, { openFunctionAdmin }, rolesOfCloud, flowsOfCloud, { serviceStates }, { bootstrapChanges }] =
    await Promise.all([
      import("../../shared/platform/clients/ram.ts"),
      import("../../shared/platform/clients/functionAdmin.ts"),
      import("../roles/changesOf.ts"),
      import("../flows/changesOf.ts"),
      import("../bootstrap/services.ts"),
      import("../stageChanges.ts"),
    ]);
  const { region, accountId } = session;
  const { settings } = options.stage ?? exampleStage();
  const isBorn = options.stage === undefined && isLocal(options);
  const { target, flows, roles } = deployedHere(accountId, region, settings);
  const localRam = `http://127.0.0.1:${Number(options.port ?? "7700") + 6}`;
  const ram = openRam(session.credentials, options.ramEndpoint ?? (options.local === true ? localRam : undefined));
  const logs = openLogs(session);
  const cloudFlow = openCloudFlow(session);
  const admin = openFunctionAdmin(session);
  const invoker = openFunctions(session);
  const secret = isBorn
    ? LOCAL_SECRET
    : { ...environmentHere(), ...options.secrets }[settings.secret.replace(/^env:/, "")];
  return {
    ...target,
    hosts: Object.fromEntries(PRODUCTS.map((product) => [product, reachable(endpointOf(session, product))])),
    functions: Object.values(readRendered(accountId, settings).resources)
      .filter(({ component }) => component.startsWith("fc3"))
      .map(({ props }) => props as unknown as DeclaredFunction),
    operations: Object.values(operations),
    flows: flows.map(({ name }) => name),
    givenSettings: isBorn ? { ALBFLOW_SECRET: LOCAL_SECRET } : {},
    now: () => clock.now(),
    askAcme: checkDirectory,
    probe: probeEndpoint,
    async whoAmI() {
      await openAlb(session).call("DescribeRegions", {});
    },
    // What local clouds are born with needed no preparation.
    serviceStates: async () => (options.stage === undefined ? [] : serviceStates(session, settings)),
    bootstrapChanges: async () => {
      if (options.stage === undefined) return [];
      const ramEndpoint = options.ramEndpoint ?? (options.local === true ? localRam : undefined);
      return bootstrapChanges(settings, { session, ramEndpoint, secrets: {}, settleMs: 0 }, () => undefined);
    },
    async roleChanges() {
      const changes = await rolesOfCloud.changesOf(ram, roles);
      if (options.local !== true || !isBorn) return changes;
      // A local cloud is born with its roles, whose policies have no names of their own: only that they are there counts.
      const there = changes.filter(({ what }) => what.startsWith("role "));
      return there.map((change) => (change.kind === "change" ? { ...change, kind: "same" as const } : change));
    },
    flowChanges: () => flowsOfCloud.changesOf(cloudFlow, flows, `acs:ram::${accountId}:role/${target.prefix}-flows`),
    async roleExists(arn) {
      try {
        await ram.call("GetRole", { RoleName: arn.replace(/^.*:role\//, "") });
        return true;
      } catch (error) {
        if (error instanceof AlbflowError && error.kind === "NotFound") return false;
        throw error;
      }
    },
    getFunction: (name) => admin.getFunction(name),
    async lastExecution(flow) {
      const [newest] = await cloudFlow.list(flow, "", 1);
      return newest === undefined ? undefined : Date.parse(newest.StartedTime);
    },
    lastDeliveries: () => lastDeliveries(cloudFlow, target.prefix, clock.now()),
    listTriggers: (name) => admin.listTriggers(name),
    invoke: (name, event) => invoker.invoke(name, event),
    readReports: async (from, to) =>
      (await logs.read(target.logProject, target.logstore, { from, to, query: "*" })).length,
    readAudit: async (from, to) =>
      (await openAuditLog(logs, { project: target.logProject, logstore: target.logstore }).read({ from, to })).records,
    auditKey: secret === undefined ? undefined : secretFor({ ALBFLOW_SECRET: secret }, "audit"),
  };
}

function isLocal({ local, ramEndpoint }: { local?: boolean; ramEndpoint?: string | undefined }): boolean {
  return local === true || ramEndpoint !== undefined;
}

const PRODUCTS: Product[] = ["alb", "cas", "fnf", "fc", "log"];

/** The local Simple Log Service has a name that no resolver knows (wire.md §5). */
function reachable(at: ReturnType<typeof endpointOf>) {
  return { ...at, host: at.host.replace(/^sls\.localhost/, "127.0.0.1") };
}
