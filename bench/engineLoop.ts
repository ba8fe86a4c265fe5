import type { Json } from "../flowlang/json.ts";
import { createEngine, type Engine } from "../local/cloudflow/engine/engine.ts";
import { type Journal, memoryJournal } from "../local/cloudflow/engine/journal/journal.ts";
import { startExecution } from "../local/cloudflow/engine/startExecution.ts";
import { systemClock } from "../shared/platform/clock.ts";

/** The loop that both engines run: Pass → Choice → Task (an async function), until a counter is through. */
const LOOP = `
Type: StateMachine
SpecVersion: v1
Name: loop
StartAt: Again
States:
  - { Name: Again, Type: Pass, Next: Enough }
  - Name: Enough
    Type: Choice
    Branches: [{ Condition: $Input.n >= $Input.rounds, Next: Done }]
    Default: Work
  - Name: Work
    Type: Task
    Action: Bench:Count
    Parameters: { n.$: $Input.n, rounds.$: $Input.rounds }
    Next: Again
  - { Name: Done, Type: Succeed }
`;

/** Three transitions a round, and Pass, Choice and Succeed at the end. */
export function transitionsOf(rounds: number): number {
  return 3 * rounds + 3;
}

/** The rounds for about so many transitions. */
export function roundsFor(transitions: number): number {
  return Math.floor((transitions - 3) / 3);
}

/** An engine with the loop, whose task counts. */
export async function loopEngine(journal: Journal = memoryJournal, definition = LOOP): Promise<Engine> {
  const engine = createEngine({
    clock: systemClock,
    journal,
    randomSeed: "bench",
    retain: 100,
    actionFor: () => count,
  });
  await engine.start();
  const flow = { id: "1", name: "loop", definition, description: "", roleArn: "", mode: "Standard" as const };
  if (!engine.state.flows.has("loop")) await engine.submit({ kind: "createFlow", at: systemClock.now(), ...flow });
  return engine;
}

let started = 0;

/** Runs the loop once; resolves when it has ended. `onStart` is told the execution's name just before it starts. */
export async function runLoop(engine: Engine, rounds: number, onStart?: (name: string) => void): Promise<void> {
  started += 1;
  const name = `run${started}`;
  const input = JSON.stringify({ n: 0, rounds });
  onStart?.(name);
  const record = await startExecution(engine, { at: systemClock.now(), flow: "loop", name, input });
  await new Promise<void>((resolve) => engine.onEnd(record, resolve));
  if (record.execution.status !== "Succeeded") throw new Error(`the loop ended ${record.execution.status}`);
}

const count = async ({
  effect: { parameters },
}: {
  effect: { parameters: { [key: string]: Json } };
}): Promise<Json> => ({
  n: Number(parameters.n) + 1,
  rounds: parameters.rounds ?? 0,
});
