import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import { storyOf } from "../../shared/core/verdict.ts";
import { contractRoutes } from "../../shared/features/api/contract.ts";
import { type ApiCloud, startApiCloud } from "../functions/api/apiCloud.ts";
import { FORBIDDEN } from "../functions/api/forbidden.ts";
import { shortExample } from "../shortCanary.ts";
import { sampled } from "../support/sampled.ts";
import { changedIn, entitiesOf } from "./changedIn.ts";
import { TOUCHES } from "./touches.ts";

let cloud: ApiCloud;
beforeAll(async () => {
  cloud = await startApiCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

test("every operation says what it touches, and every route of the API is tried", () => {
  expect(Object.keys(TOUCHES).sort()).toEqual(Object.keys(operations).sort());
  const names = contractRoutes().map(({ operationId }) => operationId);
  expect(names.filter((name) => !Object.hasOwn(operations, name)).sort()).toEqual(
    [
      ...Object.keys(ROUTES),
      ...Object.keys(LISTENER_ROUTES),
      ...Object.keys(RESOURCE_ROUTES),
      ...Object.keys(PUBLIC_ROUTES),
      "describeRound",
      "metrics",
      // test/functions/api/bulk.test.ts
      "describeBulk",
      "runBulk",
      "stopBulk",
    ].sort(),
  );
});

/** Routes that are about one execution: how each is asked, and whether the answer lets somebody near it. */
const ROUTES: Record<string, Route> = {
  describeExecution: get((target) => `/executions/${target.execution}`),
  followExecution: get((target) => `/executions/${target.execution}/events`),
  listExecutions: {
    ...get(() => "/executions?limit=99"),
    isNear: ({ text }, { execution }) => text.includes(execution),
  },
  stopExecution: {
    role: "operator",
    path: (target) => `/executions/${target.execution}/stop`,
    method: "POST",
    body: { reason: "mine" },
  },
  undoExecution: {
    role: "operator",
    path: (target) => `/executions/${target.execution}/undo`,
    method: "POST",
  },
  listApprovals: { ...get(() => "/approvals"), isNear: ({ text }, { execution }) => text.includes(execution) },
  describeApproval: get(({ link }) => link),
  answerApproval: { role: "approver", path: ({ link }) => link, method: "POST", body: { decision: "agree" } },
};

/** Routes that show listeners, and what they hold: how each is asked about one. */
const LISTENER_ROUTES: Record<string, (listenerId: string) => string> = {
  listListeners: () => "/listeners?health=true",
  describeListener: (listenerId) => `/listeners/${listenerId}`,
  listCertificates: () => "/certificates",
};

/** Routes that show what listeners can use: an id that each tells, and the grant that is for that alone. */
const RESOURCE_ROUTES: Record<string, { path: string; id: string; grant: string }> = {
  listServerGroups: { path: "/server-groups", id: "sgp-next", grant: "sgp-next" },
  listStoredCertificates: { path: "/stored-certificates", id: "25113407-cn-hangzhou", grant: "cert=25113407*" },
  listCaCertificates: {
    path: "/ca-certificates",
    id: "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01",
    grant: "cert=1ef0c11e-c0a1-*",
  },
  listTlsPolicies: { path: "/tls-policies", id: "spy-strict", grant: "tls=strict" },
  listVpcs: { path: "/vpcs", id: "alb-basic", grant: "alb-basic" },
  listLogProjects: { path: "/log-projects", id: "albflow-traces", grant: "log=albflow-traces" },
  listLogstores: { path: "/log-projects/albflow-traces/logstores", id: "alb_traced", grant: "log=albflow-traces" },
};

test.each(Object.entries(RESOURCE_ROUTES))(
  "%s tells of something only to those whose grants are for it",
  async (_, { path, id, grant }) => {
    const asked = async (...grants: string[]) =>
      (await cloud.askInTime("GET", path, { token: await cloud.token("mallory", ...grants) })).text.includes(id);
    const unfit = ["lsn-*", "alb-demo", "sgp-demo", `${grant}x`, "x=*", "cert=2466*", "tls=stric", "log=albflow"];
    for (const other of unfit) expect([other, await asked(`viewer:${other}`)]).toEqual([other, false]);
    expect(await asked()).toBe(false);
    for (const fitting of ["viewer", "operator:*", `approver:${grant}`])
      expect([fitting, await asked(fitting)]).toEqual([fitting, true]);
  },
);

test("what a listener uses is listed to those whose grants are for that listener, and the listener of others is refused", async () => {
  const path = "/ca-certificates?listenerId=lsn-mutual";
  const own = await cloud.askInTime("GET", path, { token: await cloud.token("vera", "viewer:lsn-mutual") });
  expect(own.body.caCertificates).toEqual([expect.objectContaining({ name: "clients-ca", isUsed: true })]);
  for (const grant of ["viewer:lsn-plain", "viewer:alb-basic", "viewer:cert=*"]) {
    const { status } = await cloud.askInTime("GET", path, { token: await cloud.token("mallory", grant) });
    expect([grant, status]).toEqual([grant, 403]);
  }
});

test("figures are of everything, and for those alone who may see everything", async () => {
  const statusFor = async (...grants: string[]) =>
    (await cloud.askInTime("GET", "/metrics", { token: await cloud.token("mallory", ...grants) })).status;
  for (const grant of ["viewer:lsn-*", "viewer:alb-*", "operator:sgp-*", "approver:lsn-plain:stopListener"])
    expect([grant, await statusFor(grant)]).toEqual([grant, 403]);
  expect(await statusFor()).toBe(403);
  for (const grant of ["viewer", "operator", "approver:*"])
    expect([grant, await statusFor(grant)]).toEqual([grant, 200]);
});

/** Routes that show nothing of anybody's. */
const PUBLIC_ROUTES: Record<string, string> = {
  health: "/health",
  openApi: "/openapi.json",
  listOperations: "/operations",
  listChannels: "/channels",
};

/** Each listener of the example seed with its instance, and the certificates that it alone, or it and its like, hold. */
const LISTENERS: Record<string, { instance: string; certificates?: string[] }> = {
  "lsn-demo4u54y73wq7b": { instance: "alb-demo", certificates: ["24664588", "24870011"] },
  "lsn-plain": { instance: "alb-demo" },
  "lsn-stopped": { instance: "alb-demo" },
  "lsn-basic": { instance: "alb-basic" },
  "lsn-mutual": { instance: "alb-demo", certificates: ["25200100"] },
  "lsn-ruled": { instance: "alb-demo" },
  "lsn-quic": { instance: "alb-demo", certificates: ["25200100"] },
  "lsn-traced": { instance: "alb-traced" },
  "lsn-guarded": { instance: "alb-guarded" },
};

describe.each(sampled(4, Object.entries(LISTENERS)))(
  "%s and what it holds",
  (listenerId, { instance, certificates = [] }) => {
    const unfit = ["viewer", "operator", "approver"].flatMap((role) => [
      [],
      Object.keys(LISTENERS)
        .filter((other) => other !== listenerId && !sharesCertificates(other, listenerId))
        .map((other) => `${role}:${other}`),
      ["alb-demo", "alb-basic", "alb-traced", "alb-guarded"]
        .filter((one) => one !== instance)
        .map((one) => `${role}:${one}`),
      [`${role}:${listenerId}x`, `${role}:${listenerId.slice(0, -1)}`, `${role}:${instance}x`, `${role}:x*`],
      [
        `${role}:sgp-*`,
        `${role}:cert=*`,
        `${role}:tls=*`,
        `${role}:log=*`,
        `${role}:2*`,
        `${role}:${instance}/${listenerId}`,
      ],
      [`${role}x:${listenerId}`, `${role}:${listenerId}:*:*`],
    ]);

    // Of each listener one route is asked, and each route has its turn.
    test.each(sampled(3, Object.entries(LISTENER_ROUTES), Object.keys(LISTENERS).indexOf(listenerId)))(
      "are told by %s only to those whose grants are for it",
      async (route, path) => {
        const reported = route === "listCertificates" ? certificates : [listenerId];
        for (const grants of unfit) {
          const token = await cloud.token("mallory", ...grants);
          const { status, text } = await cloud.askInTime("GET", path(listenerId), { token });
          const leaks = [listenerId, ...certificates].filter((id) => text.includes(id));
          expect({ route, grants, status, leaks }).toEqual({ route, grants, status: expect.any(Number), leaks: [] });
          expect(status < 500, text).toBe(true);
        }
        for (const grants of [
          ["viewer"],
          [`viewer:${listenerId}`],
          [`operator:${instance}`],
          [`approver:${listenerId.slice(0, 7)}*`],
        ]) {
          const token = await cloud.token("vera", ...grants);
          const { status, text } = await cloud.askInTime("GET", path(listenerId), { token });
          expect({ route, grants, status, missing: reported.filter((id) => !text.includes(id)) }).toEqual({
            route,
            grants,
            status: 200,
            missing: [],
          });
        }
      },
    );
  },
);

function sharesCertificates(one: string, other: string): boolean {
  return LISTENERS[one]?.certificates?.some((id) => LISTENERS[other]?.certificates?.includes(id)) === true;
}

test.each(Object.entries(PUBLIC_ROUTES))(
  "%s tells everybody the same, whatever listeners there are",
  async (_, path) => {
    const token = await cloud.token("mallory", "viewer:lsn-mine");
    const before = await cloud.ask("GET", path, { token });
    expect(before.status).toBe(200);
    await cloud.run("modifyListener", { listenerId: "lsn-plain", description: "for few eyes" }, "described");
    expect((await cloud.ask("GET", path, { token })).text).toBe(before.text);
    expect((await cloud.ask("GET", path, { token: await cloud.token("root", "operator") })).text).toBe(before.text);
  },
);

test.each(["/listeners", "/certificates"])(
  "%s tells nobody of a listener that is not theirs by saying that it cannot be read",
  async (path) => {
    cloud.faults.add({
      service: "alb",
      action: "ListListenerCertificates",
      resource: "lsn-mutual",
      fault: { kind: "refuse", status: 403, code: "NoPermission", message: "lsn-mutual is not for you." },
    });
    const asked = async (...grants: string[]) =>
      (await cloud.askInTime("GET", path, { token: await cloud.token("mallory", ...grants) })).text;
    expect(await asked("viewer")).toContain("lsn-mutual");
    expect(await asked("viewer:lsn-stopped")).not.toContain("lsn-mutual");
    expect(await asked("viewer:lsn-demo4u54y73wq7b")).not.toContain("lsn-mutual");
  },
);

test("a round of renewal, which tells of every listener, is shown to nobody whose grants leave one out", async () => {
  await cloud.start("renewCertificates", {}, "round-by-hand");
  await cloud.finish("renewCertificates", "round-by-hand");
  const roundFor = async (...grants: string[]) =>
    cloud.askInTime("GET", "/rounds/round-by-hand", { token: await cloud.token("vera", ...grants) });
  for (const grants of [
    [],
    ["viewer:lsn-demo4u54y73wq7b"],
    ["viewer:lsn-*", "viewer:alb-*"],
    ["operator:alb-*"],
    ["viewer:*:rotateCertificate"],
  ]) {
    const { status, text } = await roundFor(...grants);
    expect({ grants, status, isShown: text.includes("report") }).toEqual({ grants, status: 404, isShown: false });
  }
  for (const grant of ["viewer", "operator", "approver"]) {
    const { status, body, text } = await roundFor(grant);
    expect([grant, status, text]).toEqual([grant, 200, expect.stringContaining("round-by-hand")]);
    expect({ grant, status, name: body.name, of: body.status }).toEqual({
      grant,
      status: 200,
      name: "round-by-hand",
      of: "Succeeded",
    });
    expect(body.report).not.toBeNull();
  }
});

interface Target {
  execution: string;
  link: string;
}

interface Route {
  role: "viewer" | "operator" | "approver";
  path: (target: Target) => string;
  method: "GET" | "POST";
  body?: object;
  isNear?: (answer: { text: string }, target: Target) => boolean;
}

function get(path: Route["path"]): Route {
  return { role: "viewer", path, method: "GET" };
}

async function isNear({ path, method, body, isNear: near }: Route, target: Target, token: string) {
  const answer = await cloud.askInTime(method, path(target), { token, ...(body === undefined ? {} : { body }) });
  if (near !== undefined) return near(answer, target);
  if (answer.status < 400) return true;
  expect([403, 404]).toContain(answer.status);
  expect(answer.text).not.toContain("steps");
  return false;
}

/** Grants of a role that leave out something of what is touched, or are for something that only looks like it. */
function unfitting(role: string, operation: string, touches: string[]): string[][] {
  const grantFor = (entry: string) => `${role}:${entry.split("/").at(-1)}`;
  // A grant for an instance is one for its listeners.
  const isAlone = (entry: string) => !touches.some((other) => other !== entry && entry.split("/").includes(other));
  const allBut = touches.filter(isAlone).map((left) => touches.filter((entry) => entry !== left).map(grantFor));
  const otherRole = role === "approver" ? "operator" : "approver";
  return [
    ...allBut.map((grants) => [...grants, `${role}:lsn-mine`, `${role}:alb-mine`]),
    touches.map((entry) => `${grantFor(entry)}:another`),
    touches.map((entry) => `${grantFor(entry)}x`),
    ...(role === "viewer" ? [] : [[otherRole], ["viewer"]]),
    [`${role}:lsn-*`, `${role}:${operation}`].slice(touches.every((entry) => /(^|\/)lsn-/.test(entry)) ? 1 : 0),
  ];
}

const fitting = (role: string, touches: string[]) => touches.map((entry) => `${role}:${entry.split("/")[0]}`);

describe.each(sampled(24, Object.values(operations), 16))("$name", ({ name, example }) => {
  const asking = { ...shortExample({ name, example }), requireApproval: true };
  const touches = TOUCHES[name] ?? [];
  // The API keeps what callers have cost beyond a reset, which takes time back by as much as an operation takes.
  const tokenOf = (person: string, ...grants: string[]) => cloud.token(`${person}-${name}`, ...grants);
  const run = (token: string, query = "", key = "walk") =>
    cloud.askInTime("POST", `/operations/${name}${query}`, {
      token,
      body: asking,
      headers: { "idempotency-key": key },
    });

  test("is planned and started only by those whose grants are for all that it touches", async () => {
    const all = await tokenOf("root", "operator");
    expect((await run(all, "?plan")).body.touches).toEqual(touches);
    for (const grants of unfitting("operator", name, touches)) {
      const token = await tokenOf("mallory", ...grants);
      for (const query of ["?plan", ""]) {
        const answer = await run(token, query, "mallory");
        expect({ grants, query, text: answer.text }).toEqual({ grants, query, text: FORBIDDEN });
      }
    }
    expect((await cloud.ask("GET", "/executions", { token: all })).body.executions).toEqual([]);
    const token = await tokenOf("olga", ...fitting("operator", touches));
    expect((await run(token, "?plan")).body.state).toBe("awaitingApproval");
    expect((await run(token)).status).toBe(202);
  });

  test("lets nobody else see, follow, stop, take back, agree to or be linked to what touches more than their grants", async () => {
    const before = entitiesOf(cloud);
    const olga = await tokenOf("olga", ...fitting("operator", touches));
    const { execution } = (await run(olga)).body;
    const ada = await tokenOf("ada", ...fitting("approver", touches));
    const target = { execution, link: "" };
    while (target.link === "") {
      await cloud.clock.advance(1_000);
      const { approvals } = (await cloud.ask("GET", "/approvals", { token: ada })).body;
      target.link = approvals.find((one: { execution: string }) => one.execution === execution)?.link ?? "";
    }
    const refuseAll = async () => {
      for (const [route, how] of Object.entries(ROUTES)) {
        for (const grants of unfitting(how.role, name, touches)) {
          const near = await isNear(how, target, await tokenOf("mallory", ...grants));
          expect({ route, grants, near }).toEqual({ route, grants, near: false });
        }
      }
    };
    await refuseAll();
    for (const route of [
      "describeExecution",
      "followExecution",
      "listExecutions",
      "listApprovals",
      "describeApproval",
    ]) {
      const near = await isNear(ROUTES[route] as Route, target, await tokenOf("vera", ...fitting("viewer", touches)));
      expect({ route, near }).toEqual({ route, near: true });
    }
    expect((await cloud.ask("POST", target.link, { token: ada, body: { decision: "agree" } })).status).toBe(202);
    const { verdict } = await cloud.finish(name, execution);
    expect(verdict?.state, verdict && JSON.stringify(storyOf(verdict))).toBe("verified");
    // The local cloud's own word for what has changed.
    for (const entity of changedIn(before, entitiesOf(cloud))) {
      const isReported = touches.some((entry) => entry.split("/").some((part) => entity.names.includes(part)));
      expect({ ...entity, isReported }).toEqual({ ...entity, isReported: true });
    }
    await refuseAll();
    const undo = { token: await tokenOf("root", "operator") };
    const planned = await cloud.askInTime("POST", `/executions/${execution}/undo?plan`, undo);
    const back = await tokenOf("olga", ...fitting("operator", [...touches, ...planned.body.touches]));
    const taken = await cloud.askInTime("POST", `/executions/${execution}/undo?plan`, { token: back });
    expect({ status: taken.status, state: taken.body.state }).toEqual({ status: 200, state: planned.body.state });
  });
});
