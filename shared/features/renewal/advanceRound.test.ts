import { describe, expect, test } from "vitest";
import { ORIGINS } from "../../core/origin.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { secretFor } from "../../platform/secretFor.ts";
import { advanceRound, type RenewalRules } from "./advanceRound.ts";
import type { Fleet, ListedRow } from "./fleet.ts";
import { readWindows } from "./maintenanceWindow.ts";
import { beginRound, goOn } from "./round.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A Sunday. */
const midnight = Date.UTC(2026, 10, 22);
const rules: RenewalRules = {
  share: 1 / 3,
  windows: [],
  atOnce: 3,
  errorBudget: 3,
  unverified: "none",
  key: secretFor({ ALBFLOW_SECRET: "a secret of thirty-two characters" }, ORIGINS),
};

function listed(id: string): ListedRow {
  return { id, loadBalancerId: "alb-1", protocol: "HTTPS", policyId: "", obstacle: null, state: "" };
}

/** A fleet of one listener with a certificate that is due. */
function fleetOfOne(started: string[] = [], onListed: () => void = () => {}): Fleet {
  const certificate = {
    id: "1-cn-hangzhou",
    names: ["shop.example.com"],
    addresses: [],
    unusable: [],
    subject: "",
    serial: "0A",
    notBefore: midnight - 70 * DAY,
    notAfter: midnight + 20 * DAY,
  };
  return {
    mayOrder: false,
    regions: async () => ["cn-hangzhou"],
    listeners: async () => ({ rows: [listed("lsn-1")], next: "" }),
    listed: async () => [listed("lsn-1")],
    async bindings() {
      onListed();
      return { bindings: [{ listenerId: "lsn-1", isDefault: true, certificate }], unavailable: [] };
    },
    companions: async () => [],
    attempts: async () => [],
    runningElsewhere: () => 0,
    failures: async () => new Map(),
    successor: async () => ({ id: "2-cn-hangzhou" }),
    suggested: () => undefined,
    rotate: async (_region, name) => void started.push(name),
    order: async () => {},
  };
}

/** One step of a round that begins at a minute of the day; its listings take so many minutes. What it starts. */
async function startedAt(minute: number, listingTakes: number, windows: string): Promise<string[]> {
  let now = midnight + minute * MINUTE;
  const started: string[] = [];
  const fleet = fleetOfOne(started, () => {
    now += listingTakes * MINUTE;
  });
  await advanceRound(
    fleet,
    beginRound("round", {}, ["cn-hangzhou"], now),
    { ...rules, windows: readWindows(windows) },
    () => now,
  );
  return started;
}

test.each<[string, number, number, number, string?]>([
  ["in the middle of a window", 3 * 60, 0, 1],
  ["as a window opens", 2 * 60, 0, 1],
  ["before a window opens, which it has when the page is read", 2 * 60 - 1, 2, 1],
  ["before a window closes, which it has when the page is read", 5 * 60 - 1, 2, 0],
  ["too late to be done within the window", 5 * 60 - 4, 0, 0],
  ["outside of any window", 12 * 60, 0, 0],
  ["in the last minutes of a window that is no longer than an hour", 60 + 17, 0, 1, "daily 00:18-01:18 UTC"],
])(
  "a step %s starts what may be started at that moment",
  async (_when, minute, listingTakes, rotations, windows = "daily 02:00-05:00 UTC") => {
    expect(await startedAt(minute, listingTakes, windows)).toHaveLength(rotations);
  },
);

test("a round that reads from the beginning again counts what it has read once, by account as well", async () => {
  const place = "2222222222222222/cn-beijing";
  const first = beginRound("round", {}, [place], midnight);
  const counted = { listeners: 1, bindings: 1, due: 1, accounts: { "2222222222222222": 1 } };
  const once = await advanceRound(fleetOfOne(), first, rules, () => midnight);
  expect(once.report).toMatchObject(counted);
  // More listeners were busy than it remembers, and these are done.
  const repeated = goOn({ ...once, again: [], overflow: true }, midnight);
  const twice = await advanceRound(fleetOfOne(), repeated, rules, () => midnight);
  expect([repeated.region, twice.report]).toMatchObject([0, counted]);
});

describe("a region that does not answer", () => {
  const accounts = Array.from({ length: 6 }, (_, at) => `${at + 1}`.repeat(16));
  const places = accounts.flatMap((account) => [`${account}/cn-beijing`, `${account}/cn-shanghai`]);

  /** A whole round, of which Beijing answers with this; how often it was asked in each account. */
  async function roundWhere(error: AlbflowError) {
    const asked = new Map<string, number>();
    const fleet: Fleet = {
      ...fleetOfOne(),
      async listeners(place) {
        if (!place.endsWith("cn-beijing")) return { rows: [listed("lsn-1")], next: "" };
        asked.set(place, (asked.get(place) ?? 0) + 1);
        throw error;
      },
    };
    let round = beginRound("round", {}, places, midnight);
    while (round.region < round.regions.length) round = await advanceRound(fleet, round, rules, () => midnight);
    return { asked: [...asked.values()], report: round.report };
  }

  test("is asked three times in one account and once in a second, and costs a round no more in all others", async () => {
    const silence = new AlbflowError("Transient", cloudError("ReadTimeout", null));
    const { asked, report } = await roundWhere(silence);
    expect(asked).toEqual([3, 1]);
    expect(report.listeners).toBe(accounts.length);
    expect(report.unavailable.map(({ account, region, reason: { code } }) => [account, region, code])).toEqual(
      accounts.map((account, at) => [account, "cn-beijing", at < 2 ? "cloud-error" : "region-not-asked"]),
    );
  });

  test("is another thing than one that answers with an error, which is an account's own", async () => {
    const busy = new AlbflowError("Transient", cloudError("ServiceUnavailable", "4B1C"), { requestId: "4B1C" });
    expect((await roundWhere(busy)).asked).toEqual([3, 3, 3, 3, 3, 3]);
  });

  function cloudError(cloudCode: string, requestId: string | null) {
    return reason("cloud-error", { product: "alb", action: "ListListeners", cloudCode, requestId, message: "" });
  }
});
