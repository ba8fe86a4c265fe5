import { parseArgs } from "node:util";
import { KINDS } from "./cases.ts";
import { runCertificates } from "./runCertificates.ts";

/** `npm run certificates -- [--count n] [--seed n] [--json]`: is what is put into service what clients take? OpenSSL judges. */
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const { kinds, judged, complaints, ...result } = await runCertificates({
  count: Number(values.count),
  seed: Number(values.seed),
});
for (const [kind, count] of Object.entries(kinds)) console.log(`${String(count).padStart(6)}  ${kind}`);
const absent = KINDS.map(({ follower }) => follower).filter((kind) => kinds[kind] === undefined);
if (absent.length > 0) console.log(`Not tried, as there are too few cases: ${absent.join(", ")}.`);
console.log(`Candidates: ${judged.fit} fit, ${judged.partly} for a part of the clients, ${judged.unfit} unfit.`);
for (const complaint of complaints.slice(0, 40)) console.log(complaint);
console.log(values.json ? JSON.stringify(result) : `${result.cases} cases in ${result.seconds} s.`);
process.exitCode = result.wrongSuccess + result.wrongRefusal + result.expired > 0 ? 1 : 0;
