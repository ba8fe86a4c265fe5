import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { cliMessage, cliSentences } from "../../deployment/language.ts";
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

/** `albflow fieldtest`: gives the exit code: 1 where something is not as assumed, or something was left behind. */
export async function fieldtest(options: FieldtestOptions): Promise<number> {
  const say = (line: string) => (options.json === true ? console.error(line) : console.log(line));
  if (options.apply === true) return apply(options.file, say);
  if (options.embedded === true) throw new AlbflowError("InvalidInput", reason("field-test-embedded"));
  const ending = interruption(reason("field-ending"));
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
    say(cliSentences("field-ended-early"));
    return 130;
  }
  const report = { date: new Date(begun).toISOString().slice(0, 10), region: field.session.region, summary, findings };
  writeFileSync(options.file, reportText(report), { mode: 0o600 });
  for (const line of findingLines(findings)) say(line);
  const { probes, settled, contradictions } = summary;
  say(cliSentences("field-summary", { settled, probes, open: probes - settled, contradictions, file: options.file }));
  if (options.json === true) console.log(JSON.stringify(summary));
  return summary.contradictions > 0 || (removal?.left.length ?? 0) > 0 ? 1 : 0;
}

/** Removes what runs have left, once somebody has agreed to what it is. */
async function clean(field: Field, options: FieldtestOptions, say: (line: string) => void): Promise<number> {
  say(cliSentences("field-clean"));
  if (!(await agreed(options, cliMessage("field-confirm-clean")))) return 2;
  const removal = await removeOwn(field);
  for (const line of removalLines(removal)) say(line);
  if (removal.removed.length + removal.left.length === 0) say(cliSentences("field-nothing-left"));
  if (options.json === true) console.log(JSON.stringify(removal));
  return removal.left.length === 0 ? 0 : 1;
}

function removalLines({ removed, left }: Removal): string[] {
  return [
    ...removed.map((what) => `  removed  ${what}`),
    ...left.map(({ what, code }) => `  LEFT     ${cliSentences("field-left", { what, cloudCode: code })}`),
  ];
}

async function apply(file: string, say: (line: string) => void): Promise<number> {
  const { settings, notPlayed } = applyReport(file);
  for (const [question, found] of Object.entries(settings)) say(`  ${question}: ${found}`);
  for (const { question, found } of notPlayed) say(`  ${cliSentences("field-not-played", { question, found })}`);
  say(cliSentences("field-applied", { file: REALITIES, settings: Object.keys(settings).length }));
  return 0;
}

async function mayGoOn(options: FieldtestOptions, say: (line: string) => void): Promise<boolean> {
  // What writing costs and how long it takes; prices of alibabacloud.com, "ALB billing rules", November 2026.
  say(cliMessage("field-price"));
  return options.local === true || agreed(options, cliMessage("field-confirm-write"));
}

/** Where nobody can be asked, only --yes is a yes. */
async function agreed({ yes, local }: FieldtestOptions, question: string): Promise<boolean> {
  if (yes === true || local === true) return true;
  if (process.stdin.isTTY !== true) {
    console.error(`${question} ${cliSentences("field-unconfirmed")}`);
    return false;
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(?:y(?:es)?|是)$/i.test((await lines.question(`${question} (yes/no) `)).trim());
  } finally {
    lines.close();
  }
}
