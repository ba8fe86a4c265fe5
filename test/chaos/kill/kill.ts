import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import "../../local/localhostNames.ts";
import { killRound } from "./killRound.ts";

// npm run chaos -- --kill [--rounds 20] [--seed any]: kills a local cloud in the middle of its work, again and again.

const { values } = parseArgs({
  options: {
    kill: { type: "boolean" },
    rounds: { type: "string", default: "20" },
    seed: { type: "string", default: randomUUID().slice(0, 8) },
    /** Begin with this round: a round alone is repeated by its number. */
    first: { type: "string", default: "1" },
    json: { type: "boolean" },
  },
});
const [rounds, first] = [values.rounds, values.first].map(Number);
if (!Number.isInteger(rounds) || !Number.isInteger(first) || (rounds ?? 0) < 1 || (first ?? 0) < 1) {
  console.error("--rounds and --first take whole numbers from 1.");
  process.exit(2);
}
const total = { rounds: 0, operations: 0, acknowledged: 0, violations: 0 };
for (let round = first ?? 1; round < (first ?? 1) + (rounds ?? 20); round += 1) {
  const { operations, acknowledged, killedAfterMs, violations } = await killRound(`${values.seed}/${round}`);
  total.rounds += 1;
  total.operations += operations;
  total.acknowledged += acknowledged;
  total.violations += violations.length;
  console.log(
    `round ${round}: killed after ${killedAfterMs} ms, ${acknowledged} writes acknowledged, ${violations.length} violations`,
  );
  for (const violation of violations) console.error(`  ${violation}`);
  if (violations.length > 0) {
    console.error(`  again: npm run chaos -- --kill --seed ${values.seed} --first ${round} --rounds 1`);
  }
}
console.log(JSON.stringify({ seed: values.seed, ...total }));
process.exit(total.violations === 0 ? 0 : 1);
