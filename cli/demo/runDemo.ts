import { projectFile } from "../../deployment/projectFolder.ts";
import { readRendered } from "../../deployment/readRendered.ts";
import type { StartedRound } from "../../functions/renewCertificates.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { seedExample } from "../../local/seed/seedExample.ts";
import { type Outcome, statusIn } from "../../shared/core/executions.ts";
import { flowNameOf } from "../../shared/core/flowDefinition.ts";
import { followExecution } from "../../shared/core/followExecution.ts";
import { handshake } from "../../shared/core/probes/handshake.ts";
import { type ServedCertificate, storyOf } from "../../shared/core/verdict.ts";
import type { RenewalReport } from "../../shared/features/renewal/report.ts";
import type { RenewalRound } from "../../shared/features/renewal/round.ts";
import { type CloudFlowClient, type HistoryEvent, openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openFunctions } from "../../shared/platform/clients/functions.ts";
import { openLogs } from "../../shared/platform/clients/logs.ts";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { poll } from "../../shared/platform/retry.ts";
import { localDeployment } from "../localDeployment.ts";
import { localSession } from "../localSession.ts";
import { startClients } from "./demoClients.ts";
import { demoOutput } from "./demoOutput.ts";
import type { DemoResult } from "./demoResult.ts";

interface DemoOptions {
  /** `verification`: clients go on being served the old certificate. `successor`: there is none. */
  breaks?: "verification" | "successor" | undefined;
  print: (line: string) => void;
  /** First port of the local cloud; any free block by default. */
  port?: number;
  /** Milliseconds that the listener takes for a change. */
  changeMs?: number;
}

/**
 * Boots a local cloud with a listener whose certificate expires in 7 days, sends the timer's event to
 * `renewCertificates`, and watches the listener from outside until the rotation has ended.
 */
export async function runDemo({ breaks, print, port = 0, changeMs = 1_000 }: DemoOptions): Promise<DemoResult> {
  const startedAt = clock.now();
  const output = demoOutput(print, startedAt);
  const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
  const { prefix, logProject, logstore } = readRendered(target.accountId).vars;
  const cloud = await startLocalCloud({ ...target, port, changeMs, deployment: localDeployment(target) });
  const seed = await seedExample(cloud, projectFile("local/seed/example.yaml"), {
    withSuccessor: breaks !== "successor",
  });
  try {
    cloud.sls.ensure({ project: logProject, logstore });
    const endpoint = cloud.dataPlane.endpoint(seed.listenerId);
    if (endpoint === undefined)
      throw new AlbflowError("Failed", reason("demo-not-served", { problems: JSON.stringify(cloud.alb.problems()) }));
    if (breaks === "verification") {
      // The control plane will say "done" while the sockets go on with what they have.
      cloud.faults.add({
        service: "alb",
        action: "UpdateListenerAttribute",
        fault: { kind: "lag", ms: 3_600_000 },
      });
    }
    const target = { host: endpoint.address, port: endpoint.port };
    const shop = seed.expiring.names[0] ?? "";
    const before = await handshake({ ...target, serverName: shop });
    output.opening(cloud.endpoints, seed, target);

    const session = localSession(cloud);
    const either = [seed.expiring.serial, seed.successor.serial];
    const clients = startClients(target, [
      { serverName: undefined, serials: either },
      ...seed.expiring.names.map((serverName) => ({ serverName, serials: either })),
      ...seed.bystander.names.map((serverName) => ({ serverName, serials: [seed.bystander.serial] })),
    ]);
    const timer = { triggerTime: new Date(clock.now()).toISOString(), triggerName: "timer", payload: "" };
    const round = (await openFunctions(session).invoke(`${prefix}-renewCertificates`, timer)) as StartedRound;
    const cloudFlow = openCloudFlow(session);
    const renewal = await firstRead(cloudFlow, flowNameOf(prefix, "renewCertificates"), round.execution);
    output.renewal(renewal);
    const rotation = renewal.rotations[0];
    const flow = flowNameOf(prefix, "rotateCertificate");
    const outcome: Outcome | undefined =
      rotation && (await followExecution(cloudFlow, flow, rotation.execution, (visit) => output.visit(visit)));
    // A moment more, so that clients also see the state after the last step.
    await clock.sleep(300);
    const seen = await clients.stop();

    const after = await handshake({ ...target, serverName: shop });
    const bound = await boundCertificates(cloud, seed.listenerId);
    const records = await openLogs(session).read(logProject, logstore, {
      from: startedAt - 60_000,
      to: clock.now() + 60_000,
      query: "*",
    });
    const result: DemoResult = {
      rotated: outcome?.verdict?.state === "verified" && after.serial === seed.successor.serial,
      listenerId: seed.listenerId,
      before: brief(before),
      after: brief(after),
      untouched: bound.filter((id) => id === seed.bystander.id || id === seed.expiring.id),
      handshakes: seen.handshakes,
      requests: seen.requests,
      transitions: outcome?.transitions ?? 0,
      apiCalls: renewal.apiCalls + (outcome?.verdict?.apiCalls ?? 0),
      elapsedMs: clock.now() - startedAt,
      reasons:
        outcome?.verdict === undefined
          ? [renewal.notRenewable[0]?.reason ?? reason("nothing-due")]
          : storyOf(outcome.verdict),
    };
    output.summary(result, {
      before,
      after,
      complaints: seen.complaints,
      records: records.length,
      status: outcome?.status ?? "not started",
    });
    return result;
  } finally {
    await cloud.close();
  }
}

/** What a round has found when it has looked at everything once: it goes on until its rotations have ended. */
async function firstRead(cloudFlow: CloudFlowClient, flow: string, execution: string): Promise<RenewalReport> {
  const ask = () => cloudFlow.history(flow, execution);
  const advanceIn = (events: HistoryEvent[]) =>
    events.find(({ StepName, Type }) => StepName === "Advance" && Type === "StepExited");
  const events = await poll(ask, (all) => advanceIn(all) !== undefined || statusIn(all) !== "Running", {
    name: execution,
    firstMs: 50,
  });
  const advanced = advanceIn(events);
  if (advanced === undefined) throw new AlbflowError("Failed", reason("demo-round-blind", { execution }));
  return (JSON.parse(advanced.EventDetail) as { output: { round: RenewalRound } }).output.round.report;
}

function brief({ serial, notAfter }: ServedCertificate) {
  return { serial, notAfter };
}

async function boundCertificates(
  cloud: Awaited<ReturnType<typeof startLocalCloud>>,
  ListenerId: string,
): Promise<string[]> {
  const root = { accountId: cloud.accountId, accessKeyId: "local" };
  const { Certificates } = (await cloud.alb.call(root, "ListListenerCertificates", { ListenerId })) as {
    Certificates: { CertificateId: string }[];
  };
  return Certificates.map(({ CertificateId }) => CertificateId);
}
