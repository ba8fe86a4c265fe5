import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import RpcClient from "@alicloud/pop-core";
import { stringify } from "yaml";
import { freePortBlock } from "../../../local/portBlock.ts";
import { seededRandom } from "../../../local/random.ts";
import { outcomeOf } from "../../../shared/core/executions.ts";
import { pendingApproval } from "../../../shared/core/pendingApproval.ts";
import { signRequest } from "../../../shared/core/signedRequest.ts";
import { signVote } from "../../../shared/features/approvals/votes.ts";
import { type CloudFlowClient, openCloudFlow } from "../../../shared/platform/clients/cloudFlow.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { reasonText } from "../../../shared/platform/reasons/reasonText.ts";
import { LOCAL_SECRET, secretFor } from "../../../shared/platform/secretFor.ts";
import { type ChildCloud, startChildCloud } from "./childCloud.ts";
import { lostWrites, writeDirectly } from "./directWrites.ts";
import { type KilledOperation, killSeed, operationsOfRound } from "./killSeed.ts";

/** What a round has shown. */
interface KillOutcome {
  operations: number;
  /** Writes of clients, starts of executions included, that were acknowledged before the kill. */
  acknowledged: number;
  /** When the process was killed at the earliest, in milliseconds after the operations had begun. */
  killedAfterMs: number;
  violations: string[];
}

const REQUEST_KEY = secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, "requests");

/** The longest that an execution may need after the restart, approvals and waiting for locks included. */
const POLL_TIMEOUT_MS = 6 * 60_000;

/**
 * Boots a local cloud with a data folder in a process of its own, starts operations (twenty-four) while four clients write,
 * kills it with SIGKILL at a moment that the seed decides, boots it again and waits until everything has ended. Nothing
 * that was acknowledged may be gone, no execution may be stuck, and every listener is as planned or as before.
 */
export async function killRound(seed: string, operations = operationsOfRound()): Promise<KillOutcome> {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), "chaos-kill-"));
  writeFileSync(join(folder, "world.yaml"), stringify(killSeed));
  const port = await freePortBlock();
  const killedAfterMs = Math.floor(300 + random() * 12_000);
  let cloud = await startChildCloud(folder, port);
  try {
    const cloudFlow = openCloudFlow(cloud.session);
    const answering = answerApprovals(cloudFlow, operations);
    const started = new Set<string>();
    const starting = operations.map(async ({ operation, execution, input }) => {
      // Signed as the API does: of whom nobody knows, one person more would have to agree.
      await cloudFlow.start(
        `albflow-${operation}`,
        execution,
        signRequest(REQUEST_KEY, { operation, execution, input }),
      );
      started.add(execution);
    });
    const direct = writeDirectly(cloud);
    const writes = () => {
      const { roles, records, logs, description } = direct.acknowledged;
      return started.size + roles.length + records.length + logs.length + description;
    };
    await systemClock.sleep(killedAfterMs);
    // On a slow machine hardly anything has been acknowledged by then, and nothing could be lost.
    while (writes() <= operations.length) await systemClock.sleep(20);
    await cloud.kill();
    const acknowledged = new Set(started);
    answering.stop();
    await Promise.all([Promise.allSettled(starting), direct.ended, answering.ended]);

    cloud = await startChildCloud(folder, port);
    const violations = [
      ...(await violationsAfter(cloud, operations, acknowledged)),
      ...(await lostWrites(cloud, direct.acknowledged)),
    ];
    return { operations: operations.length, acknowledged: writes(), killedAfterMs, violations };
  } finally {
    await cloud.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function violationsAfter(cloud: ChildCloud, operations: KilledOperation[], acknowledged: Set<string>) {
  const cloudFlow = openCloudFlow(cloud.session);
  const answering = answerApprovals(cloudFlow, operations);
  const until = systemClock.now() + POLL_TIMEOUT_MS;
  let running = await runningIn(cloudFlow);
  while (running.length > 0 && systemClock.now() < until) {
    await systemClock.sleep(1_000);
    running = await runningIn(cloudFlow);
  }
  answering.stop();
  await answering.ended;
  const violations = running.map((execution) => `${execution} has not ended`);
  const stateOf = await cloudState(cloud);
  for (const operation of operations) {
    const { execution, before, after } = operation;
    const flow = `albflow-${operation.operation}`;
    const events = await cloudFlow.history(flow, execution).catch(() => undefined);
    const state = stateOf(operation);
    if (events === undefined) {
      if (acknowledged.has(execution)) violations.push(`the start of ${execution} was acknowledged and is gone`);
      if (state !== before)
        violations.push(`${execution} never began, and its listener is "${state}" instead of "${before}"`);
      continue;
    }
    const { status, verdict } = outcomeOf(events, "Succeeded");
    const wanted = verdict?.state === "verified" ? after : before;
    if (state !== wanted) {
      const how = `${status}, ${verdict?.state}: ${verdict && reasonText(verdict.reason)}`;
      violations.push(`${execution} has ended (${how}), and what it is about is "${state}" instead of "${wanted}"`);
    }
    if (verdict?.state !== "verified") {
      violations.push(
        `${execution} is not verified, though nothing but the kill disturbed it: ${verdict && reasonText(verdict.reason)}`,
      );
    }
  }
  return violations;
}

/** How things are, in the words of the operations; read once. */
async function cloudState({ session: { credentials }, endpoints }: ChildCloud) {
  const alb = new RpcClient({ ...credentials, endpoint: endpoints.alb, apiVersion: "2020-06-16" });
  const { Listeners } = await alb.request<{ Listeners: ListenerRow[] }>("ListListeners", { MaxResults: 100 });
  const { ServerGroups } = await alb.request<{ ServerGroups: { ServerGroupName: string }[] }>("ListServerGroups", {
    MaxResults: 100,
  });
  const { Rules } = await alb.request<{ Rules: { ListenerId: string; RuleName: string }[] }>("ListRules", {
    MaxResults: 100,
  });
  const certificates = new Map<string, string>();
  for (const { ListenerId, ListenerProtocol } of Listeners) {
    if (ListenerProtocol !== "HTTPS") continue;
    const bound = await alb.request<{ Certificates: { CertificateId: string; Status: string }[] }>(
      "ListListenerCertificates",
      {
        ListenerId,
      },
    );
    // What has left is listed for a while.
    const held = bound.Certificates.filter(({ Status }) => Status !== "Dissociated");
    certificates.set(ListenerId, held.map(({ CertificateId }) => CertificateId).join(" and "));
  }
  return ({ listenerId, after }: KilledOperation): string => {
    if (listenerId === undefined) {
      return (
        ServerGroups.filter(({ ServerGroupName }) => ServerGroupName === after)
          .map(() => after)
          .join(" and ") || "none"
      );
    }
    const row = Listeners.find(({ ListenerId }) => ListenerId === listenerId);
    if (row === undefined) return "gone";
    if (row.ListenerStatus !== "Running") return row.ListenerStatus;
    if (listenerId.startsWith("lsn-rotate")) return `certificates ${certificates.get(listenerId)}`;
    if (listenerId.startsWith("lsn-modify")) return `idle ${row.IdleTimeout}`;
    if (listenerId.startsWith("lsn-delete")) return "there";
    const tuples = row.DefaultActions.flatMap(({ ForwardGroupConfig }) => ForwardGroupConfig.ServerGroupTuples);
    const left = Rules.filter((rule) => rule.ListenerId === listenerId).map(
      ({ RuleName }) => ` and the rule ${RuleName}`,
    );
    return `group ${tuples.map(({ ServerGroupId }) => ServerGroupId).join(" and ")}${left.join("")}`;
  };
}

interface ListenerRow {
  ListenerId: string;
  ListenerProtocol: string;
  ListenerStatus: string;
  IdleTimeout: number;
  DefaultActions: { ForwardGroupConfig: { ServerGroupTuples: { ServerGroupId: string }[] } }[];
}

/** Executions of whatever flow that have not ended, those that hold a lock included. */
async function runningIn(cloudFlow: CloudFlowClient): Promise<string[]> {
  const running: string[] = [];
  const { Flows } = (await cloudFlow.call("ListFlows", { Limit: 999 })) as { Flows: { Name: string }[] };
  for (const { Name } of Flows) {
    const rows = await cloudFlow.list(Name, "", 99);
    for (const row of rows)
      if (row.Status === "Running" || row.Status === "Starting") running.push(`${row.Name} of ${Name}`);
  }
  return running;
}

/** Agrees to whatever asks, once each time that it asks, until it is stopped or the cloud is gone. */
function answerApprovals(cloudFlow: CloudFlowClient, operations: KilledOperation[]) {
  let isStopped = false;
  const answered = new Set<string>();
  const ask = async ({ operation, execution }: KilledOperation) => {
    const events = await cloudFlow.history(`albflow-${operation}`, execution);
    const asked = pendingApproval(events);
    if (asked === undefined || answered.has(asked.taskToken)) return;
    const { verdict, taskToken: TaskToken } = asked;
    const vote = signVote(secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, "votes"), {
      execution,
      round: verdict.round + verdict.votes.length,
      planHash: verdict.plan?.hash ?? "",
      approver: "ada",
      decision: "agree",
      reason: "it is time",
      at: systemClock.now(),
    });
    await cloudFlow.call("ReportTaskSucceeded", { TaskToken, Output: JSON.stringify({ vote }) });
    answered.add(TaskToken);
  };
  const ended = (async () => {
    while (!isStopped) {
      // One that has not begun yet, or a cloud that is gone: the next read tells.
      for (const one of operations) if (!isStopped) await ask(one).catch(() => {});
      await systemClock.sleep(1_000);
    }
  })();
  return {
    ended,
    stop() {
      isStopped = true;
    },
  };
}
