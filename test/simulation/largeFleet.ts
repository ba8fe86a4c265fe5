import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { seededRandom } from "../../local/random.ts";
import { randomOutages } from "./model/outages.ts";
import type { Scenario } from "./model/scenario.ts";
import { simulate } from "./model/simulate.ts";

/** A fleet of many accounts, and how many homes operate it. */
export interface LargeFleet {
  accounts: number;
  regions: number;
  /** Of each region of each account; a fifth as many listeners. */
  certificates: number;
  days: number;
  homes: number;
  seed: string;
  /** Whether what waits is handed to renewal each hour, as it is in earnest. Default: once a day, which is faster. */
  isWhole?: boolean;
}

/** What came of a fleet. */
type LargeResult = Awaited<ReturnType<typeof simulateHome>>;

/**
 * Plays one of the homes: its share of the accounts, with a home account, a timer and limits of its own. Regions break for all
 * accounts and homes at the same time, functions of each home for themselves.
 */
export async function simulateHome(fleet: LargeFleet, number: number, progress: NonNullable<Scenario["progress"]>) {
  const { accounts, regions, certificates, days, homes, seed } = fleet;
  const mine = Array.from({ length: accounts }, (_, at) => at).filter((at) => at % homes === number);
  const names = Array.from({ length: regions }, (_, at) => REGIONS[at] ?? `xx-region-${at}`);
  const places = mine.flatMap((account, at) =>
    names.map((region) => (at === 0 ? region : `${accountId(account)}/${region}`)),
  );
  const endAt = START_AT + days * DAY_MS;
  const { cloud, acme } = randomOutages(seededRandom(seed), names, START_AT, endAt);
  const { functions } = randomOutages(seededRandom(`${seed} ${number}`), [], START_AT, endAt);
  const scenario: Scenario = {
    days,
    certificates: places.length * certificates,
    listeners: places.length * (certificates / 5),
    regions: places,
    home: names[0] ?? "",
    seed: `${seed} ${number}`,
    startAt: START_AT,
    outages: {
      cloud: Object.fromEntries(places.map((place) => [place, cloud[place.split("/").at(-1) ?? ""] ?? []])),
      acme,
      functions,
    },
    stepMs: STEP_MS,
    lifetimes: LIFETIMES,
    isLarge: true,
    leavesOut: fleet.isWhole !== true,
    windows: [
      { days: ["Tue", "Thu"], from: 2, to: 5, zone: "Europe/Berlin" },
      { days: ["Sat"], from: 22, to: 28, zone: "Asia/Shanghai" },
    ],
    progress,
    complain: (complaint) => console.error(`home ${number + 1}: ${complaint}`),
  };
  const { history: _history, held: _held, ...result } = await simulate(scenario);
  return result;
}

/** Plays every home in a process of its own, and puts together what came of them. */
export async function simulateLarge(fleet: LargeFleet, program: string, print: (line: string) => void) {
  const startedAt = performance.now();
  const homes = await Promise.all(
    Array.from({ length: fleet.homes }, async (_, number) => {
      const given = [...process.argv.slice(2), "--home", String(number)];
      const child = spawn(process.execPath, ["--max-semi-space-size=64", program, ...given], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [answer] = await Promise.all([text(child.stdout), once(child, "close")]);
      return JSON.parse(answer.trim().split("\n").at(-1) ?? "") as LargeResult;
    }),
  );
  const sum = (of: (one: LargeResult) => number) => homes.reduce((all, one) => all + of(one), 0);
  const most = (of: (one: LargeResult) => number) => Math.max(...homes.map(of));
  for (const [number, one] of homes.entries()) print(`  home ${number + 1}: ${JSON.stringify(one)}`);
  const { accounts, regions, days } = fleet;
  return {
    accounts,
    regions,
    certificates: accounts * regions * fleet.certificates,
    homes: fleet.homes,
    days,
    rotations: sum(({ rotations }) => rotations),
    avoidableExpiries: sum(({ avoidableExpiries }) => avoidableExpiries),
    outOfWindow: sum(({ outOfWindow }) => outOfWindow),
    overRate: sum(({ overRate }) => overRate),
    guardRails: sum(({ withoutCanary, crowded, overBudget }) => withoutCanary + crowded + overBudget),
    peakShareOfLimit: {
      ...highest(homes.map(({ peakShareOfLimit }) => peakShareOfLimit)),
      orders: most(({ peakOrders }) => peakOrders),
    },
    steadyShareOfLimit: highest(homes.map(({ steadyShareOfLimit }) => steadyShareOfLimit)),
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
}

/** Of each share that of the home where it is the highest. */
function highest<Shares extends Record<string, number>>(shares: Shares[]): Shares {
  const names = Object.keys(shares[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, Math.max(...shares.map((one) => one[name] ?? 0))])) as Shares;
}

const DAY_MS = 86_400_000;
const START_AT = Date.UTC(2026, 10, 22, 22);
/** About 25 calls of ALB, 100 details of certificates and two lists of executions, eight at a time, and the function and its flow. */
const STEP_MS = 4_000;
/** Of twenty: two of six days, nine of 47, six of 90 and three of a year. */
const LIFETIMES = [47, 90, 398, 47, 6, 90, 47, 47, 90, 398, 47, 47, 90, 47, 6, 90, 47, 398, 90, 47];

/** As long as real ones are. */
const REGIONS = [
  "cn-hangzhou",
  "cn-shanghai",
  "cn-beijing",
  "cn-shenzhen",
  "cn-qingdao",
  "cn-zhangjiakou",
  "cn-huhehaote",
  "cn-wulanchabu",
  "cn-guangzhou",
  "cn-chengdu",
  "cn-hongkong",
  "ap-southeast-1",
  "ap-southeast-3",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ap-northeast-1",
  "ap-northeast-2",
  "eu-central-1",
  "us-east-1",
];

function accountId(index: number): string {
  return String(1_000_000_000_000_000 + index);
}
