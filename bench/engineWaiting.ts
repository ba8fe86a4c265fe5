import { startExecution } from "../local/cloudflow/engine/startExecution.ts";
import { systemClock } from "../shared/platform/clock.ts";
import { loopEngine } from "./engineLoop.ts";

const COUNT = 10_000;

/** A task, a choice and then a long wait, as an operation that waits for its listener. */
const WAITING = `
Type: StateMachine
SpecVersion: v1
Name: loop
StartAt: Work
States:
  - { Name: Work, Type: Task, Action: Bench:Count, Parameters: { n.$: $Input.n, rounds.$: $Input.rounds }, Next: Enough }
  - Name: Enough
    Type: Choice
    Branches: [{ Condition: $Input.n > 100, Next: Work }]
    Default: Pause
  - { Name: Pause, Type: Wait, Seconds: 300, Next: Work }
`;

/** The whole memory of this process, in MiB, while 10,000 executions wait in it. Wants a process of its own. */
export async function measureWaiting(): Promise<number> {
  const engine = await loopEngine(undefined, WAITING);
  for (let i = 0; i < COUNT; i += 1) {
    const input = JSON.stringify({ n: i % 10, rounds: 1 });
    await startExecution(engine, { at: systemClock.now(), flow: "loop", name: `waiting${i}`, input });
  }
  while ([...engine.state.executions.values()].some(({ tasks }) => tasks.length > 0)) await systemClock.sleep(10);
  await systemClock.sleep(100);
  const waiting = [...engine.state.executions.values()].filter(
    ({ execution }) => execution.frames[0]?.waiting?.for === "time",
  );
  if (waiting.length !== COUNT) throw new Error(`only ${waiting.length} of ${COUNT} executions wait`);
  const mebibytes = process.memoryUsage.rss() / 1024 / 1024;
  await engine.close();
  return mebibytes;
}
