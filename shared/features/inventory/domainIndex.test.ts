import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createSls, type Sls } from "../../../local/sls/sls.ts";
import { listen, type WireServer } from "../../../local/wire/server.ts";
import { testContext } from "../../../test/local/testContext.ts";
import { openLogs } from "../../platform/clients/logs.ts";
import { CLOCK_GLOBAL, simulatedClock } from "../../platform/clock.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { DOMAIN_TOPIC, domainRecords } from "../renewal/domainRecords.ts";
import { emptyReport } from "../renewal/report.ts";
import { type DomainIndex, domainIn, openDomainIndex, servesDomain } from "./domainIndex.ts";

const clock = simulatedClock(Date.UTC(2026, 10, 29, 12));
const place = { project: "albflow", logstore: "albflow" };
let sls: Sls;
let server: WireServer;
let index: DomainIndex;
let records: ReturnType<typeof domainRecords>;

beforeAll(async () => {
  // The logs client stamps entries with the platform's time.
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
  sls = createSls(testContext(clock));
  server = await listen(sls, { port: 0, clock });
  const session = {
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { log: `http://sls.localhost:${server.port}` },
  };
  const logs = openLogs(session);
  index = openDomainIndex(logs, place, () => clock.now());
  records = domainRecords((kept) => logs.write(place.project, place.logstore, DOMAIN_TOPIC, kept));
});
afterAll(async () => {
  Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined });
  await server.close();
  sls.close();
});
beforeEach(() => {
  sls.importState({ projects: [] });
  sls.ensure(place);
});

const listener = (listenerId: string, ...names: string[]) => ({ listenerId, names });
const idsFor = async (domain: string) =>
  (await index.find(domain)).listeners.map(({ listenerId }) => listenerId).sort();

/** A round of an hour that has read these. */
async function round(
  name: string,
  listeners: ReturnType<typeof listener>[],
  unavailable: string[] = [],
  incomplete = 0,
) {
  const startedAt = clock.now();
  await records.keepPage(name, "cn-hangzhou", listeners);
  await clock.advance(600_000);
  await records.keepEnd({
    ...emptyReport(name, startedAt),
    endedAt: clock.now(),
    unavailable: unavailable.map((region) => ({
      region,
      reason: reason("text", { text: "closed" }),
    })),
    indexed: { kept: listeners.length, incomplete },
  });
  return startedAt;
}

test("listeners are found by a name, by what it is below, and by a wildcard for it, and by no part of a label", async () => {
  await round("round-1", [
    listener("lsn-a", "www.example.com", "example.com"),
    listener("lsn-b", "*.example.com"),
    listener("lsn-c", "shop.example.org", "10.0.0.1"),
    listener("lsn-d"),
    listener("lsn-e", "WWW.Example.COM"),
  ]);
  expect(await idsFor("www.example.com")).toEqual(["lsn-a", "lsn-b", "lsn-e"]);
  expect(await idsFor("Example.com.")).toEqual(["lsn-a", "lsn-b", "lsn-e"]);
  expect(await idsFor("*.example.com")).toEqual(["lsn-a", "lsn-b", "lsn-e"]);
  expect(await idsFor("other.example.com")).toEqual(["lsn-b"]);
  expect(await idsFor("deep.other.example.com")).toEqual([]);
  expect(await idsFor("ample.com")).toEqual([]);
  expect(await idsFor("10.0.0.1")).toEqual(["lsn-c"]);
});

test("names are compared in lower case and in ASCII", () => {
  expect(domainIn(" *.Bücher.example. ")).toBe("xn--bcher-kva.example");
  expect(servesDomain("*.example.com", "www.example.com")).toBe(true);
  expect(servesDomain("*.example.com", "deep.www.example.com")).toBe(false);
  expect(servesDomain("notexample.com", "example.com")).toBe(false);
});

test("the index says of which round it is, and how many listeners could not be read", async () => {
  const startedAt = await round("round-1", [listener("lsn-a", "www.example.com")], [], 3);
  const { index: state } = await index.find("www.example.com");
  expect(state).toEqual({ from: startedAt, to: startedAt + 600_000, unknown: [], incomplete: 3 });
});

test("a place is told as unknown while no round of the last hours has read it", async () => {
  await round("round-1", [], ["1234567890123456/*", "cn-beijing"]);
  expect((await index.find("www.example.com")).index.unknown).toEqual([
    { account: "1234567890123456", region: "*" },
    { region: "cn-beijing" },
  ]);
  await round("round-2", [], ["cn-beijing"]);
  expect((await index.find("www.example.com")).index.unknown).toEqual([{ region: "cn-beijing" }]);
  await clock.advance(7 * 3_600_000);
  expect((await index.find("www.example.com")).index).toEqual({ from: null, to: null, unknown: [], incomplete: 0 });
});

test("after a round that has read everything nothing older is told", async () => {
  await round("round-1", [listener("lsn-a", "www.example.com"), listener("lsn-b", "www.example.com")]);
  await clock.advance(3_600_000);
  await round("round-2", [listener("lsn-b", "www.example.com")]);
  expect(await idsFor("www.example.com")).toEqual(["lsn-b"]);
  // One that could not read everything leaves what the ones before have seen.
  await clock.advance(3_600_000);
  await round("round-3", [listener("lsn-c", "www.example.com")], ["cn-beijing"]);
  expect(await idsFor("www.example.com")).toEqual(["lsn-a", "lsn-b", "lsn-c"]);
});

test("a hundred listeners are told of a domain that more serve, and that there are more", async () => {
  const many = Array.from({ length: 130 }, (_, at) => listener(`lsn-${at}`, `site-${at}.example.com`));
  await round("round-1", many);
  const found = await index.find("example.com");
  expect([found.listeners.length, found.isCut]).toEqual([100, true]);
  expect(await index.find("site-129.example.com")).toMatchObject({
    listeners: [{ listenerId: "lsn-129" }],
    isCut: false,
  });
});

test("what is not wanted takes nobody's place among the hundred, and what was told before is left out", async () => {
  const many = Array.from({ length: 730 }, (_, at) => listener(`lsn-${at}`, `site-${at}.example.com`));
  await round("round-1", [listener("lsn-mine-0", "a.example.com"), ...many, listener("lsn-mine-1", "b.example.com")]);
  const isWanted = ({ listenerId }: { listenerId: string }) => listenerId.startsWith("lsn-mine");
  expect(await index.find("example.com", { isWanted })).toMatchObject({
    listeners: [{ listenerId: "lsn-mine-0" }, { listenerId: "lsn-mine-1" }],
    isCut: false,
  });
  const seen = new Set<string>();
  let isCut = true;
  for (let skip = 0; isCut; skip = seen.size) {
    const page = await index.find("example.com", { skip });
    for (const { listenerId } of page.listeners) seen.add(listenerId);
    ({ isCut } = page);
  }
  expect(seen.size).toBe(732);
});

test("more records than one search counts are read on from the last one's time", async () => {
  const entries = Array.from({ length: 10_150 }, (_, at) => ({
    __time__: String(Math.floor((startOfRecords + at * 100) / 1_000)),
    entry: "domains_of_listener",
    region: "cn-hangzhou",
    listenerId: `lsn-${at}`,
    names: "a.example.com",
  }));
  const read: Parameters<typeof openDomainIndex>[0]["read"] = async (
    _project,
    _logstore,
    { from, query, offset = 0 },
  ) => {
    expect(offset).toBeLessThan(10_000);
    if (query.includes("domains_of_round"))
      return [
        {
          __time__: "0",
          entry: "domains_of_round",
          isWhole: "true",
          startedAt: String(startOfRecords),
          endedAt: String(clock.now()),
        },
      ];
    return entries.filter(({ __time__: time }) => Number(time) * 1_000 >= from).slice(offset, offset + 100);
  };
  const long = openDomainIndex({ read }, place, () => clock.now());
  const isWanted = ({ listenerId }: { listenerId: string }) => listenerId === "lsn-10149";
  expect(await long.find("a.example.com", { isWanted })).toMatchObject({
    listeners: [{ listenerId: "lsn-10149" }],
    isCut: false,
  });
});

const startOfRecords = Date.UTC(2026, 10, 29, 12);

test("a listener with hundreds of names is found by each of them", async () => {
  const names = Array.from({ length: 450 }, (_, at) => `n${at}.example.com`);
  await round("round-1", [listener("lsn-a", ...names)]);
  expect(await idsFor("n449.example.com")).toEqual(["lsn-a"]);
  expect(await idsFor("n0.example.com")).toEqual(["lsn-a"]);
});

test("what somebody types becomes one word of a search and nothing beside it", () => {
  expect(domainIn('x" or __topic__: "albflow_audit')).toBe("xor__topic__albflow_audit");
  expect(domainIn('a"or"b')).toBe("aorb");
  expect(domainIn("*.Bücher.example.")).toBe("xn--bcher-kva.example");
});

test("what no domain is left of finds nothing", async () => {
  await round("renew-1", [listener("lsn-a", "example.com")]);
  expect(await idsFor('"')).toEqual([]);
});
