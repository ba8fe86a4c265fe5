import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Reason } from "../shared/platform/reasons/reason.ts";
import { type ApiCloud, startApiCloud } from "../test/functions/api/apiCloud.ts";
import { FORBIDDEN } from "../test/functions/api/forbidden.ts";
import { coded } from "../test/support/coded.ts";
import { functions, operations } from "./registry.ts";

let cloud: ApiCloud;
let viewer: string;
let operator: string;
beforeAll(async () => {
  cloud = await startApiCloud();
  viewer = await cloud.token("vera", "viewer");
  operator = await cloud.token("olga", "operator");
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const stopped = { listenerId: "lsn-stopped" };
/** What olga's key `k-1` names. */
const K1 = "api-startListener-55d413ed192c-k-1";

describe("whoever looks", () => {
  test("is given the listeners, one listener, certificates and operations", async () => {
    const listeners = await cloud.ask("GET", "/listeners", { token: viewer });
    expect(listeners.status).toBe(200);
    expect(listeners.body.listeners.map((row: { listenerId: string }) => row.listenerId)).toContain("lsn-stopped");
    const listener = await cloud.ask("GET", `/listeners/${cloud.seed.listenerId}`, { token: viewer });
    expect(listener.body).toMatchObject({
      listener: { ListenerId: cloud.seed.listenerId, ListenerProtocol: "HTTPS" },
    });
    const { body } = await cloud.ask("GET", "/certificates", { token: viewer });
    expect(body.certificates[0]).toMatchObject({
      id: cloud.seed.expiring.id,
      listeners: [{ listenerId: cloud.seed.listenerId, isDefault: true }],
    });
    const known = await cloud.ask("GET", "/operations", { token: viewer });
    expect(known.body.operations.map(({ name }: { name: string }) => name)).toEqual(Object.keys(operations));
    expect(known.body.operations[0].input.properties.listenerId.type).toBe("string");
  });

  test("is given the head of an answer alone when they ask for that, as monitors and previews of links do", async () => {
    const head = await cloud.ask("HEAD", "/operations", { token: viewer });
    expect([head.status, head.headers.get("content-type"), head.text]).toEqual([
      200,
      "application/json; charset=utf-8",
      "",
    ]);
    expect((await cloud.ask("HEAD", "/operations")).status).toBe(401);
  });

  test("sees only what their grants are for", async () => {
    const token = await cloud.token("tess", "viewer:lsn-stopped");
    const listeners = await cloud.ask("GET", "/listeners", { token });
    expect(listeners.body.listeners.map((row: { listenerId: string }) => row.listenerId)).toEqual(["lsn-stopped"]);
    expect((await cloud.ask("GET", "/certificates", { token })).body.certificates).toEqual([]);
    await cloud.run("startListener", stopped, "mine");
    await cloud.run("modifyListener", { listenerId: cloud.seed.listenerId, idleTimeout: 20 }, "theirs");
    const { body } = await cloud.ask("GET", "/executions", { token });
    expect(body.executions.map(({ name }: { name: string }) => name)).toEqual(["mine"]);
    expect((await cloud.ask("GET", "/executions/theirs", { token })).status).toBe(404);
    expect((await cloud.ask("GET", `/listeners/${cloud.seed.listenerId}`, { token })).text).toBe(FORBIDDEN);
  });
});

test("a listener that is being changed says by which execution, to those who may see it, and no longer when that has ended", async () => {
  await cloud.start("modifyListener", { listenerId: "lsn-plain", idleTimeout: 33 }, "changing-it");
  const isLocked = () =>
    [...(cloud.cloudFlow.state.flows.get("albflow-lock")?.executions.values() ?? [])].some(
      ({ execution }) => execution.status === "Running",
    );
  await cloud.clock.advanceUntil(isLocked, 60_000);
  const changing = async () =>
    (await cloud.ask("GET", "/listeners/lsn-plain?probe=false", { token: viewer })).body.changing;
  expect(await changing()).toEqual({ operation: "modifyListener", execution: "changing-it" });
  await cloud.finish("modifyListener", "changing-it");
  await cloud.clock.advance(10_000);
  expect(await changing()).toBeNull();
});

const STARTS = coded("step-start-listener", { listenerId: "lsn-stopped" });
const withoutWords = (reasons: Reason[]) => reasons.map(({ code, params }) => ({ code, params }));

describe("an operation", () => {
  test("is told which rule refuses it, and which agree", async () => {
    const { listenerId, expiring } = cloud.seed;
    const body = { listenerId, certificateId: "1-cn-hangzhou", successorId: expiring.id };
    const { body: refused } = await cloud.ask("POST", "/operations/rotateCertificate?plan", { token: operator, body });
    expect(refused.state).toBe("refused");
    const against = refused.checks.flatMap(({ reasons }: { reasons: Reason[] }) => reasons);
    expect(against.length).toBeGreaterThan(0);
    expect(refused.reason).toMatchObject({ code: "operation-refused", params: { reasons: withoutWords(against) } });
  });

  test("is planned, and nothing is done", async () => {
    const planned = await cloud.ask("POST", "/operations/startListener?plan", { token: operator, body: stopped });
    expect(planned.status).toBe(200);
    expect(planned.body).toMatchObject({
      state: "planned",
      plan: {
        steps: [STARTS],
        changes: [{ field: "ListenerStatus", before: "Stopped", after: "Running" }],
      },
    });
    expect(planned.text).not.toContain("snapshot");
    const required = planned.body.checks.map(({ requires }: { requires: { code: string } }) => requires.code);
    expect(required).toEqual(expect.arrayContaining(["check-dry-run", "check-unexpired"]));
    expect(planned.body.checks).toHaveLength(7);
    expect((await cloud.ask("GET", "/executions", { token: operator })).body.executions).toEqual([]);
  });

  test.each(["a b", "k".repeat(128)])(
    "is refused with the Idempotency-Key %j, even where it is only planned",
    async (key) => {
      const request = { token: operator, body: stopped, headers: { "idempotency-key": key } };
      for (const path of ["/operations/startListener", "/operations/startListener?plan=true"]) {
        expect(await cloud.ask("POST", path, request)).toMatchObject({
          status: 400,
          body: { reason: { code: "idempotency-key-invalid" } },
        });
      }
    },
  );

  test("is executed under its Idempotency-Key, once, by whoever called, whatever the body says", async () => {
    const request = {
      token: operator,
      body: { ...stopped, requestedBy: "mallory" },
      headers: { "idempotency-key": "k-1" },
    };
    const [first, again] = [
      await cloud.ask("POST", "/operations/startListener", request),
      await cloud.ask("POST", "/operations/startListener", request),
    ];
    expect(first).toMatchObject({ status: 202, body: { execution: K1, operation: "startListener" } });
    expect(again.body).toEqual(first.body);
    expect(first.headers.get("location")).toBe(
      `${cloud.endpoints.console}/v1/executions/${K1}?operation=startListener`,
    );
    const outcome = await cloud.finish("startListener", K1);
    expect(outcome.verdict).toMatchObject({ state: "verified", input: { requestedBy: "olga" } });
    const described = await cloud.ask("GET", first.headers.get("location") ?? "", { token: viewer });
    expect(described.body).toMatchObject({
      name: K1,
      status: "Succeeded",
      requestedBy: "olga",
      verdict: { state: "verified", plan: { steps: [STARTS] } },
    });
    expect(described.body.history.map(({ state }: { state: string }) => state)).toEqual([
      "Preflight",
      "IsPlanned",
      "Call",
      "Ready",
      "IsReady",
      "Verify",
      "IsVerified",
      "Report",
    ]);
    const late = await cloud.ask("POST", "/operations/startListener", request);
    expect(late).toMatchObject({ status: 202, body: { execution: K1, status: "Succeeded" } });
  });

  test("under a key that was used for another request is refused, and somebody else's key is another one", async () => {
    const headers = { "idempotency-key": "0-twice" };
    const first = await cloud.ask("POST", "/operations/startListener", { token: operator, body: stopped, headers });
    expect(first.body.execution).toBe("api-startListener-55d413ed192c-0-twice");
    const other = await cloud.ask("POST", "/operations/startListener", {
      token: operator,
      body: { ...stopped, deadlineSeconds: 77 },
      headers,
    });
    const another = await cloud.token("otto", "operator");
    const stolen = await cloud.ask("POST", "/operations/startListener", { token: another, body: stopped, headers });
    expect({ status: other.status, kind: other.body.kind }).toEqual({ status: 409, kind: "Conflict" });
    expect(stolen.body.execution).toBe("api-startListener-514ef0c191f5-0-twice");
  });

  test.each([
    ["without a listener", {}, 400, "/listenerId", "is missing"],
    ["with a field that nobody knows", { ...stopped, surprise: 1 }, 400, "/surprise", "is not known"],
    ["that would take something back past the listener's rights", { undo: "x" }, 400, "/undo", "is not known"],
    ["beyond half an hour", { ...stopped, deadlineSeconds: 1_801 }, 400, "/deadlineSeconds", "must be at most 1800"],
    ["of another type", { listenerId: ["lsn-stopped"] }, 400, "/listenerId", "must be a text"],
  ])("%s is refused, field by field", async (_, body, status, pointer, detail) => {
    const answer = await cloud.ask("POST", "/operations/startListener", { token: operator, body });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(answer.body).toMatchObject({
      type: "urn:albflow:problem:InvalidInput",
      title: "Bad Request",
      kind: "InvalidInput",
    });
    expect(answer.body.errors).toContainEqual({ pointer, detail, reason: expect.any(Object) });
    expect(answer.body.remedy).toMatch(/openapi/);
  });

  test("without a listener is refused in Chinese, field by field, for who asks in Chinese", async () => {
    const headers = { "accept-language": "zh" };
    const answer = await cloud.ask("POST", "/operations/startListener", { token: operator, body: {}, headers });
    expect(answer.body.errors).toEqual([
      { pointer: "/listenerId", detail: "缺失", reason: { code: "value-missing", params: {}, message: "缺失" } },
    ]);
    expect(answer.body.detail).toContain("/listenerId 缺失");
  });

  test("that the cloud's throttle keeps from starting is a problem with the cloud's code and request id", async () => {
    cloud.faults.add({ service: "fnf", action: "StartExecution", fault: { kind: "throttle" } });
    const answer = await cloud.askInTime("POST", "/operations/startListener", { token: operator, body: stopped });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(answer.body).toMatchObject({
      kind: "Throttled",
      code: expect.stringMatching(/Throttl/),
      requestId: expect.any(String),
    });
  });
});

describe("an execution", () => {
  test("is followed by events, once each, until everything is told", async () => {
    await cloud.run("startListener", stopped, "followed");
    const first = await cloud.ask("GET", "/executions/followed/events", { token: viewer });
    expect(first.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(first.text.startsWith("retry: 1000\n\nid: 1\nevent: ExecutionStarted\n")).toBe(true);
    const ids = [...first.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(ids.length).toBeGreaterThan(10);
    const middle = String(ids[4]);
    const rest = await cloud.ask("GET", "/executions/followed/events", {
      token: viewer,
      headers: { "last-event-id": middle },
    });
    expect([...rest.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))).toEqual(ids.slice(5));
    expect(rest.text).toContain("event: ExecutionSucceeded");
    const done = { "last-event-id": String(ids.at(-1)) };
    expect((await cloud.ask("GET", "/executions/followed/events", { token: viewer, headers: done })).status).toBe(204);
  });

  test("that does nothing new is waited for, and then the client is sent away to come again", async () => {
    await cloud.start("stopListener", { listenerId: "lsn-plain" }, "quiet");
    await cloud.clock.advanceUntil(() => cloud.calls.recent({ action: "PostLogStoreLogs" }).length > 0, 60_000);
    const before = cloud.clock.now();
    const headers = { "last-event-id": "999" };
    let answer: Awaited<ReturnType<ApiCloud["ask"]>> | undefined;
    void cloud.ask("GET", "/executions/quiet/events", { token: viewer, headers }).then((given) => {
      answer = given;
    });
    while (answer === undefined) await cloud.clock.advanceUntil(() => answer !== undefined, 2_000);
    expect(answer.text).toBe("retry: 1000\n\n: nothing new\n\n");
    expect(cloud.clock.now() - before).toBeGreaterThanOrEqual(20_000);
  });

  test("is told again as soon as something happens after the event that was seen", async () => {
    await cloud.start("modifyListener", { listenerId: cloud.seed.listenerId, idleTimeout: 33 }, "awaited");
    const seen: number[] = [];
    const states: string[] = [];
    for (let after = 0; !states.includes("Report"); ) {
      let answer: Awaited<ReturnType<ApiCloud["ask"]>> | undefined;
      const path = `/executions/awaited?operation=modifyListener&after=${after}`;
      void cloud.ask("GET", path, { token: viewer }).then((given) => {
        answer = given;
      });
      while (answer === undefined) await cloud.clock.advanceUntil(() => answer !== undefined, 2_000);
      after = answer.body.lastEvent;
      seen.push(after);
      states.push(...answer.body.history.map(({ state }: { state: string }) => state));
    }
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual([...new Set(seen)].sort((one, other) => one - other));
  });

  test("tells its input, its output, and what was written with which request", async () => {
    await cloud.run("modifyListener", { listenerId: cloud.seed.listenerId, idleTimeout: 34 }, "told");
    const { body } = await cloud.ask("GET", "/executions/told?operation=modifyListener", { token: viewer });
    expect(body.input).toEqual({ listenerId: cloud.seed.listenerId, idleTimeout: 34 });
    expect(body.verdict.writes).toHaveLength(1);
    expect(body.verdict.writes[0]).toMatchObject({
      action: "alb:UpdateListenerAttribute",
      outcome: "done",
      back: false,
    });
    expect(body.verdict.writes[0].requestId).not.toBe("");
    expect(body.output).toEqual({ reported: true });
    expect(JSON.stringify(body)).not.toMatch(/taskToken|"locks"|"votes"|snapshot/);
  });

  /** A change that stands in the midst of its work. */
  async function halfway(): Promise<() => boolean> {
    const input = { listenerId: cloud.seed.listenerId, idleTimeout: 20 };
    await cloud.start("modifyListener", input, "halfway");
    const changed = () =>
      cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === input.listenerId)?.IdleTimeout === 20;
    await cloud.clock.advanceUntil(changed, 60_000);
    return changed;
  }
  const undoing = (why: string) =>
    coded("stopped-undoing", { execution: "halfway", by: "olga", why, rollbackTarget: "back-halfway" });
  const stop = (body: object, token = operator) => cloud.askInTime("POST", "/executions/halfway/stop", { token, body });

  test("is stopped by an operator, and what it had changed is taken back", async () => {
    const changed = await halfway();
    expect((await stop({ reason: "a mistake" }, viewer)).status).toBe(403);
    const answer = await stop({ reason: " a mistake " });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toMatch(/\/executions\/back-halfway\?operation=modifyListener$/);
    const stopped = { by: "olga", why: "a mistake", mode: "takeBack", rollbackTarget: "back-halfway" };
    expect(answer.body).toMatchObject({ execution: "halfway", status: "Stopped", stopped });
    const back = await cloud.ask("GET", "/executions/back-halfway", { token: viewer });
    expect(back.body).toMatchObject({ undoes: "halfway", requestedBy: "olga" });
    const outcome = await cloud.finish("modifyListener", "back-halfway");
    expect(outcome.verdict?.state).toBe("rolledBack");
    expect(changed()).toBe(false);
    const { body } = await cloud.ask("GET", "/executions/halfway", { token: viewer });
    const reason = undoing("a mistake");
    expect(body.reason.message).toEqual(expect.any(String));
    expect(body).toMatchObject({
      status: "Stopped",
      state: "stopped",
      reason,
      stopped,
      verdict: { state: "stopped" },
    });
    const ended = await cloud.ask("GET", "/executions/back-halfway", { token: viewer });
    expect(ended.body).toMatchObject({ stoppedExecution: { execution: "halfway", by: "olga", why: "a mistake" } });
    const list = await cloud.ask("GET", "/executions?operation=modifyListener", { token: viewer });
    const byName = list.body.executions.sort((one: { name: string }, other: { name: string }) =>
      one.name.localeCompare(other.name),
    );
    expect(byName).toMatchObject([
      { name: "back-halfway", state: "rolledBack", stoppedExecution: { by: "olga", why: "a mistake" } },
      { name: "halfway", state: "stopped", reason, stopped },
    ]);
  });

  test("is left as it is on request, and told as unwatched", async () => {
    const changed = await halfway();
    expect((await stop({ reason: "I see to it", leave: true })).status).toBe(202);
    await cloud.finish("modifyListener", "back-halfway");
    expect(changed()).toBe(true);
    const { body } = await cloud.ask("GET", "/executions/halfway", { token: viewer });
    expect(body.reason).toMatchObject({
      code: "stopped-left",
      params: {
        execution: "halfway",
        by: "olga",
        why: "I see to it",
        listenerId: cloud.seed.listenerId,
        writes: [
          {
            action: "alb:UpdateListenerAttribute",
            resource: cloud.seed.listenerId,
            changes: [{ field: "IdleTimeout", before: "15", after: "20" }],
            outcome: "done",
            back: false,
          },
        ],
        moreWrites: 0,
        steps: [coded("step-update-listener", { fields: ["IdleTimeout"], listenerId: cloud.seed.listenerId })],
        moreSteps: 0,
      },
    });
    expect(body.reason.next).toEqual(expect.any(String));
    const { body: end } = await cloud.ask("GET", "/executions/back-halfway", { token: viewer });
    expect(end).toMatchObject({ status: "Succeeded", state: "left", reason: body.reason });
    const undo = await cloud.askInTime("POST", "/executions/halfway/undo", {
      token: operator,
      headers: { "idempotency-key": "back" },
    });
    expect(undo.body.execution).toBe("api-modifyListener-55d413ed192c-back");
    const outcome = await cloud.finish("modifyListener", "api-modifyListener-55d413ed192c-back");
    expect(outcome.verdict).toMatchObject({ state: "verified", input: { requestedBy: "olga" } });
    expect(changed()).toBe(false);
  });

  test.each([
    ["without a reason", {}, "/reason", "is missing"],
    ["with a blank one", { reason: " " }, "/reason", "must match \\S"],
    ["with one of 501 characters", { reason: "x".repeat(501) }, "/reason", expect.stringContaining(" 500 ")],
    ["with another word for leave", { reason: "x", leave: "yes" }, "/leave", "must be true or false"],
    ["with a field that nobody knows", { reason: "x", mode: "leave" }, "/mode", "is not known"],
  ])("is not stopped %s", async (_, body, pointer, detail) => {
    await halfway();
    const answer = await stop(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ pointer, detail, reason: expect.any(Object) }]);
    expect((await cloud.ask("GET", "/executions/halfway", { token: viewer })).body.status).toBe("Running");
  });

  test("that has ended cannot be stopped, and says what can be done", async () => {
    await cloud.run("modifyListener", { listenerId: cloud.seed.listenerId, idleTimeout: 20 }, "halfway");
    const answer = await stop({ reason: "too late" });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      reason: {
        code: "stop-too-late",
        params: { execution: "halfway", last: { code: "verified" } },
        next: expect.any(String),
      },
    });
  });

  test("that was stopped is not stopped in another way; in the same way it is the same", async () => {
    await halfway();
    expect((await stop({ reason: "a mistake" })).status).toBe(202);
    const again = await stop({ reason: "another mistake" });
    expect([again.status, again.body.stopped.why]).toEqual([202, "a mistake"]);
    const other = await stop({ reason: "no", leave: true });
    expect([other.status, other.body.reason]).toEqual([409, expect.objectContaining(undoing("a mistake"))]);
  });

  test("is stopped by nobody whose grants are not for all that it touches", async () => {
    await halfway();
    const outsider = await cloud.token("tess", "operator:lsn-stopped");
    expect((await stop({ reason: "mine" }, outsider)).status).toBe(404);
    const rotator = await cloud.token("rob", "viewer", `operator:${cloud.seed.listenerId}:rotateCertificate`);
    expect((await stop({ reason: "mine" }, rotator)).status).toBe(403);
    expect((await cloud.ask("GET", "/executions/halfway", { token: viewer })).body.status).toBe("Running");
  });

  test("that nobody knows is not found, and neither is a name that can be none", async () => {
    for (const path of ["/executions/nobody", "/executions/..%2f..%2flock", "/executions/a%20b/events"]) {
      expect((await cloud.ask("GET", path, { token: viewer })).status).toBe(404);
    }
  });
});

describe("a caller who may not", () => {
  test.each([
    ["has no token", undefined],
    ["has something else for a token", "x.y.z"],
    ["has a token of another issuer", "other"],
    ["has a token that has expired", "late"],
  ])("who %s is told 401 and how to come in, and nothing else", async (_, kind) => {
    const other = await startOther();
    const tokens: Record<string, string> = { other, late: await cloud.lateToken("vera", "viewer") };
    const token = kind === undefined ? undefined : (tokens[kind] ?? kind);
    const answer = await cloud.ask("GET", "/listeners", token === undefined ? {} : { token });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="albflow"');
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    const message = "The request has no credentials, or none that are believed";
    const next = "Send `Authorization: Bearer <token>`, with a token of the deployment's issuer that has not expired";
    expect(answer.body).toEqual({
      type: "about:blank",
      title: "Unauthorized",
      status: 401,
      detail: message,
      reason: { ...coded("credentials-needed"), message, next },
      remedy: `${next}.`,
    });
  });

  test.each([
    ["a viewer who wants to change something", "viewer", "lsn-stopped"],
    ["an approver who wants to change something", "approver", "lsn-stopped"],
    ["an operator of other listeners", "operator:lsn-other-*", "lsn-stopped"],
    ["an operator of other operations", "operator:*:stopListener", "lsn-stopped"],
  ])("is told 403 and whom to ask, and nothing else: %s", async (_, grant, listenerId) => {
    const token = await cloud.token("nora", grant);
    for (const query of ["", "?plan"]) {
      const answer = await cloud.ask("POST", `/operations/startListener${query}`, { token, body: { listenerId } });
      expect(answer.text).toBe(FORBIDDEN);
    }
  });

  test("is not let in by a signature that nobody has checked", async () => {
    const authorization = "ACS3-HMAC-SHA256 Credential=local,SignedHeaders=host,Signature=00";
    expect((await cloud.ask("GET", "/listeners", { headers: { authorization } })).status).toBe(401);
  });
});

async function startOther(): Promise<string> {
  const { makeLocalIssuer } = await import("../cli/local/localIssuer.ts");
  return makeLocalIssuer().token({ name: "eve", grants: ["operator"], now: cloud.clock.now() });
}

describe("a request", () => {
  const post = (options: { body?: unknown; headers?: Record<string, string> }) =>
    cloud.ask("POST", "/operations/startListener", { token: operator, ...options });

  test("is answered by health and the contract without a token", async () => {
    expect((await cloud.ask("GET", "/health")).body).toEqual({ status: "ok" });
    expect((await cloud.ask("GET", "/openapi.json")).body).toMatchObject({ openapi: "3.1.0" });
  });

  test("with another content type, no JSON, or too much of it is refused", async () => {
    const xml = { "content-type": "application/xml" };
    expect((await post({ body: "<a/>", headers: xml })).status).toBe(415);
    expect((await post({ body: "{}", headers: { "content-type": "application/json; charset=utf-16" } })).status).toBe(
      415,
    );
    expect((await post({ body: "{" })).status).toBe(400);
    expect((await post({ body: "[]" })).status).toBe(400);
    expect((await post({})).status).toBe(400);
    expect((await post({ body: { ...stopped, requestedBy: "x".repeat(33_000) } })).status).toBe(413);
  });

  test("with an unknown query, method or path is refused", async () => {
    expect((await cloud.ask("GET", "/listeners?planet=mars", { token: viewer })).status).toBe(400);
    expect((await cloud.ask("GET", "/executions?limit=many", { token: viewer })).status).toBe(400);
    expect((await cloud.ask("GET", "/lists", { token: viewer })).status).toBe(404);
    expect((await cloud.ask("GET", "/v2/health")).status).toBe(404);
  });

  test.each(["POST", "PUT", "PATCH", "DELETE"])("by %s where that is not taken is told what is", async (method) => {
    for (const path of ["/listeners", "/v1/listeners"]) {
      const refused = await cloud.ask(method, path, { token: viewer });
      expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
      expect(refused.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
      expect(refused.body).toMatchObject({ status: 405, remedy: expect.stringContaining("/openapi.json") });
    }
  });

  test("by OPTIONS is told which methods an address takes, or that there is no such address", async () => {
    const asked = async (path: string) => {
      const { status, headers, text } = await cloud.ask("OPTIONS", path);
      return [status, headers.get("allow"), text];
    };
    expect(await asked("/v1/operations/startListener")).toEqual([204, "POST, OPTIONS", ""]);
    expect(await asked("/approvals/x")).toEqual([204, "GET, POST, HEAD, OPTIONS", ""]);
    expect((await asked("/nowhere"))[0]).toBe(404);
  });

  test("under the version that addresses begin with is the same as without", async () => {
    const paths = ["/v1/operations", "/operations"];
    const both = await Promise.all(paths.map((path) => cloud.ask("GET", path, { token: viewer })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0]?.text).toBe(both[1]?.text);
    expect((await cloud.ask("GET", "/v1/openapi.json")).body.servers).toEqual([{ url: "/v1" }]);
    const planned = await cloud.ask("POST", "/v1/operations/startListener?plan", { token: operator, body: stopped });
    expect(planned.body.state).toBe("planned");
    const head = await cloud.ask("HEAD", "/v1/health");
    expect([head.status, head.text]).toEqual([200, ""]);
  });

  test("that names what it has is told that there is nothing new, until there is, whenever that was read", async () => {
    const first = await cloud.askInTime("GET", "/executions", { token: viewer });
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
    await cloud.clock.advance(60_000);
    const again = (tag: string, method = "GET") =>
      cloud.askInTime(method, "/executions", { token: viewer, headers: { "if-none-match": tag } });
    for (const tag of [etag, etag.slice(2), `"other", ${etag}`, "*"]) {
      const same = await again(tag);
      expect([tag, same.status, same.text, same.headers.get("etag")]).toEqual([tag, 304, "", etag]);
    }
    expect((await again(etag, "HEAD")).status).toBe(304);
    const other = await again('"other"');
    expect([other.status, other.body.readAt === first.body.readAt]).toEqual([200, false]);
    await cloud.run("startListener", stopped, "new");
    await cloud.clock.advance(60_000);
    const changed = await again(etag);
    expect([changed.status, changed.body.executions.length]).toEqual([200, 1]);
    expect(changed.headers.get("etag")).not.toBe(etag);
  });

  test.each([
    ["/v1/listeners?certificates=false", "listeners", "listenerId"],
    ["/v1/certificates?", "certificates", "id"],
    ["/v1/operations?", "operations", "name"],
    ["/v1/channels?", "channels", "name"],
  ])("for %s is given page by page, each row once and in the order of the whole", async (path, kind, id) => {
    const idsIn = (body: Record<string, Record<string, string>[]>) => (body[kind] ?? []).map((row) => row[id]);
    const whole = await cloud.askInTime("GET", path, { token: viewer });
    expect([whole.status, whole.body.nextCursor]).toEqual([200, null]);
    const listed: unknown[] = [];
    let pages = 0;
    for (let cursor: string | null = ""; cursor !== null; pages += 1) {
      const from = cursor === "" ? "" : `&cursor=${cursor}`;
      const page = await cloud.askInTime("GET", `${path}&limit=2${from}`, { token: viewer });
      expect(idsIn(page.body).length).toBeLessThanOrEqual(2);
      listed.push(...idsIn(page.body));
      cursor = page.body.nextCursor;
    }
    expect(listed).toEqual(idsIn(whole.body));
    expect(pages).toBe(Math.ceil(listed.length / 2));
    expect(pages).toBeGreaterThan(1);
    const wrong = await cloud.askInTime("GET", `${path}&cursor=YWJj`, { token: viewer });
    expect(wrong.body.reason.code).toBe("cursor-invalid");
  });

  test("is never kept by anybody, and has an id", async () => {
    const { headers } = await cloud.ask("GET", "/listeners", { token: viewer });
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-request-id")).toMatch(/^1-/);
  });
});

test("the API's role is used for all that it allows, and is never denied", async () => {
  await cloud.ask("POST", "/operations/startListener", {
    token: operator,
    body: stopped,
    headers: { "idempotency-key": "a" },
  });
  await cloud.ask("GET", "/executions", { token: operator });
  await cloud.ask("GET", "/executions/api-startListener-55d413ed192c-a", { token: operator });
  await cloud.ask("POST", "/executions/api-startListener-55d413ed192c-a/stop", {
    token: operator,
    body: { reason: "enough" },
  });
  await cloud.ask("GET", "/listeners", { token: operator });
  const allowed = functions.find(({ name }) => name === "api")?.permissions ?? [];
  const [, used = []] = [...cloud.ram.usedActions()].find(([role]) => role === "albflow-api") ?? [];
  // Beside what it does itself, its log is written with its role.
  const expected = [...allowed.filter((action) => action !== "fnf:ReportTaskSucceeded"), "log:PostLogStoreLogs"];
  expect([...used].sort()).toEqual(expected.sort());
  expect([...cloud.ram.deniedActions()]).toEqual([]);
});
