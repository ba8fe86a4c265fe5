import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import { casSiteOf } from "../../local/cas/cas.ts";
import { storyOf } from "../../shared/core/verdict.ts";
import { cloudStateOf, wordsIn } from "../chaos/cloudState.ts";
import { shortExample } from "../shortCanary.ts";
import { coded } from "../support/coded.ts";
import { inWholeSuite, longTest, sampled } from "../support/sampled.ts";
import type { ApiCloud } from "./api/apiCloud.ts";
import { BANK, HOME, SHOP, startThreeAccounts, type ThreeAccounts } from "./support/threeAccounts.ts";

const LISTENER = "lsn-demo4u54y73wq7b";
/** Of the same ids everywhere. */
const ABROAD = { account: SHOP, region: "cn-beijing" };
const SHANGHAI = { region: "cn-shanghai" };

/** The own account in another region, and others: five regions in three accounts, and each of the sites of the certificate service. */
const OTHERS: { account: string; region: string; site: string }[] = [
  { account: HOME, region: "cn-shanghai", site: "cn-hangzhou" },
  { account: SHOP, region: "eu-central-1", site: "eu-central-1" },
  { account: BANK, region: "us-west-1", site: "ap-southeast-1" },
  { account: BANK, region: "cn-hangzhou", site: "cn-hangzhou" },
];

/** Certificates of servers, of clients, and none. */
const OF_EACH_KIND = new Set(["rotateCertificate", "enableMutualAuth", "stopListener"]);

let cloud: ApiCloud;
let letIn: ThreeAccounts["letIn"];
beforeAll(async () => {
  ({ cloud, letIn } = await startThreeAccounts());
  mark = cloud.snapshot();
});
beforeEach(() => cloud.reset(mark));
afterAll(() => cloud.close());

let mark: ReturnType<ApiCloud["snapshot"]>;

const writesAt = (accountId: string, region: string) =>
  cloud.calls
    .recent({})
    .filter(
      ({ service, action }) => ["alb", "cas", "sls"].includes(service) && !/^(?:Get|List|Describe|Post)/.test(action),
    )
    .filter(
      ({ place = { accountId: HOME, region: "cn-hangzhou" } }) =>
        place.accountId === accountId && place.region === region,
    );

describe.each(sampled(16, Object.values(operations)))(
  "$name of a listener in another region of another account",
  (operation) => {
    const { name } = operation;
    const example = shortExample(operation);

    test("is planned, made, verified and taken back there, and home is not touched", async () => {
      const there = cloud.at({ accountId: SHOP, region: "cn-beijing" });
      // Projects and logstores that were made for records stay: they may hold what somebody needs.
      const stateOf = (...given: Parameters<typeof cloudStateOf>) => ({ ...cloudStateOf(...given), logProjects: [] });
      const familiar = wordsIn(stateOf(there));
      const before = { there: stateOf(there, familiar), home: stateOf(cloud) };
      const done = await cloud.run(name, { ...example, ...ABROAD }, "abroad");
      expect(done.verdict && storyOf(done.verdict)).toMatchObject([{ code: "verified" }]);
      expect(done.verdict?.place).toEqual({ accountId: SHOP, region: "cn-beijing" });
      expect(done.verdict?.touches?.every((entry) => entry.startsWith(`${SHOP}/cn-beijing/`))).toBe(true);
      expect(stateOf(there, familiar)).not.toEqual(before.there);
      const undone = await cloud.run(name, { undo: "abroad" }, "undo");
      expect(undone.verdict && storyOf(undone.verdict)).toMatchObject([{ code: "verified" }]);
      expect(stateOf(there, familiar)).toEqual(before.there);
      expect(stateOf(cloud)).toEqual(before.home);
      expect(writesAt(HOME, "cn-hangzhou")).toEqual([]);
      // Executions run at home, and nothing asks CloudFlow anywhere else.
      expect(cloud.calls.recent({}).filter(({ code }) => code === "NoSuchHost")).toEqual([]);
    });
  },
);

describe.each(OTHERS)("in $region of the account $account", ({ account, region, site }) => {
  const ofEachKind = Object.values(operations).filter(({ name }) => OF_EACH_KIND.has(name));
  test.each(
    sampled(
      ofEachKind.length,
      ofEachKind,
      OTHERS.findIndex((other) => other.account === account && other.region === region),
    ),
  )("$name is made, verified and taken back, and asks the certificates' own site", async (operation) => {
    const there = cloud.at({ accountId: account, region });
    const stateOf = (...given: Parameters<typeof cloudStateOf>) => ({ ...cloudStateOf(...given), logProjects: [] });
    const familiar = wordsIn(stateOf(there));
    const before = stateOf(there, familiar);
    // The same certificates, of the site that this place has.
    const example = JSON.parse(JSON.stringify(shortExample(operation)).replaceAll("-cn-hangzhou", `-${site}`));
    const done = await cloud.run(operation.name, { ...example, account, region }, "there");
    expect(done.verdict && storyOf(done.verdict)).toMatchObject([{ code: "verified" }]);
    expect(done.verdict?.place).toEqual({ accountId: account, region });
    expect(stateOf(there, familiar)).not.toEqual(before);
    const undone = await cloud.run(operation.name, { undo: "there" }, "back");
    expect(undone.verdict && storyOf(undone.verdict)).toMatchObject([{ code: "verified" }]);
    expect(stateOf(there, familiar)).toEqual(before);
    expect(writesAt(HOME, "cn-hangzhou")).toEqual([]);
    const asked = cloud.calls.recent({}).filter(({ service }) => service === "cas");
    const sites = asked.map(({ place = { accountId: HOME, region: "cn-hangzhou" } }) => casSiteOf(place.region));
    expect([...new Set(sites)].filter((one) => one !== site)).toEqual([]);
    expect(asked.filter(({ place }) => (place?.accountId ?? HOME) !== account)).toEqual([]);
    expect(cloud.calls.recent({}).filter(({ code }) => code === "NoSuchHost")).toEqual([]);
  });
});

describe("two listeners of one id", () => {
  const rotate = { certificateId: "24664588-cn-hangzhou", successorId: "25113402-cn-hangzhou" };

  test("are changed at the same time, each behind a lock of its own", async () => {
    const input = { listenerId: LISTENER, idleTimeout: 20 };
    const places = [{}, SHANGHAI, ABROAD];
    for (const [at, place] of places.entries())
      await cloud.start("modifyListener", { ...input, ...place }, `change-${at}`);
    const ended = await cloud.finishAll(
      places.map((_, at) => ({ operation: "modifyListener", execution: `change-${at}` })),
    );
    expect(ended.map(({ verdict }) => verdict?.state)).toEqual(["verified", "verified", "verified"]);
    const locks = [...(cloud.cloudFlow.state.flows.get("albflow-lock")?.executions.keys() ?? [])];
    expect(locks.sort()).toEqual([
      `at-${HOME}-cn-shanghai-${LISTENER}_1`,
      `at-${SHOP}-cn-beijing-${LISTENER}_1`,
      `${LISTENER}_1`,
    ]);
    for (const place of [cloud, cloud.at(SHANGHAI), cloud.at({ accountId: SHOP, region: "cn-beijing" })]) {
      expect(place.alb.exportState().listeners.find((one) => one.ListenerId === LISTENER)?.IdleTimeout).toBe(20);
    }
  });

  test("are different things to who agrees to a plan", async () => {
    const planOf = async (place: object) =>
      (await planned("rotateCertificate", { listenerId: LISTENER, ...rotate, ...place })).plan?.hash;
    expect(new Set([await planOf({}), await planOf(SHANGHAI), await planOf(ABROAD)]).size).toBe(3);
    // Whoever names home says nothing else than who names nothing.
    expect(await planOf({ region: "cn-hangzhou", account: HOME })).toMatch(/^[0-9a-f]{64}$/);
  });

  test("have records that say where they are", async () => {
    await cloud.run("modifyListener", { listenerId: LISTENER, idleTimeout: 20, ...ABROAD }, "abroad");
    const records = recordsOf("albflow_report");
    expect(records.at(-1)).toMatchObject({ listenerId: LISTENER, region: "cn-beijing", account: SHOP });
    const audited = recordsOf("albflow_audit").map((record) => JSON.parse(record.record ?? "{}"));
    expect(audited.find(({ content }) => content.kind === "call")?.content).toMatchObject({
      resource: LISTENER,
      place: { accountId: SHOP, region: "cn-beijing" },
    });
  });
});

describe("a fleet", () => {
  const invoked = async (name: string, event: object) => {
    const { body } = await cloud.fc.invoke({
      functionName: `albflow-${name}`,
      body: JSON.stringify(event),
      identity: { accountId: HOME ?? "", accessKeyId: "local" },
    });
    return JSON.parse(body.toString("utf8"));
  };
  const listed = (event: object) => invoked("listListeners", { certificates: false, ...event });

  test("is listed over accounts and regions, and what cannot be read is a row of its own with its reason", async () => {
    const { listeners, unavailable } = await listed({ accounts: [HOME, SHOP, BANK], regions: ["cn-beijing"] });
    const places = new Set(listeners.map(({ account, region }: Record<string, string>) => `${account} ${region}`));
    expect([...places]).toEqual([`${SHOP} cn-beijing`]);
    expect(unavailable).toMatchObject([{ account: BANK, region: "cn-beijing", shownFrom: null }]);
    expect(JSON.stringify(unavailable)).toContain("region-not-operated-there");
  });

  test("is listed in the regions of each account where no regions are named, and a role that is gone is told", async () => {
    cloud.at({ accountId: BANK }).ram.deleteRole("albflow-target");
    const { listeners, unavailable } = await listed({ accounts: [SHOP, BANK] });
    const places = new Set(listeners.map(({ account, region }: Record<string, string>) => `${account} ${region}`));
    expect(places).toEqual(new Set([`${SHOP} cn-beijing`, `${SHOP} eu-central-1`]));
    expect(unavailable).toMatchObject([
      { account: BANK, region: "cn-hangzhou", reason: closed },
      { account: BANK, region: "us-west-1", reason: closed },
    ]);
  });

  describe.each(["listListeners", "listCertificates"])("%s and a region that does not answer", (name) => {
    /** Why Hangzhou of this account could not be read. */
    const codeAt = async (account: string | undefined, more: object = {}) => {
      const answer = invoked(name, { accounts: [account], regions: ["cn-hangzhou"], ...more });
      // Between its tries time passes.
      const ended = answer.then(() => true);
      while (!(await Promise.race([ended, cloud.clock.advance(250).then(() => false)])));
      return (await answer).unavailable[0].reason.code;
    };
    const asked = () => cloud.calls.recent({}).filter(({ action }) => action === "ListListeners").length;

    test("wait for it in one account, and not in the others for a minute", async () => {
      cloud.faults.add({ service: "alb", region: "cn-hangzhou", fault: { kind: "reset", when: "before" } });
      expect(await codeAt(HOME)).toBe("cloud-error");
      const before = asked();
      expect([before > 0, await codeAt(BANK), asked()]).toEqual([true, "region-silent-elsewhere", before]);
      // Where a listener is named it is asked all the same.
      if (name === "listListeners") expect(await codeAt(BANK, { listenerIds: [LISTENER] })).toBe("cloud-error");
      await cloud.clock.advance(60_000);
      expect(await codeAt(BANK)).toBe("cloud-error");
    });
  });

  test("is renewed in each region of each account by executions at home, and none asks CloudFlow elsewhere", async () => {
    const report = await cloud.renew();
    expect(report).toMatchObject({ regions: 6, unavailable: [] });
    const others = [`${SHOP}/eu-central-1`, `${BANK}/us-west-1`, `${BANK}/cn-hangzhou`];
    expect(new Set(rotated())).toEqual(new Set(["cn-hangzhou", "cn-shanghai", `${SHOP}/cn-beijing`, ...others]));
    const outcomes = report.rotations.map(({ account, region, outcome }) => [account, region, outcome]);
    expect(outcomes).toContainEqual([SHOP, "cn-beijing", "succeeded"]);
    expect(outcomes).toContainEqual([undefined, "cn-hangzhou", "succeeded"]);
    expect(outcomes.filter(([, , outcome]) => outcome !== "succeeded")).toEqual([]);
    expect(writesAt(SHOP, "cn-beijing").filter(({ status }) => status === 200)).not.toEqual([]);
    expect(cloud.calls.recent({}).filter(({ code }) => code === "NoSuchHost")).toEqual([]);
  });

  longTest("has an account whose role is gone as one row with its code, however many regions it has", async () => {
    cloud.at({ accountId: SHOP }).ram.deleteRole("albflow-target");
    const report = await cloud.renew();
    expect(report.unavailable).toEqual([
      { account: SHOP, region: "*", reason: closed, needsPeople: false, isNew: false, since: report.endedAt },
    ]);
    expect(new Set(rotated())).toEqual(
      new Set(["cn-hangzhou", "cn-shanghai", `${BANK}/us-west-1`, `${BANK}/cn-hangzhou`]),
    );
    // People are told of it when the next round finds it so as well.
    await cloud.clock.advance(60_000);
    const next = await cloud.renew();
    expect(next.unavailable).toEqual([
      { account: SHOP, region: "*", reason: closed, needsPeople: true, isNew: true, since: report.endedAt },
    ]);
  });

  inWholeSuite(() => {
    test("is renewed to the end where a role is withdrawn in the midst of a round", async () => {
      const shop = cloud.at({ accountId: SHOP });
      const report = await cloud.renew(async () => {
        const isUnderWay = rotated().includes(`${SHOP}/cn-beijing`);
        if (isUnderWay && shop.ram.directory.roles["albflow-target"]) shop.ram.deleteRole("albflow-target");
      });
      expect(report.unavailable.every(({ account }) => account === SHOP)).toBe(true);
      const ofHome = report.rotations.filter(({ account }) => account === undefined);
      expect(new Set(ofHome.map(({ region }) => region))).toEqual(new Set(["cn-hangzhou", "cn-shanghai"]));
      expect(ofHome.every(({ outcome }) => outcome === "succeeded")).toBe(true);
      // What had begun there ends by itself, as failed.
      const isThere = ({ account, region }: { account?: string; region: string }) =>
        account === SHOP && region === "cn-beijing";
      const { execution = "" } = report.rotations.find(isThere) ?? {};
      const { status, verdict } = await cloud.finish("rotateCertificate", execution);
      expect([status, verdict?.state]).toEqual(["Failed", "failed"]);
      expect(verdict?.place).toEqual({ accountId: SHOP, region: "cn-beijing" });
    });

    test("has what an account that lets in for looking alone holds told, and not changed", async () => {
      letIn(SHOP, { readOnly: true });
      const report = await cloud.renew();
      expect(writesAt(SHOP, "cn-beijing").filter(({ status }) => status === 200)).toEqual([]);
      const ofShop = report.rotations.filter(({ account }) => account === SHOP);
      expect(ofShop.length).toBeGreaterThan(0);
      expect(ofShop.every(({ outcome }) => outcome === "failed")).toBe(true);
    });
  });
});

/** Where the listeners are that were rotated. */
function rotated(): string[] {
  const { executions } = cloud.cloudFlow.state.flows.get("albflow-rotateCertificate") ?? { executions: new Map() };
  return [...executions.values()].map(({ execution }) => {
    const { account, region = "cn-hangzhou" } = execution.input as { account?: string; region?: string };
    return account === undefined ? region : `${account}/${region}`;
  });
}

/** What stands in the row of an account that does not let in. */
const closed = expect.objectContaining({ code: "account-closed" });

describe("the API", () => {
  const get = async (path: string, ...grants: string[]) =>
    cloud.ask("GET", path, { token: await cloud.token(`of ${grants.join(" ")}`, ...grants) });
  const placesIn = (rows: { account?: string; region: string }[]) =>
    [...new Set(rows.map(({ account = HOME, region }) => `${account} ${region}`))].toSorted();
  const everything = "viewer:*/*/*";
  const ofShop = `viewer:${SHOP}/*/*`;
  const THERE = `account=${SHOP}&region=cn-beijing`;

  test("lists the listeners of all accounts with how many each has, page by page, and filters them", async () => {
    const { status, body } = await get("/listeners?accounts=*&certificates=false", everything);
    expect(status).toBe(200);
    expect(placesIn(body.listeners)).toEqual([
      `${HOME} cn-hangzhou`,
      `${HOME} cn-shanghai`,
      `${SHOP} cn-beijing`,
      `${SHOP} eu-central-1`,
      `${BANK} cn-hangzhou`,
      `${BANK} us-west-1`,
    ]);
    const counted = Object.fromEntries(body.accounts.map((one: never) => Object.values(one)));
    expect(counted).toEqual({ [HOME]: 18, [SHOP]: 18, [BANK]: 18 });
    const first = await get("/listeners?accounts=*&certificates=false&limit=2", everything);
    expect(first.body.listeners.length).toBe(2);
    const next = await get(
      `/listeners?accounts=*&certificates=false&limit=1000&cursor=${first.body.nextCursor}`,
      everything,
    );
    expect([...first.body.listeners, ...next.body.listeners]).toEqual(body.listeners);
    const some = await get(`/listeners?accounts=${SHOP}&regions=cn-beijing&certificates=false`, everything);
    expect(placesIn(some.body.listeners)).toEqual([`${SHOP} cn-beijing`]);
  });

  test("shows who may see one account that account alone, whatever is asked", async () => {
    const { body } = await get("/listeners?accounts=*", ofShop);
    expect(placesIn(body.listeners)).toEqual([`${SHOP} cn-beijing`, `${SHOP} eu-central-1`]);
    expect(body.accounts.map(({ account }: { account: string }) => account)).toEqual([SHOP]);
    const held = await get("/certificates?accounts=*", ofShop);
    expect(placesIn(held.body.certificates.flatMap((one: { listeners: never[] }) => one.listeners))).toEqual([
      `${SHOP} cn-beijing`,
      `${SHOP} eu-central-1`,
    ]);
    expect((await get("/listeners", ofShop)).body).toMatchObject({ listeners: [], unavailable: [] });
    expect((await get(`/listeners/${LISTENER}?probe=false`, ofShop)).status).toBe(403);
    expect((await get("/server-groups", ofShop)).status).toBe(403);
    const there = await get(`/listeners/${LISTENER}?probe=false&${THERE}`, ofShop);
    expect([there.status, there.body.place]).toEqual([200, { accountId: SHOP, region: "cn-beijing" }]);
    const groups = await get(`/server-groups?${THERE}&listenerId=${LISTENER}`, ofShop);
    expect([groups.status, groups.body.serverGroups.length > 0]).toEqual([200, true]);
    // Who may see everything at home sees no other account.
    expect((await get(`/listeners/${LISTENER}?probe=false&${THERE}`, "viewer")).status).toBe(403);
    expect((await get(`/stored-certificates?${THERE}`, "viewer")).status).toBe(403);
    const ofHome = await get("/listeners?accounts=*&certificates=false", "viewer");
    expect(placesIn(ofHome.body.listeners)).toEqual([`${HOME} cn-hangzhou`]);
  });

  inWholeSuite(() => {
    test("shows an account that can no longer be read as it was, and says why and since when", async () => {
      const path = "/listeners?accounts=*&certificates=false";
      const rowOf = ({ body }: { body: { unavailable: { region: string }[] } }) =>
        body.unavailable.find(({ region }) => region === "cn-beijing");
      const before = await get(path, everything);
      cloud.at({ accountId: SHOP }).ram.deleteRole("albflow-target");
      await cloud.clock.advance(60_000);
      const since = cloud.clock.now();
      const after = await get(path, everything);
      expect(placesIn(after.body.listeners)).toContain(`${SHOP} cn-beijing`);
      expect(rowOf(after)).toEqual({
        account: SHOP,
        region: "cn-beijing",
        reason: expect.objectContaining({ code: "account-closed", message: expect.any(String) }),
        since,
        shownFrom: Date.parse(before.body.readAt),
      });
      const page = await pageOf("/listeners?account=all");
      expect([
        page.includes(`${SHOP}/cn-beijing could not be read`),
        page.includes("shown as they were before"),
      ]).toEqual([true, true]);
      // Whoever asks hours later, of an instance that remembers nothing, is told since when the rounds have found it so.
      const round = await cloud.renew();
      await cloud.clock.advance(1_800_000);
      expect(rowOf(await get(path, everything))).toMatchObject({
        account: SHOP,
        since: round.endedAt,
        shownFrom: null,
      });
      // Who may not see everything there is not told the cloud's own reason.
      const some = await get(path, `viewer:${SHOP}/*/lsn-demo*`);
      expect(some.body.unavailable[0]).toMatchObject({ account: SHOP, reason: { code: "not-all-readable" } });
    });
  });

  test("has pages about listeners of other accounts, whose links lead to what can be done there", async () => {
    const lacks = (page: string, ...parts: string[]) =>
      parts.map((part) => part.replaceAll("&", "&#38;")).filter((part) => !page.includes(part));
    const place = `region=cn-beijing&account=${SHOP}`;
    const list = await pageOf("/listeners?account=all");
    expect(lacks(list, `/console/listeners/${LISTENER}?${place}"`, `<option value="${SHOP}"`, `${SHOP}: 18`)).toEqual(
      [],
    );
    const listener = await pageOf(`/listeners/${LISTENER}?${place}`);
    const rotation = `/console/operations/rotateCertificate?listenerId=${LISTENER}`;
    expect(
      lacks(listener, `${SHOP}/cn-beijing`, `${rotation}&${place}"`, `/console/listeners/${LISTENER}/served?${place}"`),
    ).toEqual([]);
    const form = await pageOf(`/operations/rotateCertificate?listenerId=${LISTENER}&${place}`);
    expect(lacks(form, `value="${SHOP}"`, `/console/listeners/${LISTENER}?${place}"`, "25113402-cn-hangzhou")).toEqual(
      [],
    );
    const held = await pageOf("/certificates/rows?account=all");
    expect(lacks(held, `/console/listeners/${LISTENER}?${place}"`)).toEqual([]);
  });

  inWholeSuite(() => {
    test("reads accounts in turn until a page is full, and says of the others what the last round has counted", async () => {
      const readSince = (since: number) =>
        new Set(cloud.calls.recent({ service: "alb", since }).map(({ place }) => place?.accountId ?? HOME));
      const whole = await get("/listeners?accounts=*&certificates=false", everything);
      const round = await cloud.renew();
      await cloud.clock.advance(600_000);
      const since = cloud.clock.now();
      const first = await get("/listeners?accounts=*&certificates=false&limit=2", everything);
      const [turn = "", ...others] = [SHOP, BANK].sort();
      expect([...readSince(since)]).toEqual([turn]);
      const countOf = (account: string) =>
        whole.body.accounts.find((one: { account: string }) => one.account === account);
      const countedAt = round.endedAt;
      expect(first.body.accounts).toEqual([
        countOf(turn),
        ...others.map((account) => ({ account, listeners: round.accounts?.[account], countedAt })),
        {
          account: HOME,
          listeners: round.listeners - (round.accounts?.[SHOP] ?? 0) - (round.accounts?.[BANK] ?? 0),
          countedAt,
        },
      ]);
      expect(round.accounts?.[others[0] ?? ""]).toBeGreaterThan(0);
      const all = [];
      for (let cursor = ""; ; ) {
        const { body } = await get(`/listeners?accounts=*&certificates=false&limit=7${cursor}`, everything);
        all.push(...body.listeners);
        if (body.nextCursor === null) break;
        cursor = `&cursor=${body.nextCursor}`;
      }
      expect(all).toEqual(
        (await get("/listeners?accounts=*&certificates=false&limit=1000", everything)).body.listeners,
      );
      expect(all.length).toBe(whole.body.listeners.length);
      const page = await pageOf("/listeners?account=all");
      expect(page).toContain(`${all.length} listeners`);
    });

    test("says of an account that a page does not come to what the last round could not read", async () => {
      const [, last = ""] = [SHOP, BANK].sort();
      cloud.at({ accountId: last }).ram.deleteRole("albflow-target");
      await cloud.renew();
      const round = await cloud.renew();
      await cloud.clock.advance(600_000);
      const { body } = await get("/listeners?accounts=*&certificates=false&limit=2", everything);
      expect(body.unavailable).toEqual([
        { account: last, region: "*", reason: closed, since: expect.any(Number), shownFrom: null },
      ]);
      expect(body.unavailable[0].since).toBeLessThanOrEqual(round.endedAt);
    });
  });

  test("shows on its pages what is in the places of its reader's grants, and nothing of any other", async () => {
    const grant = `operator:${SHOP}/cn-beijing/*`;
    const place = `region=cn-beijing&#38;account=${SHOP}`;
    for (const path of ["/listeners?account=all", "/certificates/rows?account=all"]) {
      const page = await pageOf(path, grant);
      expect(page, path).toContain(`/console/listeners/${LISTENER}?${place}"`);
      expect(page, path).not.toContain(BANK);
      expect(page, path).not.toContain("eu-central-1");
      expect(page, path).not.toContain(`/console/listeners/${LISTENER}"`);
    }
    const listener = await pageOf(`/listeners/${LISTENER}?region=cn-beijing&account=${SHOP}`, grant);
    expect(listener).toContain(`/console/operations/rotateCertificate?listenerId=${LISTENER}`);
    for (const elsewhere of [
      `region=cn-hangzhou&account=${BANK}`,
      "region=cn-shanghai",
      `region=eu-central-1&account=${SHOP}`,
    ])
      expect((await askPage(`/listeners/${LISTENER}?${elsewhere}`, grant)).status, elsewhere).toBe(403);
  });

  describe("plans for many listeners", () => {
    const planOf = async (body: object, ...grants: string[]) => {
      const token = await cloud.token(`of ${grants.join(" ")}`, ...grants);
      const whole = { operation: "modifyListener", input: { idleTimeout: 30 }, ...body };
      const before = cloud.calls.recent({}).length;
      const { status, body: answer } = await cloud.askInTime("POST", "/v1/bulk?plan", { token, body: whole });
      const asked = cloud.calls.recent({}).slice(before);
      return { status, answer, asked: asked.filter(({ service }) => service === "alb" || service === "ram").length };
    };

    test.each([
      ["an operated account", ABROAD],
      ["a region of it that is not operated", { account: SHOP, region: "us-west-1" }],
      ["an account that is not operated", { account: "4444444444444444", region: "cn-beijing" }],
      ["another region of the own account", SHANGHAI],
    ])(
      "are refused by name and without a question where the input says %s, which is not the caller's",
      async (_, place) => {
        const own = "operator:lsn-plain";
        const targets = [{ listenerId: "lsn-plain" }];
        const said = await planOf({ input: { idleTimeout: 30, ...place }, targets }, own);
        const named = await planOf({ targets: [{ listenerId: "lsn-plain", ...place }] }, own);
        expect([said.status, said.answer.reason.code, said.asked]).toEqual([403, "grant-needed", 0]);
        expect(said.answer.reason).toEqual(named.answer.reason);
      },
    );

    test("are refused for a place that is none, whichever target would be there", async () => {
      const targets = [{ listenerId: "lsn-plain", ...ABROAD }, { listenerId: "lsn-plain" }];
      const { status, answer } = await planOf(
        { input: { idleTimeout: 30, region: "no/where" }, targets },
        "operator:*/*/*",
      );
      expect([status, answer.reason.code]).toEqual([400, "request-invalid"]);
    });

    test("are refused where the input moves to another place what is selected in one", async () => {
      const input = { idleTimeout: 30, ...ABROAD };
      const { status, answer, asked } = await planOf({ input, selector: "id=lsn-plain" }, "operator:*/*/*");
      expect([status, answer.reason.code, asked]).toEqual([400, "request-invalid", 0]);
      expect(answer.reason.params.problems.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
        "/input/account",
        "/input/region",
      ]);
    });

    test("are carried out where the input says, and the run shows where that is", async () => {
      const token = await cloud.token("olga", "operator:*/*/*");
      const { body } = await cloud.askInTime("POST", "/v1/bulk", {
        token,
        body: {
          operation: "modifyListener",
          input: { idleTimeout: 31, ...ABROAD },
          targets: [{ listenerId: "lsn-plain" }],
        },
      });
      const runs = cloud.cloudFlow.state.flows.get("albflow-bulk")?.executions;
      const isOver = () => runs?.get(body.bulk)?.execution.status !== "Running";
      expect(await cloud.clock.advanceUntil(isOver, 600_000)).toBe(true);
      const { body: run } = await cloud.askInTime("GET", `/v1/bulk/${body.bulk}`, { token });
      expect(run.targets).toMatchObject([{ listenerId: "lsn-plain", ...ABROAD, state: "done" }]);
      const timeoutIn = ({ alb }: Pick<ApiCloud, "alb">) =>
        alb.exportState().listeners.find(({ ListenerId }) => ListenerId === "lsn-plain")?.IdleTimeout;
      expect(timeoutIn(cloud.at({ accountId: SHOP, region: "cn-beijing" }))).toBe(31);
      expect(timeoutIn(cloud)).not.toBe(31);
    });
  });

  /** A page, as somebody who may do everything everywhere sees it unless other grants are named. */
  async function pageOf(path: string, grant = "operator:*/*/*"): Promise<string> {
    const { status, text } = await askPage(path, grant);
    expect(status, text).toBe(200);
    return text;
  }

  async function askPage(path: string, grant: string) {
    const cookie = `albflow_session=${await cloud.token("olga", grant)}`;
    return cloud.ask("GET", `/console${path}`, { headers: { accept: "text/html", cookie } });
  }
});

describe("an account", () => {
  test("that the deployment does not operate is refused by name", async () => {
    const input = { listenerId: LISTENER, idleTimeout: 20, account: "9999999999999999" };
    expect(await planned("modifyListener", input)).toMatchObject({
      state: "refused",
      reason: coded("planning-failed", {
        operation: "modifyListener",
        cause: coded("account-not-operated", { accountId: "9999999999999999" }),
      }),
    });
  });

  test("is operated in the regions alone that the deployment names, and the own account as well", async () => {
    const input = { listenerId: LISTENER, idleTimeout: 20 };
    const causeOf = async (place: object) =>
      (await planned("modifyListener", { ...input, ...place })).reason.params.cause;
    expect(await causeOf({ account: SHOP, region: "us-west-1" })).toEqual(
      coded("region-not-operated-there", {
        accountId: SHOP,
        region: "us-west-1",
        regions: ["cn-beijing", "eu-central-1"],
      }),
    );
    expect(await causeOf({ region: "us-west-1" })).toEqual(
      coded("region-not-operated", { region: "us-west-1", regions: ["cn-hangzhou", "cn-shanghai"] }),
    );
  });

  test("whose role is gone refuses, with the role and the cloud's own words", async () => {
    cloud.at({ accountId: SHOP }).ram.deleteRole("albflow-target");
    const verdict = await planned("modifyListener", { listenerId: LISTENER, idleTimeout: 20, ...ABROAD }, "fresh");
    expect(verdict).toMatchObject({ state: "refused", reason: { code: "planning-failed" } });
    expect(JSON.stringify(verdict.reason)).toMatch(/Forbidden|NoPermission|account-closed/);
  });

  test("that lets in for looking alone is listed, and not changed", async () => {
    letIn(SHOP, { readOnly: true });
    const outcome = await cloud.run("modifyListener", { listenerId: LISTENER, idleTimeout: 20, ...ABROAD }, "look");
    expect(outcome.verdict?.state).toBe("refused");
    expect(writesAt(SHOP, "cn-beijing").filter(({ status }) => status === 200)).toEqual([]);
  });

  longTest(
    "whose role is withdrawn in the midst of a change has it end as failed, told with what is left to do",
    async () => {
      const input = {
        listenerId: LISTENER,
        certificateId: "24664588-cn-hangzhou",
        successorId: "25113402-cn-hangzhou",
      };
      await cloud.start("rotateCertificate", { ...input, ...ABROAD }, "cut");
      const written = () => writesAt(SHOP, "cn-beijing").some(({ status }) => status === 200);
      await cloud.clock.advanceUntil(written, 3_600_000);
      cloud.at({ accountId: SHOP }).ram.deleteRole("albflow-target");
      const { status, verdict } = await cloud.finish("rotateCertificate", "cut");
      expect([status, verdict?.state]).toEqual(["Failed", "failed"]);
      expect(JSON.stringify(verdict?.reason)).toContain(`${SHOP}/cn-beijing/${LISTENER}`);
      const home = await cloud.run("rotateCertificate", input, "home");
      expect(home.verdict?.state).toBe("verified");
    },
  );
});

async function planned(operation: string, input: object, execution = "plan") {
  const { body } = await cloud.fc.invoke({
    functionName: `albflow-${operation}`,
    body: JSON.stringify({ phase: "preflight", input, execution }),
    identity: { accountId: HOME ?? "", accessKeyId: "local" },
  });
  return JSON.parse(body.toString("utf8"));
}

function recordsOf(topic: string): Record<string, string>[] {
  const { projects } = cloud.sls.exportState() as { projects: never[] };
  return JSON.stringify(projects).includes(topic) ? readTopic(projects, topic) : [];
}

function readTopic(projects: unknown, topic: string): Record<string, string>[] {
  const found: Record<string, string>[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    const { topic: own, logs } = value as { topic?: string; logs?: { contents: [string, string][] }[] };
    if (own === topic) found.push(...(logs ?? []).map(({ contents }) => Object.fromEntries(contents)));
    else for (const inner of Object.values(value)) visit(inner);
  };
  visit(projects);
  return found;
}
