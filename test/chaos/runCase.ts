import type { HistoryEvent } from "../../flowlang/history.ts";
import { operations } from "../../functions/registry.ts";
import { changedIn, type Entity, entitiesOf } from "../attacks/changedIn.ts";
import { shortExample } from "../shortCanary.ts";
import type { SeenCall } from "./calls.ts";
import type { ChaosCase } from "./chaosCase.ts";
import { type Seen, seenByClients } from "./clients.ts";
import type { ChaosCloud } from "./cloud/chaosCloud.ts";
import type { ServedMoment } from "./cloud/servedLog.ts";
import type { CloudState } from "./cloudState.ts";
import { flowOf, type LastWord, lastWordOf } from "./expectations.ts";
import type { FaultKind } from "./faultKinds.ts";
import { finish, recordOf } from "./finish.ts";
import { type Choose, openGate, planned } from "./gate.ts";

/** Everything that is known of a run when it is over. */
export interface Run {
  operation: string;
  input: object;
  /** What went wrong, in order; of what was planned, only what found its call. */
  struck: { call: SeenCall; kind: FaultKind }[];
  calls: SeenCall[];
  /** `Running` when it had to be given up. */
  status: string;
  lastWord: LastWord | undefined;
  history: readonly HistoryEvent[];
  before: CloudState;
  /** Every word of the state before: what is not among them was created by the run. */
  familiar: ReadonlySet<string>;
  after: CloudState;
  /** What came, went or changed in the cloud's own books. */
  changed: Entity[];
  /** What a client sees who connects when all is over, and what one saw before it began. */
  seen: readonly Seen[];
  seenBefore: readonly Seen[];
  /** Jobs that ALB has made, by the name of their action. */
  jobs: string[];
  servedFirst: ChaosCloudServed;
  served: readonly ServedMoment[];
  /** Simulated ms from start to end. */
  elapsedMs: number;
  /** How often somebody was asked for an approval, and gave it. */
  approvals: number;
  /** Of every execution of any flow, how long its history is. */
  events: { execution: string; count: number }[];
  /** Executions of any flow that still run when everything is over. */
  leftRunning: string[];
  /** Everything that was written down during the run, as one text. */
  written: string;
  /** What must not stand in there. */
  secrets: string[];
}

type ChaosCloudServed = ReturnType<ChaosCloud["served"]["first"]>;

/** Longer than every lag and every late delivery, and than a lock outlives a holder that was killed. */
export const AFTERMATH_MS = 120_000;

/** What a read of the lock takes that comes to nothing, with the time until the next, and what it waits for who goes back. */
const LOCK_POLL_MS = 420_000;

/** Runs a case by its operation's own example. */
export function runCase(cloud: ChaosCloud, { operation, faults }: ChaosCase): Promise<Run> {
  return runOperation(cloud, operation, planned(faults));
}

/** Runs an operation's example while `choose` says what goes wrong. */
export async function runOperation(cloud: ChaosCloud, operation: string, choose: Choose): Promise<Run> {
  const { clock, there } = cloud;
  const input = { ...exampleOf(operation), ...cloud.where };
  const gate = openGate(() => clock.now(), choose);
  await cloud.begin(gate, [flowOf(operation)]);
  const booked = entitiesOf(there);
  const execution = { flow: flowOf(operation), name: await cloud.start(flowOf(operation), input) };
  const began = clock.now();
  const approvals = await finish(cloud, [execution]);
  const elapsedMs = clock.now() - began;
  await clock.advance(AFTERMATH_MS);
  // A fault may strike the lock as well, when it looks whether its holder is still there; it looks again then.
  await clock.advanceUntil(() => cloud.running().length === 0, gate.struck.length * LOCK_POLL_MS);
  const { execution: state, history = [] } = recordOf(cloud, execution) ?? {};
  return {
    operation,
    input,
    struck: gate.struck,
    calls: gate.calls,
    status: state?.status ?? "lost",
    lastWord: lastWordOf(history),
    history,
    before: cloud.before,
    familiar: cloud.familiar,
    after: cloud.now(),
    changed: changedIn(booked, entitiesOf(there)),
    seen: await seenByClients(there),
    seenBefore: cloud.seenBefore,
    jobs: there.alb.exportState().jobs.map(({ ApiName }) => ApiName),
    servedFirst: cloud.served.first(),
    served: cloud.served.moments(),
    elapsedMs,
    approvals,
    events: cloud.eventCounts(),
    leftRunning: cloud.running(),
    written: JSON.stringify(history) + cloud.written(),
    secrets: cloud.platform.secrets(),
  };
}

/** What an operation is run with. */
export function exampleOf(operation: string): object {
  const known = operations[operation];
  if (known !== undefined) return shortExample(known);
  throw new Error(`There is no operation ${operation}; known are ${Object.keys(operations).join(", ")}.`);
}
