import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Usage: npm run bench:suite [-- --json] [--only <name>,<name>] [--ci]
// How long everything takes that somebody waits for: installing, building, testing, booting, cold starts, the simulation.
// Each is told in seconds, and as a multiple of a fixed piece of work (bench/fixedWork.mjs) or of a bare `node -e 0`, measured
// right before it: the speed of a machine changes from hour to hour, the ratio hardly does. With --ci, .ci/run, too.
// Exit code 1 when a budget is exceeded.

/** What a figure is divided by. */
type Unit = "work" | "bareNode";

/** One figure: measured by `measure`, in seconds unless `what` says otherwise. */
interface Figure {
  name: string;
  what: string;
  /** Undefined: the figure is a ratio, or a size, already. */
  unit?: Unit;
  most?: number;
  least?: number;
  /** Undefined where what it measures did not come to an end. */
  measure(): number | undefined;
}

/** A figure as it is printed. */
interface Measured {
  value: number | undefined;
  ratio?: number;
  kept: boolean;
}

const CI = process.argv.includes("--ci");
const wanted = process.argv[process.argv.indexOf("--only") + 1]?.split(",");
const isWanted = (name: string) => !process.argv.includes("--only") || wanted?.includes(name) === true;

/** Budgets are those of a machine that does the fixed work in a second. */
const FIGURES: Figure[] = [
  { name: "npmCi", what: "npm ci, with npm's cache", unit: "work", most: 30, measure: npmCi },
  { name: "buildCold", what: "build, of nothing", unit: "work", most: 12, measure: () => buildIn({ cold: true }) },
  {
    name: "buildAgain",
    what: "build, nothing changed",
    unit: "work",
    most: 2,
    measure: () => buildIn({ cold: false }),
  },
  {
    name: "testUnit",
    what: "npm run test:unit",
    unit: "work",
    most: 15,
    measure: () => timed("npm", "run", "test:unit"),
  },
  {
    name: "boot",
    what: "local cloud to its first answer",
    unit: "bareNode",
    most: 15,
    measure: () => local().bootMs / 1000,
  },
  { name: "bootMiB", what: "local cloud after boot, MiB", most: 120, measure: () => local().rssMiB },
  { name: "library", what: "the library, started and closed", unit: "bareNode", most: 8, measure: library },
  { name: "libraryMiB", what: "the library, MiB", most: 80, measure: () => libraryRun().rssMiB },
  { name: "callsPerSecond", what: "signed calls a second", least: 4_000, measure: () => local().callsPerSecond },
  { name: "proxyRatio", what: "data plane, of a plain Node proxy", least: 0.85, measure: () => local().proxyRatio },
  {
    name: "failedRequests",
    what: "requests failed in certificate changes",
    most: 0,
    measure: () => local().failedRequests,
  },
  {
    name: "largeBoot",
    what: "10,000 listeners, 100,000 certificates, s",
    most: 5,
    measure: () => large().bootMs / 1000,
  },
  { name: "largeList", what: "a list there, of one of a hundred", most: 2, measure: () => large().listRatio },
  { name: "largeFind", what: "a search there, of one of a hundred", most: 2, measure: () => large().findRatio },
  { name: "executionsBoot", what: "50,000 executions, s", most: 3, measure: () => large().executionsBootMs / 1000 },
  { name: "executionsMiB", what: "50,000 executions, MiB", most: 250, measure: () => large().executionsMiB },
  {
    name: "fleetFirstView",
    what: "20,000 listeners, the first view, of a 100",
    most: 1.5,
    measure: () => fleet().firstView,
  },
  { name: "fleetDomainSearch", what: "a domain there, of one of 100", most: 3, measure: () => fleet().domainSearch },
  {
    name: "fleetAllAccounts",
    what: "all accounts at once, of those of 100",
    most: 1.5,
    measure: () => fleet().allAccounts,
  },
  {
    name: "coldMedian",
    what: "a function's load, of the plain SDK's",
    most: 0.1,
    measure: () => coldLoads()[coldLoads().length >> 1],
  },
  { name: "coldWorst", what: "the slowest function's", most: 0.15, measure: () => coldLoads().at(-1) },
  {
    name: "coldCalled",
    what: "the slowest load with its first call, of the plain SDK's load",
    most: 0.3,
    measure: () => coldRatios(({ loadMs, firstCallMs }) => loadMs + firstCallMs).at(-1),
  },
  {
    name: "simulate",
    what: "npm run simulate",
    unit: "work",
    measure: () => timed("npm", "run", "-s", "simulate", "--", "--json"),
  },
  { name: "test", what: "npm test", unit: "work", most: 240, measure: () => timed("npm", "test") },
  ...(CI
    ? [{ name: "ci", what: ".ci/run", unit: "work" as const, most: 480, measure: () => timed("bash", ".ci/run") }]
    : []),
];

function main() {
  const all: Record<string, Measured> = {};
  for (const figure of FIGURES.filter(({ name }) => isWanted(name))) {
    const unit = figure.unit === undefined ? undefined : unitSeconds(figure.unit);
    const value = figure.measure();
    const ratio = unit === undefined || value === undefined ? undefined : value / unit;
    const compared = figure.unit === undefined ? value : ratio;
    const kept =
      compared !== undefined &&
      compared <= (figure.most ?? Number.POSITIVE_INFINITY) &&
      compared >= (figure.least ?? Number.NEGATIVE_INFINITY);
    all[figure.name] = { value: rounded(value), ...(ratio === undefined ? {} : { ratio: rounded(ratio) }), kept };
    console.log(lineOf(figure, value, ratio, kept));
    if (!kept) process.exitCode = 1;
  }
  if (process.argv.includes("--json")) console.log(JSON.stringify(all));
}

function lineOf(
  { what, unit, most, least }: Figure,
  value: number | undefined,
  ratio: number | undefined,
  kept: boolean,
) {
  const times = ratio === undefined ? "" : `  ${rounded(ratio)} × ${unit === "work" ? "the fixed work" : "node -e 0"}`;
  const budget = most === undefined ? (least === undefined ? "" : `at least ${least}`) : `at most ${most}`;
  const number = value === undefined ? "did not end" : `${rounded(value)}${unit === undefined ? "" : " s"}`;
  return `${kept ? "✓" : "✗"} ${what.padEnd(40)} ${number.padStart(12)}${times}${kept || budget === "" ? "" : `  (budget: ${budget})`}`;
}

/** The median of a few runs, right now. */
function unitSeconds(unit: Unit): number {
  const parameters = unit === "work" ? ["bench/fixedWork.mjs"] : ["-e", "0"];
  const rounds = unit === "work" ? 3 : 9;
  const seconds = Array.from({ length: rounds }, () => timed(process.execPath, ...parameters) ?? Number.NaN);
  return seconds.sort((one, other) => one - other)[rounds >> 1] ?? Number.NaN;
}

/** Seconds from start to end. Undefined, and said, when it fails. */
function timed(command: string, ...parameters: string[]): number | undefined {
  return timedIn(".", command, ...parameters);
}

function timedIn(cwd: string, command: string, ...parameters: string[]): number | undefined {
  const begunAt = performance.now();
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd, encoding: "utf8", maxBuffer: 2 ** 28 });
  const seconds = (performance.now() - begunAt) / 1000;
  if (status === 0) return seconds;
  console.error(`${command} ${parameters.join(" ")} ended with ${status}:\n${`${stdout}${stderr}`.slice(-2_000)}`);
  return undefined;
}

/** In a copy, since what is installed here is in use. */
function npmCi(): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), "albflow-bench-"));
  try {
    for (const file of ["package.json", "package-lock.json", "local/package.json"]) {
      cpSync(file, join(folder, file), { recursive: true });
    }
    return timedIn(folder, "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function buildIn({ cold }: { cold: boolean }): number | undefined {
  if (cold) {
    // Of dist only what a build makes; the benches' own programs are there, too.
    for (const file of readdirSync("dist")) if (file !== "bench") rmSync(join("dist", file), { recursive: true });
  }
  return timed(process.execPath, "build/main.mjs", "--quiet");
}

interface LocalFigures {
  bootMs: number;
  rssMiB: number;
  callsPerSecond: number;
  proxyRatio: number;
  failedRequests: number;
}

/** The last line of a bench with --json, whose budgets are not these. */
function lastLine<Line>(...parameters: string[]): Line {
  const { stdout, stderr } = spawnSync(process.execPath, [...parameters, "--json"], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const last = stdout.trim().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`${parameters.join(" ")} has ended without a result: ${stderr}`);
  return JSON.parse(last) as Line;
}

/** What bench/largeSeed.ts prints. */
interface LargeFigures {
  bootMs: number;
  listRatio: number;
  findRatio: number;
  executionsBootMs: number;
  executionsMiB: number;
}

const large = once(() => lastLine<LargeFigures>("bench/run.mjs", "largeSeed"));

/** What bench/fleetViews.ts prints. */
interface FleetFigures {
  firstView: number;
  domainSearch: number;
  allAccounts: number;
}

const fleet = once(() => lastLine<FleetFigures>("bench/run.mjs", "fleetViews"));

const local = once(() => lastLine<LocalFigures>("bench/run.mjs", "local"));

interface ColdFigures {
  plainSdkMs: number;
  functions: { loadMs: number; firstCallMs: number }[];
}

const cold = once(() => lastLine<ColdFigures>("bench/run.mjs", "cold/cold"));

/** What each function takes, as a part of the plain SDK's load, in order. */
function coldRatios(taken: (one: ColdFigures["functions"][number]) => number): number[] {
  const { plainSdkMs, functions } = cold();
  return functions.map((one) => taken(one) / plainSdkMs).sort((one, other) => one - other);
}

function coldLoads(): number[] {
  return coldRatios(({ loadMs }) => loadMs);
}

const libraryRun = once(() => {
  execFileSync(process.execPath, ["build/packLocal.mjs"]);
  const program =
    'const { startLocalCloud } = await import("./local/dist/index.js"); const cloud = await startLocalCloud({});' +
    "await cloud.close(); console.log(process.resourceUsage().maxRSS / 1024);";
  const run = () => {
    const begunAt = performance.now();
    const rssMiB = Number(execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }));
    return { seconds: (performance.now() - begunAt) / 1000, rssMiB };
  };
  const runs = Array.from({ length: 9 }, run).sort((one, other) => one.seconds - other.seconds);
  return runs[4] as ReturnType<typeof run>;
});

function library(): number {
  return libraryRun().seconds;
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function rounded(value: number): number;
function rounded(value: number | undefined): number | undefined;
function rounded(value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  return Number(value.toPrecision(value >= 100 ? 4 : 3));
}

main();
