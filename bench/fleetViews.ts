import { exampleStage } from "../deployment/configuration/configurationHere.ts";
import { targetRoleOf } from "../deployment/roles/targetRoleOf.ts";
import { makeCertificate } from "../local/certificates/makeCertificate.ts";
import { DOMAIN_TOPIC, domainRecords } from "../shared/features/renewal/domainRecords.ts";
import { emptyReport } from "../shared/features/renewal/report.ts";
import { regionName } from "../shared/platform/place.ts";
import { type ApiCloud, startApiCloud } from "../test/functions/api/apiCloud.ts";

// Usage: node bench/run.mjs fleetViews [--json], after a build.
// What 20,000 listeners in 20 accounts and 10 regions of each cost whoever looks at them, beside a hundred in the same
// deployment and the same run: the first view, which is of the region at home, and the search for a domain in everything, from
// the index as a round of renewal keeps it. The view of all accounts at once is measured beside them. Exit code 1 when a
// budget is exceeded.

const HOME = "1234567890123456";
const OTHERS = numbers(19).map((n) => String(2_000_000_000_000_000 + n));
/** Of one site of the certificate service, so that an account has each certificate once. */
const REGIONS = [
  "cn-hangzhou",
  "cn-shanghai",
  "cn-beijing",
  "cn-shenzhen",
  "cn-qingdao",
  "cn-zhangjiakou",
  "cn-chengdu",
  "cn-guangzhou",
  "cn-heyuan",
  "cn-wulanchabu",
];
const LISTENERS_OF_PLACE = 100;
/** The example's listeners are at home as well. */
const EXAMPLES = 9;
/** The listener that is looked for is the only one with this name. */
const WANTED = "wanted.example.org";
/** A name that every listener's is below: a hundred of them are told. */
const COMMON = "example.net";
/** Nothing that was read is remembered so long, and the index is of the last six hours. */
const MINUTES_BETWEEN = 5;

const BUDGETS = { firstView: 1.5, domainSearch: 3, allAccounts: 1.5 } as const;

/** What is asked, and how often. */
const QUESTIONS = {
  /** As the page and the command ask for it. */
  list: { path: "/listeners?certificates=false&limit=100", isPage: false, rounds: 11 },
  page: { path: "/console/listeners?fresh", isPage: true, rounds: 11 },
  wanted: { path: `/listeners?domain=${WANTED}`, isPage: false, rounds: 11 },
  wantedPage: { path: `/console/listeners?account=all&q=${WANTED}&fresh`, isPage: true, rounds: 11 },
  common: { path: `/listeners?domain=${COMMON}`, isPage: false, rounds: 5 },
  everything: { path: "/listeners?accounts=*&certificates=false&limit=100", isPage: false, rounds: 3 },
  everythingPage: { path: "/console/listeners?account=all&fresh", isPage: true, rounds: 3 },
} as const;
type Question = keyof typeof QUESTIONS;

interface Pair {
  certificatePem: string;
  privateKeyPem: string;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

/** A deployment that operates all of these places, with `listeners` in all: at home first, then in place after place. */
async function startFleet(pairs: Pair[], listeners: number): Promise<ApiCloud> {
  const cloud = await startApiCloud(
    {},
    {
      timersOf: [],
      accounts: OTHERS.map((accountId) => ({
        accountId,
        rootKey: { accessKeyId: `key-${accountId}`, accessKeySecret: `secret-${accountId}` },
      })),
      stage: {
        ...exampleStage().settings,
        regions: REGIONS,
        targets: OTHERS.map((account) => ({ account, regions: REGIONS })),
      },
    },
  );
  for (const accountId of OTHERS) letIn(cloud, accountId);
  const startedAt = cloud.clock.now();
  const records = domainRecords(async (kept) =>
    cloud.sls.write({ project: "albflow-reports", logstore: "albflow" }, DOMAIN_TOPIC, kept),
  );
  let left = listeners - EXAMPLES;
  for (const accountId of [HOME, ...OTHERS]) {
    for (const region of REGIONS) {
      const isHome = accountId === HOME && region === REGIONS[0];
      const count = Math.min(left, LISTENERS_OF_PLACE - (isHome ? EXAMPLES : 0));
      if (count === 0) continue;
      left -= count;
      await fill(cloud, { accountId, region }, pairs, count, left === 0);
      const name = regionName(accountId === HOME ? { region } : { account: accountId, region });
      await records.keepPage("round", name, indexed(count, left === 0));
    }
  }
  await cloud.clock.advance(60_000);
  await records.keepEnd({
    ...emptyReport("round", startedAt),
    endedAt: cloud.clock.now(),
    indexed: { kept: listeners - EXAMPLES, incomplete: 0 },
  });
  return cloud;
}

function letIn(cloud: ApiCloud, accountId: string): void {
  const { name, trust, policy } = targetRoleOf({ prefix: "albflow", homeAccountId: HOME, accountId });
  const { ram } = cloud.at({ accountId });
  ram.putRole({ name, trusts: [], policies: [policy] });
  Object.assign(ram.directory.roles[name] ?? {}, { trustText: JSON.stringify(trust) });
}

/** The name of a listener's certificate; the last listener of all is the one that is looked for. */
function nameOf(n: number, isWanted: boolean): string {
  return isWanted ? WANTED : `site-${n}.${COMMON}`;
}

function indexed(count: number, isLast: boolean) {
  return numbers(count).map((n) => ({ listenerId: `lsn-many-${n}`, names: [nameOf(n, isLast && n === count - 1)] }));
}

async function fill(
  cloud: ApiCloud,
  { accountId, region }: { accountId: string; region: string },
  pairs: Pair[],
  count: number,
  isLast: boolean,
): Promise<void> {
  const there = cloud.at({ accountId, region });
  const certificates = pairs.map(({ certificatePem, privateKeyPem }, n) => ({
    name: `many-${n}`,
    id: 50_000_000 + n,
    certificatePem,
    privateKeyPem,
  }));
  const isFirst = region === REGIONS[0];
  await there.seedWith({
    ...(isFirst ? { certificates } : {}),
    serverGroups: [{ ServerGroupId: "sgp-many", ServerGroupType: "Ip" }],
    loadBalancers: [0, 1].map((n) => ({ LoadBalancerId: `alb-many-${n}` })),
    listeners: numbers(count).map((n) => ({
      ListenerId: `lsn-many-${n}`,
      LoadBalancerId: `alb-many-${n % 2}`,
      ListenerPort: 8_000 + n,
      ListenerProtocol: "HTTPS" as const,
      ListenerStatus: "Stopped" as const,
      Certificates: [
        { CertificateId: `${50_000_000 + (isLast && n === count - 1 ? pairs.length - 1 : n)}-cn-hangzhou` },
      ],
      DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-many" }] } }],
    })),
  });
}

/** Milliseconds of one answer, which nothing that was answered before can give: minutes have passed since. */
async function time(cloud: ApiCloud, question: Question): Promise<number> {
  const { path, isPage } = QUESTIONS[question];
  await cloud.clock.advance(MINUTES_BETWEEN * 60_000);
  const token = await cloud.token("olga", "viewer:*/*/*");
  const headers = { accept: "text/html", cookie: `albflow_session=${token}` };
  const begunAt = performance.now();
  const { status, text } = await cloud.ask("GET", path, isPage ? { headers } : { token });
  const ms = performance.now() - begunAt;
  if (status !== 200 || !text.includes("lsn-many-")) {
    throw new Error(`${path} was answered with ${status}, and without a listener: ${text.slice(0, 500)}`);
  }
  return ms;
}

/** Medians of both in turn; the first round warms up and does not count. */
async function compare(question: Question, small: ApiCloud, large: ApiCloud): Promise<Compared> {
  const [ofSmall, ofLarge]: number[][] = [[], []];
  for (let round = 0; round <= QUESTIONS[question].rounds; round += 1) {
    const [one, other] = [await time(small, question), await time(large, question)];
    if (round === 0) continue;
    ofSmall?.push(one);
    ofLarge?.push(other);
  }
  const [smallMs, largeMs] = [median(ofSmall ?? []), median(ofLarge ?? [])];
  return { smallMs, largeMs, ratio: largeMs / smallMs };
}

interface Compared {
  smallMs: number;
  largeMs: number;
  ratio: number;
}

function median(times: number[]): number {
  return times.sort((one, other) => one - other)[times.length >> 1] ?? Number.NaN;
}

async function main() {
  const names = numbers(LISTENERS_OF_PLACE + 1).map((n) => nameOf(n, n === LISTENERS_OF_PLACE));
  const pairs = await Promise.all(names.map((name) => makeCertificate({ names: [name] })));
  const small = await startFleet(pairs, 100);
  const large = await startFleet(pairs, 20_000);
  const compared = {} as Record<Question, Compared>;
  for (const question of Object.keys(QUESTIONS) as Question[]) {
    const one = await compare(question, small, large);
    compared[question] = one;
    const [smallMs, largeMs, ratio] = [one.smallMs.toFixed(0), one.largeMs.toFixed(0), one.ratio.toPrecision(3)];
    console.log(`  ${QUESTIONS[question].path.padEnd(60)} ${smallMs} ms, ${largeMs} ms: ${ratio} ×`);
  }
  await Promise.all([small.close(), large.close()]);
  const worst = (...questions: Question[]) => Math.max(...questions.map((question) => compared[question].ratio));
  const figures = {
    firstView: worst("list", "page"),
    domainSearch: worst("wanted", "wantedPage", "common"),
    allAccounts: worst("everything", "everythingPage"),
  };
  for (const [name, value] of Object.entries(figures)) {
    const most = BUDGETS[name as keyof typeof BUDGETS];
    console.log(`${value <= most ? "✓" : "✗"} ${name.padEnd(20)} ${value.toPrecision(3)}  (budget: ${most})`);
    if (value > most) process.exitCode = 1;
  }
  if (process.argv.includes("--json")) {
    const figure = ([name, value]: [string, number]) => [name, Number(value.toPrecision(4))];
    console.log(JSON.stringify(Object.fromEntries(Object.entries(figures).map(figure))));
  }
}

await main();
