import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { systemClock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { type ConnectionOptions, withConnection } from "../connection.ts";
import { interruption } from "../interruption.ts";
import { adminClient } from "../local/adminClient.ts";
import { applyReport, REALITIES } from "./applyFound.ts";
import { type Field, makeField } from "./field.ts";
import { findNetwork } from "./findNetwork.ts";
import { fieldOn, LOCAL_NETWORK, startFieldCloud } from "./localField.ts";
import { openOwnResources } from "./ownResources.ts";
import { type Removal, removeOwn } from "./removeOwn.ts";
import { findingLines, reportText, summaryOf } from "./report.ts";
import { runProbes } from "./runProbes.ts";

export interface FieldtestOptions extends ConnectionOptions {
  write?: boolean;
  yes?: boolean;
  clean?: boolean;
  apply?: boolean;
  json?: boolean;
  file: string;
  vpc?: string;
  zone?: string[];
}

/** What writing costs and how long it takes; prices of alibabacloud.com, "ALB billing rules", November 2026. */
const PRICE = [
  "--write makes, and removes at the end, all tagged or named albflow-fieldtest:",
  "  an Application Load Balancer of the Standard edition and one of the Basic edition, with public addresses",
  "  certificates, flows, a function, roles and a log project, which cost next to nothing for that long",
  "Price: about 0.03 USD for each hour that is begun (0.021 and 0.007 for the instances, by the list), and less than 0.10 USD",
  "  for capacity units, addresses and some megabytes of traffic. The buy page of your region is what counts.",
  "Duration: about 20 minutes. What a run that was killed has left: albflow fieldtest --clean",
];

/** `albflow fieldtest`: gives the exit code: 1 where something is not as assumed, or something was left behind. */
export async function fieldtest(options: FieldtestOptions): Promise<number> {
  const say = (line: string) => (options.json === true ? console.error(line) : console.log(line));
  if (options.apply === true) return apply(options.file, say);
  if (options.embedded === true) throw new AlbflowError("InvalidInput", reason("field-test-embedded"));
  const ending = interruption(
    "Ending: what this run has made is removed first. Once more ends it at once, and leaves that to --clean.",
  );
  if (options.local === true && options.port === undefined) {
    const cloud = await startFieldCloud();
    try {
      return await inField(fieldOn(cloud, { signal: ending.signal }), options, say);
    } finally {
      ending.stop();
      await cloud.close();
    }
  }
  return withConnection(options, async ({ session }) => {
    const isLocal = options.local === true;
    const ram = isLocal ? `http://127.0.0.1:${Number(options.port) + 6}` : process.env.ALBFLOW_ENDPOINT_RAM;
    const mayWrite = options.write === true;
    if (isLocal) await adminClient(Number(options.port)).get("/local/endpoints");
    const bare = { session, mayWrite, isLocal, signal: ending.signal, network: undefined };
    const origins = ram === undefined ? {} : { ram, sts: ram, resourcemanager: ram, actiontrail: ram };
    const first = makeField({ ...bare, origins });
    if (options.clean !== true && mayWrite && !(await mayGoOn(options, say))) return 2;
    const needsNetwork = mayWrite && options.clean !== true;
    const network = isLocal ? LOCAL_NETWORK : needsNetwork ? await findNetwork(first, options) : undefined;
    try {
      return await inField(makeField({ ...bare, origins, network, run: first.run }), options, say);
    } finally {
      ending.stop();
    }
  });
}

async function inField(field: Field, options: FieldtestOptions, say: (line: string) => void): Promise<number> {
  if (options.clean === true) return clean(field, options, say);
  const begun = systemClock.now();
  const findings = await runProbes(openOwnResources(field), ({ number, question }) =>
    say(`  ${number.padEnd(5)} ${question}`),
  );
  const isEnded = field.signal.aborted;
  const removal = field.mayWrite ? await removeOwn(field.uninterrupted(), field.run) : undefined;
  const summary = summaryOf(findings, systemClock.now() - begun);
  if (removal !== undefined) for (const line of removalLines(removal)) say(line);
  if (isEnded) {
    say("Ended before everything was asked; nothing is written down.");
    return 130;
  }
  const report = { date: new Date(begun).toISOString().slice(0, 10), region: field.session.region, summary, findings };
  writeFileSync(options.file, reportText(report), { mode: 0o600 });
  for (const line of findingLines(findings)) say(line);
  const open = summary.probes - summary.settled;
  say(
    `${summary.settled} of ${summary.probes} questions are answered, ${open} stay open, ${summary.contradictions} are not as assumed. ${options.file} has it all.`,
  );
  if (options.json === true) console.log(JSON.stringify(summary));
  return summary.contradictions > 0 || (removal?.left.length ?? 0) > 0 ? 1 : 0;
}

/** Removes what runs have left, once somebody has agreed to what it is. */
async function clean(field: Field, options: FieldtestOptions, say: (line: string) => void): Promise<number> {
  say("Everything that is tagged or named albflow-fieldtest is removed, of runs that are under way as well.");
  if (!(await agreed(options, "Remove it?"))) return 2;
  const removal = await removeOwn(field);
  for (const line of removalLines(removal)) say(line);
  if (removal.removed.length + removal.left.length === 0) say("Nothing is left of any field test.");
  if (options.json === true) console.log(JSON.stringify(removal));
  return removal.left.length === 0 ? 0 : 1;
}

function removalLines({ removed, left }: Removal): string[] {
  return [
    ...removed.map((what) => `  removed  ${what}`),
    ...left.map(
      ({ what, code }) => `  LEFT     ${what}: ${code}. Try albflow fieldtest --clean, or look in the console.`,
    ),
  ];
}

async function apply(file: string, say: (line: string) => void): Promise<number> {
  const { settings, notPlayed } = applyReport(file);
  for (const [question, found] of Object.entries(settings)) say(`  ${question}: ${found}`);
  for (const { question, found } of notPlayed)
    say(`  ${question}: "${found}" was found, which the local cloud cannot do. It goes on as assumed.`);
  say(
    `${REALITIES} has ${Object.keys(settings).length} settings. After the next \`npm run build\` the local cloud is so.`,
  );
  return 0;
}

async function mayGoOn(options: FieldtestOptions, say: (line: string) => void): Promise<boolean> {
  for (const line of PRICE) say(line);
  return options.local === true || agreed(options, "Go on?");
}

/** Where nobody can be asked, only --yes is a yes. */
async function agreed({ yes, local }: FieldtestOptions, question: string): Promise<boolean> {
  if (yes === true || local === true) return true;
  if (process.stdin.isTTY !== true) {
    console.error(`${question} Nobody is there to answer: say --yes.`);
    return false;
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await lines.question(`${question} (yes/no) `)).trim());
  } finally {
    lines.close();
  }
}
