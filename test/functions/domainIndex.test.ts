import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listenersWords } from "../../console/views/listeners/listenersWords.ts";
import type { ApiCloud } from "./api/apiCloud.ts";
import { BANK, HOME, SHOP, startThreeAccounts } from "./support/threeAccounts.ts";

const EVERYTHING = "viewer:*/*/*";
const PARTNER = "/listeners?domain=partner.example.net";

let cloud: ApiCloud;
let minutes = 0;
let mark: ReturnType<ApiCloud["snapshot"]>;
beforeAll(async () => {
  ({ cloud } = await startThreeAccounts({ timersOf: [] }));
  // One round has passed: everything after it is looked for in what it has kept.
  await cloud.renew();
  mark = cloud.snapshot();
});
beforeEach(async () => {
  await cloud.reset(mark);
  // Each asks at a moment of its own: what was answered a moment ago is answered again.
  minutes += 5;
  await cloud.clock.advance(minutes * 60_000);
});
afterAll(() => cloud.close());

const find = async (path: string, ...grants: string[]) =>
  cloud.ask("GET", path, { token: await cloud.token(`of ${grants.join(" ")}`, ...grants) });
const placesIn = (rows: { account?: string; region: string }[]) =>
  [...new Set(rows.map(({ account = HOME, region }) => `${account} ${region}`))].toSorted();

const ALL = [
  `${HOME} cn-hangzhou`,
  `${HOME} cn-shanghai`,
  `${SHOP} cn-beijing`,
  `${SHOP} eu-central-1`,
  `${BANK} cn-hangzhou`,
  `${BANK} us-west-1`,
];

test("a domain is found in every region of every account by what the last round has kept, and without listing any of them", async () => {
  await cloud.clock.advance(60_000);
  const since = cloud.clock.now();
  const { status, body } = await find(PARTNER, EVERYTHING);
  expect(status).toBe(200);
  expect(placesIn(body.listeners)).toEqual(ALL);
  expect(new Set(body.listeners.map(({ listenerId }: { listenerId: string }) => listenerId))).toEqual(
    new Set(["lsn-demo4u54y73wq7b"]),
  );
  expect(body.index).toMatchObject({ unknown: [], isCut: false, from: expect.any(Number), to: expect.any(Number) });
  expect(body.index.to).toBeLessThanOrEqual(cloud.clock.now());
  expect(body.index.from).toBeLessThan(body.index.to);
  // Of each place the one listener is looked at, and nothing listed in pages.
  const listed = cloud.calls.recent({ action: "ListListeners", since });
  expect(listed).toHaveLength(ALL.length);
});

test("a host is found below its domain, and by a wildcard that is for it", async () => {
  const idsFor = async (domain: string) => {
    const { body } = await find(`/listeners?domain=${domain}&accounts=${HOME}&regions=cn-hangzhou`, EVERYTHING);
    return body.listeners.map(({ listenerId }: { listenerId: string }) => listenerId).toSorted();
  };
  expect(await idsFor("www.shop.example.com")).toEqual(["lsn-demo4u54y73wq7b"]);
  expect(await idsFor("SHOP.example.com")).toEqual(["lsn-demo4u54y73wq7b"]);
  expect(await idsFor("mutual.example.com")).toEqual(["lsn-mutual", "lsn-quic"]);
  expect(await idsFor("*.example.com")).toEqual(["lsn-demo4u54y73wq7b", "lsn-mutual", "lsn-quic"]);
  expect(await idsFor("hop.example.com")).toEqual([]);
});

test("what a caller may not see is not found, and what is not known of it is not told", async () => {
  const { body } = await find(PARTNER, `viewer:${SHOP}/*/*`);
  expect(placesIn(body.listeners)).toEqual([`${SHOP} cn-beijing`, `${SHOP} eu-central-1`]);
  expect(placesIn((await find(PARTNER, "viewer")).body.listeners)).toEqual([`${HOME} cn-hangzhou`]);
  expect((await find(PARTNER, "viewer:lsn-mutual")).body.listeners).toEqual([]);
  cloud.at({ accountId: BANK }).ram.deleteRole("albflow-target");
  await pass(7);
  await cloud.renew();
  expect((await find(PARTNER, EVERYTHING)).body.index.unknown).toEqual([{ account: BANK, region: "*" }]);
  expect((await find(PARTNER, `viewer:${SHOP}/*/*`)).body.index.unknown).toEqual([]);
});

describe("a domain that hundreds of others' listeners serve", () => {
  // As a round would have kept them; they stand before what the caller may see.
  beforeEach(() => {
    const state = JSON.stringify(cloud.sls.exportState());
    for (const [at] of Array.from({ length: 250 }).entries()) {
      const record = {
        entry: "domains_of_listener",
        round: "round",
        region: "cn-hangzhou",
        listenerId: `lsn-of-others-${at}`,
      };
      const words = { names: "partner.example.net", words: "partner.example.net example.net" };
      cloud.sls.write({ project: "albflow-reports", logstore: "albflow" }, "albflow_domains", [
        { ...record, ...words },
      ]);
    }
    expect(JSON.stringify(cloud.sls.exportState())).not.toBe(state);
  });

  test.each([
    ["a pattern of listeners", "viewer:lsn-demo*", [`${HOME} cn-hangzhou`]],
    ["another account", `viewer:${SHOP}/*/lsn-demo*`, [`${SHOP} cn-beijing`, `${SHOP} eu-central-1`]],
    ["an instance, which the index does not know", "viewer:alb-*", [`${HOME} cn-hangzhou`]],
  ])("is found wholly by whose grant is for %s", async (_what, grant, expected) => {
    const { body } = await find(PARTNER, grant);
    expect(placesIn(body.listeners)).toEqual(expected);
    expect(body.index).toMatchObject({ isCut: false });
  });
});

test("what is no longer so is not told: each that the index names is looked at", async () => {
  const { alb } = cloud.at({ accountId: SHOP, region: "cn-beijing" });
  const state = alb.exportState();
  const listeners = state.listeners.map((one) =>
    one.ListenerId === "lsn-demo4u54y73wq7b" ? { ...one, AdditionalCertificates: [] } : one,
  );
  expect(listeners).not.toEqual(state.listeners);
  alb.importState({ ...state, listeners });
  const { body } = await find(PARTNER, EVERYTHING);
  expect(placesIn(body.listeners)).toEqual(ALL.filter((place) => place !== `${SHOP} cn-beijing`));
});

test("the page finds a domain in all accounts, says how old the index is and what is not in it", async () => {
  const pageOf = async (path: string) => {
    const cookie = `albflow_session=${await cloud.token("olga", EVERYTHING)}`;
    const { status, text } = await cloud.ask("GET", `/console${path}`, { headers: { accept: "text/html", cookie } });
    expect(status, text).toBe(200);
    return text;
  };
  const page = await pageOf("/listeners?account=all&q=partner.example.net");
  for (const place of [`${SHOP}/cn-beijing`, `${SHOP}/eu-central-1`, `${BANK}/us-west-1`, `${BANK}/cn-hangzhou`])
    expect(page).toContain(place);
  expect(page).toContain(listenersWords.fromIndex[0]);
  expect(page).not.toContain("lsn-mutual");
  cloud.sls.importState({ projects: [] });
  cloud.sls.ensure({ project: "albflow-reports", logstore: "albflow" });
  await cloud.clock.advance(60_000);
  expect(await pageOf("/listeners?account=all&q=partner.example.net&fresh")).toContain(listenersWords.noIndex[0]);
});

test("an index that was lost says so, and is whole again after the next round", async () => {
  cloud.sls.importState({ projects: [] });
  cloud.sls.ensure({ project: "albflow-reports", logstore: "albflow" });
  const { status, body } = await find(PARTNER, EVERYTHING);
  expect(status).toBe(200);
  expect(body).toMatchObject({ listeners: [], index: { from: null, to: null } });
  await pass(1);
  await cloud.renew();
  expect(placesIn((await find(PARTNER, EVERYTHING)).body.listeners)).toEqual(ALL);
});

test("an index that no round has kept for hours is none", async () => {
  await pass(7);
  expect((await find(PARTNER, EVERYTHING)).body).toMatchObject({ listeners: [], index: { from: null, to: null } });
});

/** Hours in which no round is. */
function pass(hours: number): Promise<unknown> {
  return cloud.clock.advance(hours * 3_600_000);
}
