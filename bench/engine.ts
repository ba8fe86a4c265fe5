import { loopEngine, roundsFor, runLoop, transitionsOf } from "./engineLoop.ts";
import { loadPeer } from "./enginePeer.ts";

const rate = async (
  run: (rounds: number) => Promise<void>,
  executions: number,
  transitions: number,
  repeat: number,
) => {
  const rounds = roundsFor(transitions);
  const begun = performance.now();
  for (let i = 0; i < repeat; i += 1) await Promise.all(Array.from({ length: executions }, () => run(rounds)));
  return (executions * repeat * transitionsOf(rounds)) / ((performance.now() - begun) / 1000);
};
const engine = await loopEngine();
const ours = (rounds: number) => runLoop(engine, rounds);
const peer = await loadPeer();
for (let i = 0; i < 5; i += 1) {
  console.log(
    "ours 1",
    Math.round(await rate(ours, 1, 1000, 20)),
    "1000x40",
    Math.round(await rate(ours, 1000, 40, 3)),
  );
  console.log("peer 1", Math.round(await rate(peer, 1, 1000, 5)), "1000x40", Math.round(await rate(peer, 1000, 40, 1)));
}
await engine.close();
