import { expect, test } from "vitest";
import { ORIGINS } from "../../core/origin.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { secretFor } from "../../platform/secretFor.ts";
import { advanceRound, type RenewalRules } from "./advanceRound.ts";
import { cloudFleet } from "./cloudFleet.ts";
import { fitReport, STATE_BYTES } from "./fitReport.ts";
import type { Fleet } from "./fleet.ts";
import type { RenewalReport } from "./report.ts";
import { beginRound } from "./round.ts";

const PAGE_UNREADABLE = "ListListeners: this page cannot be read";

const HOUR = 3_600_000;
const start = Date.UTC(2026, 10, 22);
const key = secretFor({ ALBFLOW_SECRET: "a secret of thirty-two characters" }, ORIGINS);
const rules: RenewalRules = {
  share: 1 / 3,
  windows: [],
  atOnce: 3,
  errorBudget: 3,
  unverified: "none",
  key,
};
const idOf = (index: number) => `lsn-${String(index).padStart(5, "0")}`;

/** Regions of so many listeners each, of which a second looks at one; `broken` is a page that cannot be listed. */
function seed(sizes: Record<string, number>, ...broken: { region: string; token: string; error?: AlbflowError }[]) {
  let now = start;
  /** In which rounds each listener was looked at. */
  const reads = new Map<string, number[]>();
  let round = 0;
  const fleet: Fleet = {
    mayOrder: false,
    regions: async () => Object.keys(sizes),
    async listeners(region, token, after) {
      const size = sizes[region] ?? 0;
      const from = after === undefined ? Number(token) : Number(after.slice(4)) + 1;
      const page = Math.floor(from / 100);
      const failing = broken.find((one) => one.region === region && one.token === String(page * 100));
      if (failing !== undefined) {
        throw failing.error ?? new AlbflowError("Failed", reason("text", { text: PAGE_UNREADABLE }));
      }
      const to = Math.min(size, (page + 1) * 100);
      const ids = Array.from({ length: Math.max(0, to - from) }, (_, at) => idOf(from + at));
      return { rows: ids.map(rowOf), next: to < size ? String(to) : "" };
    },
    listed: async (_region, ids) => ids.map(rowOf),
    async bindings(region, ids) {
      now += ids.length * 1_000;
      for (const id of ids) reads.set(`${region} ${id}`, [...(reads.get(`${region} ${id}`) ?? []), round]);
      return { bindings: [], unavailable: [] };
    },
    companions: async () => [],
    attempts: async () => [],
    runningElsewhere: () => 0,
    failures: async () => new Map(),
    successor: async () => ({ none: reason("no-identity") }),
    suggested: () => undefined,
    rotate: async () => {},
    order: async () => {},
  };
  let reached: RenewalReport["reached"];
  const play = async () => {
    now = start + round * HOUR;
    let state = beginRound("round", {}, await fleet.regions(), now, reached);
    do {
      state = await advanceRound(fleet, state, rules, () => now);
      if (state.state === "waiting") now += state.pauseSeconds * 1_000;
    } while (state.state !== "done");
    reached = state.report.reached;
    round += 1;
    return state.report;
  };
  return { play, reads };
}

function rowOf(id: string) {
  return { id, loadBalancerId: "alb-1", protocol: "HTTPS", policyId: "", obstacle: null, state: "" };
}

test("a region of 10,000 listeners is looked at whole in four rounds, and again in the next four", async () => {
  const { play, reads } = seed({ "cn-hangzhou": 10_000 });
  const reports: RenewalReport[] = [];
  for (let round = 0; round < 8; round += 1) reports.push(await play());
  expect(reads.size).toBe(10_000);
  expect(reports[0]).toMatchObject({
    listeners: 3_000,
    reached: { region: "cn-hangzhou", listenerId: "lsn-02999" },
    unavailable: [{ region: "cn-hangzhou", goesOn: true }],
  });
  expect(reports[3]).toMatchObject({ reached: { listenerId: "lsn-01999" } });
  for (const [id, rounds] of reads) {
    expect(rounds[0], id).toBeLessThan(4);
    expect((rounds[1] ?? 99) - (rounds[0] ?? 0), id).toBeLessThanOrEqual(4);
  }
});

test("small regions beside a large one have their turn, and the large one goes on where it was", async () => {
  const { play, reads } = seed({ "cn-hangzhou": 7_000, "cn-shanghai": 200, "cn-beijing": 100 });
  for (let round = 0; round < 6; round += 1) await play();
  expect(reads.size).toBe(7_300);
});

test("a region that can be looked at in one round is looked at once in it, from its beginning", async () => {
  const { play, reads } = seed({ "cn-hangzhou": 250 });
  for (let round = 0; round < 2; round += 1) {
    expect(await play()).not.toHaveProperty("reached");
  }
  expect([...reads.values()].every((rounds) => rounds.join() === "0,1")).toBe(true);
});

test("more regions of accounts than one round's state has space for are taken in turn by the next rounds", async () => {
  const accounts = Array.from({ length: 60 }, (_, at) => String(2_000_000_000_000_000 + at));
  const names = accounts.flatMap((account) => Array.from({ length: 20 }, (_, at) => `${account}/cn-region-${at}`));
  const { play, reads } = seed(Object.fromEntries(["cn-hangzhou", ...names].map((name) => [name, 1])));
  const reports: RenewalReport[] = [];
  for (let round = 0; round < 3; round += 1) reports.push(await play());
  expect(reports.map(({ regions }) => regions)).toEqual([500, 500, 500]);
  expect(reads.size).toBe(1_201);
  expect(reports[0]?.reached).toEqual({ region: expect.stringMatching(/^\d{16}\/cn-region-\d+$/), listenerId: "" });
});

test("a round over hundreds of regions that are out of reach stays below what a flow carries, and counts what it leaves out", async () => {
  const { play } = seed({ "cn-hangzhou": 1 });
  const report = await play();
  const unavailable = Array.from({ length: 400 }, (_, at) => ({
    account: "2222222222222222",
    region: `cn-region-${at}`,
    reason: reason("text", { text: "the network is down ".repeat(20) }),
    goesOn: at % 2 === 0,
  }));
  const fitting = fitReport({ ...report, unavailable }, STATE_BYTES);
  expect(Buffer.byteLength(JSON.stringify(fitting))).toBeLessThanOrEqual(44 * 1024);
  expect(fitting.unavailable.length + (fitting.more.unavailable ?? 0)).toBe(400);
  // What is out of reach is told before what only has its turn next time.
  expect(fitting.unavailable[0]).toMatchObject({ account: "2222222222222222", goesOn: false });
});

test("an account that lets nobody in is one row, however many regions it has, and the others are read", async () => {
  const account = "2222222222222222";
  const closed = new AlbflowError(
    "Denied",
    reason("account-closed", { accountId: account, role: "r", cause: reason("no-identity") }),
  );
  const { play, reads } = seed(
    { [`${account}/cn-beijing`]: 5, [`${account}/cn-hangzhou`]: 5, "cn-hangzhou": 5, "cn-shanghai": 5 },
    { region: `${account}/cn-beijing`, token: "0", error: closed },
    { region: `${account}/cn-hangzhou`, token: "0", error: closed },
  );
  const report = await play();
  expect(report.unavailable).toEqual([
    { account, region: "*", reason: expect.objectContaining({ code: "account-closed" }) },
  ]);
  expect(new Set([...reads.keys()].map((key) => key.split(" ")[0]))).toEqual(new Set(["cn-hangzhou", "cn-shanghai"]));
});

test("what lies behind a page that cannot be listed is not left out for ever: the next round begins there", async () => {
  const { play } = seed({ "cn-hangzhou": 500, "cn-shanghai": 100 }, { region: "cn-hangzhou", token: "200" });
  const first = await play();
  expect(first.unavailable).toMatchObject([
    { region: "cn-hangzhou", reason: { code: "text", params: { text: PAGE_UNREADABLE } } },
  ]);
  expect(first.unavailable[0]).not.toHaveProperty("goesOn");
  expect(first.reached).toEqual({ region: "cn-hangzhou", listenerId: "lsn-00199" });
});

/** Listeners of these regions that fewer than so many rounds have looked at. */
function missed(sizes: Record<string, number>, reads: Map<string, number[]>, least: number): string[] {
  return Object.entries(sizes).flatMap(([region, size]) =>
    Array.from({ length: size }, (_, index) => `${region} ${idOf(index)}`).filter(
      (one) => (reads.get(one)?.length ?? 0) < least,
    ),
  );
}

test("a region that stays out of reach keeps no other from its turn while rounds run out of time", async () => {
  const sizes = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`cn-region-${at}`, 100]));
  for (let broken = 0; broken < 40; broken += 13) {
    const region = `cn-region-${broken}`;
    const { play, reads } = seed(sizes, { region, token: "0" });
    for (let round = 0; round < 6; round += 1) await play();
    expect(missed({ ...sizes, [region]: 0 }, reads, 3), region).toEqual([]);
  }
});

test("a region that stays out of reach keeps none from its turn that one round's state has no space for", async () => {
  const sizes = Object.fromEntries(Array.from({ length: 700 }, (_, at) => [`20000000000000${at + 10}/cn-hangzhou`, 1]));
  const [region = ""] = Object.keys(sizes);
  const { play, reads } = seed(sizes, { region, token: "0" });
  for (let round = 0; round < 6; round += 1) await play();
  expect(missed({ ...sizes, [region]: 0 }, reads, 3)).toEqual([]);
});

test("a page that stays out of reach is tried first by the next round, and keeps no other region from its turn after that", async () => {
  const others = Object.fromEntries(Array.from({ length: 35 }, (_, at) => [`cn-region-${at}`, 100]));
  const { play, reads } = seed({ ...others, "cn-hangzhou": 500 }, { region: "cn-hangzhou", token: "200" });
  for (let round = 0; round < 8; round += 1) await play();
  expect(missed(others, reads, 3)).toEqual([]);
});

test("what an account holds where albflow only looks is renewed by whoever runs it", async () => {
  const account = "2222222222222222";
  const listener = {
    ListenerId: "lsn-1",
    LoadBalancerId: "alb-1",
    ListenerProtocol: "HTTPS",
    ListenerStatus: "Running",
  };
  const alb = {
    call: async (action: string) => (action === "ListListeners" ? { Listeners: [listener] } : { LoadBalancers: [] }),
  };
  const fleet = cloudFleet({
    home: "cn-hangzhou",
    clients: () => ({ alb }) as never,
    regions: [],
    readOnly: [account],
    acme: undefined,
    share: 1 / 3,
    key,
    remembered: { as: "an instance of this test", isAnew: true },
  });
  const [there] = (await fleet.listeners(`${account}/cn-beijing`, "")).rows;
  expect(there?.elsewhere).toEqual({ code: "account-read-only", params: { accountId: account } });
  const [own] = (await fleet.listeners("cn-beijing", "")).rows;
  expect(own).not.toHaveProperty("elsewhere");
});
