import { operations } from "../../functions/registry.ts";
import type { HistoryEvent } from "../../local/cloudflow/interpreter/history.ts";
import type { SeenCall } from "./calls.ts";
import type { ChaosCase } from "./chaosCase.ts";
import type { ChaosCloud } from "./cloud/chaosCloud.ts";
import type { ServedMoment } from "./cloud/servedLog.ts";
import { flowOf, type LastWord, lastWordOf } from "./expectations.ts";
import type { FaultKind } from "./faultKinds.ts";
import { type Choose, openGate, planned } from "./gate.ts";
import type { WorldState } from "./worldState.ts";

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
  before: WorldState;
  after: WorldState;
  /** Jobs that ALB has made, by the name of their action. */
  jobs: string[];
  servedFirst: ChaosCloudServed;
  served: readonly ServedMoment[];
  /** Simulated ms from start to end. */
  elapsedMs: number;
  /** How often somebody was asked for an approval, and gave it. */
  approvals: number;
  /** Executions of any flow that still run when everything is over. */
  leftRunning: string[];
  /** Everything that was written down during the run, as one text. */
  written: string;
  /** What must not stand in there. */
  secrets: string[];
}

type ChaosCloudServed = ReturnType<ChaosCloud["served"]["first"]>;

/** Simulated time after which nobody waits for an execution any more. */
const GIVEN_UP_MS = 3 * 3_600_000;
/** Longer than every lag and every late delivery, and shorter than a lock is kept by mistake. */
const AFTERMATH_MS = 120_000;

/** Runs a case by its operation's own example. */
export function runCase(cloud: ChaosCloud, { operation, faults }: ChaosCase): Promise<Run> {
  return runOperation(cloud, operation, planned(faults));
}

/** Runs an operation's example while `choose` says what goes wrong. */
export async function runOperation(cloud: ChaosCloud, operation: string, choose: Choose): Promise<Run> {
  const { clock, local } = cloud;
  const input = exampleOf(operation);
  const gate = openGate(() => clock.now(), choose);
  await cloud.begin(gate, [flowOf(operation)]);
  const began = clock.now();
  const execution = await cloud.start(flowOf(operation), input);
  const record = () => cloud.cloudFlow().state.flows.get(flowOf(operation))?.executions.get(execution);
  const isOver = () => record()?.execution.status !== "Running";
  const ended = await clock.advanceUntil(isOver, GIVEN_UP_MS);
  const elapsedMs = clock.now() - began;
  await clock.advance(AFTERMATH_MS);
  const { execution: state, history = [] } = record() ?? {};
  return {
    operation,
    input,
    struck: gate.struck,
    calls: gate.calls,
    status: ended ? (state?.status ?? "lost") : "Running",
    lastWord: lastWordOf(history),
    history,
    before: cloud.before,
    after: cloud.now(),
    jobs: local.alb.exportState().jobs.map(({ ApiName }) => ApiName),
    servedFirst: cloud.served.first(),
    served: cloud.served.moments(),
    elapsedMs,
    approvals: 0,
    leftRunning: cloud.running(),
    written: JSON.stringify(history) + cloud.written(),
    secrets: cloud.platform.secrets(),
  };
}

function exampleOf(operation: string): object {
  const known = operations[operation];
  if (known !== undefined) return known.example;
  throw new Error(`There is no operation ${operation}; known are ${Object.keys(operations).join(", ")}.`);
}
