import { localDeployment } from "../../cli/localDeployment.ts";
import { localSession } from "../../cli/localSession.ts";
import type { Settings } from "../../deployment/configuration/schema.ts";
import { operations } from "../../functions/registry.ts";
import type { StartedRound } from "../../functions/renewCertificates.ts";
import type { LocalCloud, Snapshot } from "../../local/cloud.ts";
import { type Deployment, type LocalCloudOptions, startLocalCloud } from "../../local/localCloud.ts";
import { type ExampleSeed, seedExample } from "../../local/seed/seedExample.ts";
import { type Outcome, outcomeOf } from "../../shared/core/executions.ts";
import { pendingApproval } from "../../shared/core/pendingApproval.ts";
import { signRequest } from "../../shared/core/signedRequest.ts";
import type { Verdict } from "../../shared/core/verdict.ts";
import { signVote, type Vote } from "../../shared/features/approvals/votes.ts";
import type { RenewalReport, RoundEnd } from "../../shared/features/renewal/report.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { type SimulatedClock, simulatedClock } from "../../shared/platform/clock.ts";
import { secretFor } from "../../shared/platform/secretFor.ts";
import { recordActions } from "../recordedActions.ts";
import { withoutTimers } from "./withoutTimers.ts";

/** A local cloud in simulated time with the example's listeners in it: minutes pass in milliseconds. */
export interface SimulatedCloud extends LocalCloud {
  clock: SimulatedClock;
  seed: ExampleSeed;
  /** Takes everything, time included, back to a snapshot, or to the beginning: far cheaper than another cloud. */
  reset(snapshot?: Snapshot): Promise<void>;
  /** Calls `renewCertificates` as its timer does, and lets time pass until the round has ended; every half second `watch`. */
  renew(watch?: () => Promise<unknown>): Promise<RenewalReport>;
  /** Starts an operation's flow and lets time pass until it has ended; whoever must agree to it does. */
  run(operation: string, input: object, execution?: string): Promise<Outcome>;
  /** Starts an operation's flow, as albflow does: with a signature. */
  start(operation: string, input: object, execution: string): Promise<void>;
  /** Lets time pass until an execution waits for approval, and answers it. */
  answer(operation: string, execution: string, answer: (asked: Asked) => object): Promise<void>;
  /** An answer that counts. */
  agreement(asked: Asked, change?: Partial<Vote>): object;
  /** Lets time pass until an execution has ended. */
  finish(operation: string, execution: string): Promise<Outcome>;
  /** Lets time pass until all of them have ended; whoever must agree does, however often they are asked. */
  finishAll(executions: { operation: string; execution: string }[]): Promise<Outcome[]>;
  /** Ids of all certificates on the listener, the default first. */
  bound(): Promise<string[]>;
}

/** What an approver is asked. */
export interface Asked {
  execution: string;
  verdict: Verdict;
}

/** What a simulated cloud is made for. */
interface SimulatedCloudOptions {
  /** Default `cn-hangzhou`. */
  region?: string;
  /** Milliseconds since 1970; less than four hours ago unless given, minutes after a timer of a function has struck. */
  startAt?: number;
  /** Each change of a listener; 1,000 by default. */
  changeMs?: number;
  /** Whether CAS holds a successor of the certificate that is about to expire; default true. */
  withSuccessor?: boolean;
  /** Where the account's differ from ALB's usual ones. */
  quotas?: LocalCloudOptions["quotas"];
  /** Set in every function, beside what finds the cloud. */
  environment?: Record<string, string>;
  /** The functions whose timers strike; all unless given. */
  timersOf?: string[];
  /** What is deployed: the example's stage unless given. */
  stage?: Settings;
  /** Further accounts. */
  accounts?: LocalCloudOptions["accounts"];
  /** What is deployed in place of the functions as they stand. */
  functions?: (functions: Deployment["functions"]) => Deployment["functions"];
}

/** One without options that a test file of this process has closed: the next one gets it as it was in the beginning, and its functions are warm. */
let closed: SimulatedCloud | undefined;

/** Starts it. Close it when done. */
export async function startSimulatedCloud(options: SimulatedCloudOptions = {}): Promise<SimulatedCloud> {
  if (Object.keys(options).length > 0) return startOwn(options);
  const cloud = closed ?? (await startOwn({}));
  closed = undefined;
  return {
    ...cloud,
    async close() {
      await cloud.reset();
      closed = cloud;
    },
  };
}

async function startOwn(options: SimulatedCloudOptions): Promise<SimulatedCloud> {
  const place = { region: options.region ?? "cn-hangzhou", accountId: "1234567890123456" };
  const whole = localDeployment(place, {}, options.stage);
  const deployed = options.timersOf === undefined ? whole : withoutTimers(whole, options.timersOf);
  const deployment: Deployment = {
    ...deployed,
    functions: options.functions?.(deployed.functions) ?? deployed.functions,
    environment: (endpoints) => ({ ...deployed.environment?.(endpoints), ...options.environment }),
  };
  const cloud = await startLocalCloud({
    ...place,
    port: 0,
    clock: simulatedClock(options.startAt ?? quietMoment()),
    changeMs: options.changeMs ?? 1_000,
    ...(options.quotas === undefined ? {} : { quotas: options.quotas }),
    isolation: { kind: "inProcess" },
    ...(options.accounts === undefined ? {} : { accounts: options.accounts }),
    deployment,
  });
  // It shows the cloud's own time, which can be taken back, and moves the simulated one beneath.
  const clock = cloud.clock as SimulatedClock;
  const seed = await seedExample(cloud, "local/seed/example.yaml", options);
  cloud.sls.ensure({ project: "albflow-reports", logstore: "albflow" });
  await cloud.alb.settled();
  const beginning = cloud.snapshot();
  const root = { accountId: place.accountId, accessKeyId: "local" };
  const cloudFlow = openCloudFlow(localSession(cloud));

  const recordOf = (operation: string, execution: string) => {
    const record = cloud.cloudFlow.state.flows.get(`albflow-${operation}`)?.executions.get(execution);
    if (record === undefined) throw new Error(`There is no execution ${execution} of albflow-${operation}.`);
    return record;
  };

  const keyFor = (purpose: string) => secretFor(deployment.environment?.(cloud.endpoints) ?? {}, purpose);
  const answered = new WeakSet<object>();
  const simulated: SimulatedCloud = {
    ...cloud,
    clock,
    seed,
    async reset(snapshot = beginning) {
      recordActions(cloud);
      await cloud.reset(snapshot);
    },
    async close() {
      recordActions(cloud);
      await cloud.close();
    },
    async renew(watch = async () => {}) {
      const event = { triggerTime: new Date(clock.now()).toISOString(), triggerName: "timer", payload: "" };
      let answer: Awaited<ReturnType<typeof cloud.fc.invoke>> | undefined;
      const invoked = cloud.fc
        .invoke({ functionName: "albflow-renewCertificates", body: JSON.stringify(event), identity: root })
        .then((given) => {
          answer = given;
        });
      while (answer === undefined) await clock.advanceUntil(() => answer !== undefined, 2_000);
      await invoked;
      const { execution } = JSON.parse(answer.body.toString("utf8")) as StartedRound;
      const { execution: round } = recordOf("renewCertificates", execution);
      while (round.status === "Running") await Promise.all([clock.advance(500), watch()]);
      const { Output } = await cloudFlow.describe("albflow-renewCertificates", execution);
      return (JSON.parse(Output) as RoundEnd).report;
    },
    async start(operation, input, execution) {
      const isOperation = Object.hasOwn(operations, operation) && !("signature" in input);
      const signed = isOperation ? signRequest(keyFor("requests"), { operation, execution, input }) : input;
      await cloudFlow.start(`albflow-${operation}`, execution, signed);
    },
    async run(operation, input, execution = `test-${operation}`) {
      await simulated.start(operation, input, execution);
      const record = recordOf(operation, execution);
      await clock.advanceUntil(() => record.execution.status !== "Running" || waitsForAnswer(record), 3 * 3_600_000);
      const isFirst = !answered.has(record);
      answered.add(record);
      if (isFirst && waitsForAnswer(record)) {
        await simulated.answer(operation, execution, (asked) => simulated.agreement(asked));
      }
      return simulated.finish(operation, execution);
    },
    agreement: ({ execution, verdict }, change = {}) => {
      const vote: Vote = {
        execution,
        round: verdict.round + verdict.votes.length,
        planHash: verdict.plan?.hash ?? "",
        approver: "ada",
        decision: "agree",
        reason: "it is time",
        at: clock.now(),
        ...change,
      };
      return { vote: signVote(keyFor("votes"), vote) };
    },
    async answer(operation, execution, answer) {
      const record = recordOf(operation, execution);
      if (!(await clock.advanceUntil(() => waitsForAnswer(record), 3 * 3_600_000))) {
        throw new Error(`${execution} does not ask for an approval.`);
      }
      const flow = `albflow-${operation}`;
      const asked = pendingApproval(await cloudFlow.history(flow, execution));
      if (asked === undefined) throw new Error(`${execution} does not ask for an approval.`);
      const { taskToken: TaskToken, verdict } = asked;
      await cloudFlow.call("ReportTaskSucceeded", {
        TaskToken,
        Output: JSON.stringify(answer({ execution, verdict })),
      });
    },
    async finish(operation, execution) {
      const flow = `albflow-${operation}`;
      const record = recordOf(operation, execution);
      const ended = () => record.execution.status !== "Running";
      if (!(await clock.advanceUntil(ended, 3 * 3_600_000))) {
        throw new Error(`${execution} has not ended within three simulated hours.`);
      }
      const { Status } = await cloudFlow.describe(flow, execution);
      return outcomeOf(await cloudFlow.history(flow, execution), Status);
    },
    async finishAll(executions) {
      for (;;) {
        const open = executions
          .map((one) => ({ ...one, record: recordOf(one.operation, one.execution) }))
          .filter(({ record }) => record.execution.status === "Running");
        if (open.length === 0) break;
        const changed = () =>
          open.some(({ record }) => record.execution.status !== "Running" || waitsForAnswer(record));
        if (!(await clock.advanceUntil(changed, 3 * 3_600_000))) {
          throw new Error(`${open.map(({ execution }) => execution).join(", ")} have not ended in time.`);
        }
        for (const { operation, execution, record } of open) {
          if (waitsForAnswer(record))
            await simulated.answer(operation, execution, (asked) => simulated.agreement(asked));
        }
      }
      return Promise.all(executions.map(({ operation, execution }) => simulated.finish(operation, execution)));
    },
    async bound() {
      const found: { CertificateId: string; IsDefault: boolean; Status: string }[] = [];
      for (let NextToken: string | undefined = ""; NextToken !== undefined; ) {
        const paging: object = NextToken === "" ? {} : { NextToken };
        const page = (await cloud.alb.call(root, "ListListenerCertificates", {
          ListenerId: seed.listenerId,
          ...paging,
        })) as { Certificates: typeof found; NextToken?: string };
        found.push(...page.Certificates);
        NextToken = page.NextToken;
      }
      return (
        found
          // What has left is listed for a while.
          .filter(({ Status }) => Status !== "Dissociated")
          .sort((one, other) => Number(other.IsDefault) - Number(one.IsDefault))
          .map(({ CertificateId }) => CertificateId)
      );
    },
  };
  return simulated;
}

/**
 * The latest 1:18, 5:18, 9:18 … UTC. Timers of functions strike at x:17 every hour, and at x:07 or x:40 of hours that begin
 * later: for 59 minutes nothing starts by itself, whatever time of day the tests run at.
 */
function quietMoment(): number {
  const [everyMs, atMs] = [4 * 3_600_000, 78 * 60_000];
  return Math.floor((performance.timeOrigin - atMs) / everyMs) * everyMs + atMs;
}

/** Whether somebody is asked, and has not answered yet. */
function waitsForAnswer({ history }: { history: { type: string; step: string }[] }): boolean {
  const last = history.at(-1);
  return last?.type === "TaskSubmitted" && last.step === "Approve";
}
