import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeLocalIssuer } from "../../../cli/local/localIssuer.ts";
import { answerRequest } from "../../../shared/features/api/answerRequest.ts";
import type { Deployed } from "../../../shared/features/api/apiCall.ts";
import { createCostMeter } from "../../../shared/features/api/authentication/costMeter.ts";
import { createRateLimiter } from "../../../shared/features/api/authentication/rateLimiter.ts";
import { accessSettingsFrom, callerReader } from "../../../shared/features/api/authentication/readCaller.ts";
import { contractRoutes, listedOperations } from "../../../shared/features/api/contract.ts";
import { createApi } from "../../../shared/features/api/createApi.ts";
import { approvalToken } from "../../../shared/features/approvals/approvalLink.ts";
import { signVote } from "../../../shared/features/approvals/votes.ts";
import type { ExecutionRow, HistoryEvent } from "../../../shared/platform/clients/cloudFlow.ts";
import { CLOCK_GLOBAL, systemClock } from "../../../shared/platform/clock.ts";
import { AlbflowError, type ErrorKind } from "../../../shared/platform/errors.ts";
import { httpEventIn } from "../../../shared/platform/httpTrigger.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { secretFor } from "../../../shared/platform/secretFor.ts";
import { sampledRuns } from "../../support/sampled.ts";

const NOW = Date.UTC(2026, 10, 22);
const issuer = makeLocalIssuer();
const SECRET = "THE-SECRET-THAT-NOBODY-IS-TOLD-0123456789";
const secrets = { ALBFLOW_SECRET: SECRET };

/** Time passes when somebody waits, and costs nothing. */
const hasty = () => {
  let now = NOW;
  return {
    ...systemClock,
    now: () => now,
    async sleep(ms: number) {
      now += ms;
    },
  };
};
beforeAll(() => void Object.assign(globalThis, { [CLOCK_GLOBAL]: hasty() }));
afterAll(() => void Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined }));

/** A cloud that answers or fails as it is told, full of what must not come out. */
function cloudThat(fails: ErrorKind | undefined, writes: string[]): Deployed {
  const started = new Map<string, string>();
  const leak = `https://fnf.example.com/?Signature=${SECRET}&SecurityToken=STS.${SECRET} Authorization=${SECRET}`;
  const or = async <Answer>(answer: Answer): Promise<Answer> => {
    if (fails === undefined) return answer;
    throw new AlbflowError(fails, reason("text", { text: `fnf Any: Code: ${leak}` }), {
      code: "Code",
      requestId: "REQ-1",
    });
  };
  return {
    accounts: [],
    account: "1",
    environment: "",
    cloudFlow: {
      async start(flow, execution, input) {
        if (!SHARED_LISTS.has(flow)) writes.push(`start ${execution}`);
        started.set(execution, JSON.stringify(input));
        return or("started" as const);
      },
      describe: (flow, name) => or({ ...rowOf(flow, name), Input: started.get(name) ?? rowOf(flow, name).Input }),
      list: (flow) => or([rowOf(flow, "e-1"), rowOf(flow, "e-2")]),
      stop: (flow, execution) =>
        or(undefined).finally(() => SHARED_LISTS.has(flow) || writes.push(`stop ${execution}`)),
      history: () => or(HISTORY),
      call: (action, { FlowName = "" }) =>
        or({}).finally(() => SHARED_LISTS.has(String(FlowName)) || writes.push(action)),
    },
    functions: {
      invoke: (name, input) => or(isAboutApi(input) ? CONTRACT : (READS[name.replace("albflow-", "")] ?? VERDICT)),
      send: () => or(undefined),
    },
    prefix: "albflow",
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    regions: [],
    secret: (purpose) => secretFor(secrets, purpose),
    url: "https://albflow.example.com",
    approvalsNeeded: 2,
  };
}

/** Where one instance keeps for the others what it has listed: reading does that, and it changes nothing that is operated. */
const SHARED_LISTS = new Set(["albflow-lock", "albflow-keep"]);

const VERDICT = {
  state: "awaitingApproval",
  message: "Somebody has to agree.",
  cause: "",
  operation: "stopListener",
  execution: "e-1",
  input: {
    listenerId: "lsn-plain",
    requestedBy: "olga",
  },
  plan: {
    keys: {},
    snapshot: { secret: SECRET },
    stages: [],
    changes: [],
    steps: ["stop lsn-plain"],
    hash: "f00d",
  },
  step: 0,
  jobId: "",
  locks: [SECRET],
  round: 1,
  votesUntil: NOW * 2,
  approvedBy: [],
  writes: [],
  votes: [signVote(secretFor(secrets, "votes"), voteOf("ada"))],
  startedAt: NOW,
  deadline: NOW,
  watchUntil: 0,
  seen: [],
  apiCalls: 3,
};

function voteOf(approver: string) {
  return { execution: "e-1", round: 1, planHash: "f00d", approver, decision: "agree", reason: "", at: NOW } as const;
}

const READS: Record<string, object> = {
  listListeners: { listeners: [{ listenerId: "lsn-plain", certificates: [] }], unavailable: [] },
  listCertificates: {
    certificates: [{ id: "1-cn-hangzhou", listeners: [{ listenerId: "lsn-plain" }] }],
    unavailable: [],
  },
  describeListener: { listener: { ListenerId: "lsn-plain" } },
  listResources: {
    resources: [{ id: "sgp-1", name: "blue", isUsed: false, unfit: [] }],
    loadBalancerId: "alb-1",
    apiCalls: 1,
  },
  metrics: { text: "# HELP albflow_error_budget …\n", apiCalls: 1 },
};

/** What the API's description is read from: `metrics`, too, which keeps it. */
const CONTRACT = { text: '{"openapi":"3.1.0"}', apiCalls: 0 };
const isAboutApi = (input: object) => "about" in input && input.about === "api";

const HISTORY: HistoryEvent[] = [
  ["ExecutionStarted", "", {}],
  ["StepEntered", "Approve", { input: { verdict: VERDICT } }],
  ["TaskScheduled", "Approve", { parameters: { body: { verdict: VERDICT, taskToken: SECRET } } }],
  ["TaskSubmitted", "Approve", { taskToken: SECRET }],
].map(([Type, StepName, detail], index) => ({
  EventId: index + 1,
  Type: Type as string,
  StepName: StepName as string,
  Time: new Date(NOW).toISOString(),
  EventDetail: JSON.stringify(detail),
}));

function rowOf(FlowName: string, Name: string): ExecutionRow {
  return {
    FlowName,
    Name,
    Status: "Running",
    Output: "",
    StartedTime: new Date(NOW).toISOString(),
    StoppedTime: "",
    Input: JSON.stringify({
      listenerId: "lsn-plain",
      requestedBy: "olga",
    }),
  };
}

const callers = createRateLimiter({ perMinute: 1e9, burst: 1e9 });
const api = createApi({
  readCaller: callerReader(accessSettingsFrom(issuer.environment)),
  callers,
  anonymousLimiter: callers,
  costs: createCostMeter({ perMinute: 1e9, burst: 1e9 }),
});

/** A link that leads to the question. */
const TOKEN = approvalToken(
  { operation: "stopListener", execution: "e-1", round: 2, planHash: "f00d", expiresAt: NOW * 2 },
  secretFor(secrets, "approval links"),
);

const word = fc.oneof(
  fc.constantFrom(
    "e-1",
    "lsn-plain",
    "lsn-1",
    TOKEN,
    "..",
    "",
    "x".repeat(200),
    "null",
    "__proto__",
    "%",
    "%00",
    "a/b",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const routes = contractRoutes();
const path = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(fc.constantFrom(...routes), word).map(([route, part]) => route.path.replace(/\{\w+\}/, part)),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.array(word, { maxLength: 5 }).map((parts) => `/${parts.join("/")}`) },
);
const fields = [...new Set(listedOperations().flatMap(({ input }) => Object.keys(input.properties ?? {})))];
const json = fc.oneof(
  fc.record({ listenerId: fc.constantFrom("lsn-plain", "lsn-2") }, { noNullPrototype: true }),
  fc.dictionary(fc.constantFrom(...fields, "decision", "reason", "undo"), fc.jsonValue({ maxDepth: 2 }), {
    maxKeys: 4,
  }),
  fc.record({ decision: fc.constantFrom("agree", "deny"), reason: fc.string() }),
  fc.jsonValue({ maxDepth: 3 }),
);
const body = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "{", "x".repeat(40_000)),
);

interface Caller {
  authorization: string | undefined;
  /** Whether they may change anything. */
  may: boolean;
}

async function callersOf(): Promise<Caller[]> {
  const token = async (name: string, ...grants: string[]) => `Bearer ${await issuer.token({ name, grants, now: NOW })}`;
  const [head = "", claims = "", mac = ""] = (await token("olga", "operator")).split(".");
  return [
    { authorization: await token("olga", "operator"), may: true },
    { authorization: await token("ben", "approver"), may: true },
    { authorization: await token("vera", "viewer"), may: false },
    { authorization: await token("otto", "operator:lsn-other"), may: false },
    { authorization: await token("nemo"), may: false },
    { authorization: `${head}.${claims}.${mac.slice(0, -4)}AAAA`, may: false },
    { authorization: `Bearer ${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`, may: false },
    { authorization: "ACS3-HMAC-SHA256 Credential=local,SignedHeaders=host,Signature=0", may: false },
    { authorization: "Basic b2xnYTpvbGdh", may: false },
    { authorization: undefined, may: false },
  ];
}

/** A method that a path of the contract takes. */
function methodOf(given: string): string {
  const parts = given.split("/");
  const methods = routes
    .filter(({ path }) => path.split("/").every((part, index) => part.startsWith("{") || part === parts[index]))
    .map(({ method }) => method);
  return methods[given.length % methods.length] ?? "GET";
}

const KINDS: ErrorKind[] = [
  "InvalidInput",
  "NotFound",
  "Refused",
  "Conflict",
  "Denied",
  "Throttled",
  "Transient",
  "Failed",
];

describe("thousands of requests of any kind", () => {
  test("crash nothing, are never our fault, tell no secret, and change nothing that the caller may not", async () => {
    const known = await callersOf();
    const statuses = new Map<number, number>();
    const closed = new Set<string>();
    const fails = fc.option(fc.constantFrom(...KINDS), { nil: undefined, freq: 4 });
    const wild = fc.record({
      method: fc.constantFrom("GET", "GET", "POST", "POST", "PUT", "get", "TRACE", "X Y"),
      path,
      query: fc.dictionary(fc.oneof(fc.constantFrom("plan", "operation", "limit", "status", "regions"), word), word, {
        maxKeys: 2,
      }),
      body,
      base64: fc.boolean(),
      caller: fc.constantFrom(...known),
      contentType: fc.constantFrom("application/json", "application/json; charset=utf-8", "text/plain", "", "\u0000"),
      extra: fc.dictionary(fc.constantFrom("idempotency-key", "last-event-id", "x-forwarded-for"), word, {
        maxKeys: 2,
      }),
      fails,
    });
    // What somebody might mean, with one thing or another wrong with it.
    const sensible = fc.record({
      method: fc.constant(""),
      path: fc
        .tuple(fc.constantFrom(...routes), fc.constantFrom("e-1", "lsn-plain", TOKEN))
        .map(([route, part]) => route.path.replace(/\{\w+\}/, part)),
      query: fc.constantFrom<Record<string, string>>({}, {}, { plan: "" }, { operation: "stopListener" }),
      body: fc.constantFrom(
        '{"listenerId":"lsn-plain"}',
        '{"decision":"agree"}',
        '{"decision":"deny","reason":"no"}',
        "",
      ),
      base64: fc.boolean(),
      caller: fc.constantFrom(...known.slice(0, 5)),
      contentType: fc.constant("application/json"),
      extra: fc.constantFrom<Record<string, string>>({}, { "idempotency-key": "k-1" }, { "last-event-id": "2" }),
      fails,
    });
    const request = fc.oneof(
      wild,
      sensible.map((one) => ({ ...one, method: methodOf(one.path) })),
    );
    // Two that are rarely hit upon: an approval that counts, and a body that is too large.
    const pathOf = (operationId: string) => routes.find((route) => route.operationId === operationId)?.path ?? "";
    const [olga, ben] = known as [Caller, Caller];
    const posted = {
      method: "POST" as const,
      query: {},
      base64: false,
      contentType: "application/json" as const,
      extra: {},
      fails: undefined,
    };
    const agreed = {
      ...posted,
      path: pathOf("answerApproval").replace(/\{\w+\}/, TOKEN),
      body: '{"decision":"agree"}',
    };
    const large = { ...posted, path: pathOf("stopListener"), body: "x".repeat(40_000) };
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, body, base64, caller, contentType, extra, fails }) => {
        const { authorization, may } = caller;
        const event = {
          version: "v1",
          rawPath: path,
          body: base64 ? Buffer.from(body).toString("base64") : body,
          isBase64Encoded: base64,
          headers: { ...(authorization === undefined ? {} : { authorization }), "content-type": contentType, ...extra },
          queryParameters: query,
          requestContext: { requestId: "1-2", domainName: "x", http: { method, sourceIp: "192.0.2.1" } },
        };
        const writes: string[] = [];
        const log: string[] = [];
        const answer = await answerRequest(async () => api, httpEventIn(Buffer.from(JSON.stringify(event))), {
          deployed: () => cloudThat(fails, writes),
          sourceIp: "192.0.2.1",
          requestId: "1-2",
          log: (line) => void log.push(line),
        });
        statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
        expect(answer.statusCode, log.join()).not.toBe(500);
        expect(Object.keys(answer).sort()).toEqual(["body", "headers", "isBase64Encoded", "statusCode"]);
        expect(JSON.stringify(answer)).not.toContain(SECRET);
        expect(JSON.stringify(answer)).not.toContain(VERDICT.votes[0]);
        expect(log.join()).not.toContain("Bearer ey");
        if (/json/.test(answer.headers["content-type"] ?? "")) JSON.parse(answer.body);
        if (!may) expect(writes).toEqual([]);
        if (answer.statusCode === 401 || answer.statusCode === 403) closed.add(answer.body);
      }),
      { numRuns: sampledRuns(10_000), seed: 1, examples: [[{ ...agreed, caller: ben }], [{ ...large, caller: olga }]] },
    );
    // Whatever was asked for, outsiders are told the same.
    expect(closed.size).toBe(2);
    // The generator reaches everything that it is there for.
    for (const status of [200, 202, 400, 401, 403, 404, 405, 409, 413, 415, 422, 502, 503]) {
      expect({ status, times: statuses.get(status) ?? 0 }).not.toEqual({ status, times: 0 });
    }
  });
});

test("a caller who asks too often is told when to come again, and nobody else is", async () => {
  const limited = createApi({
    readCaller: callerReader(accessSettingsFrom(issuer.environment)),
    callers: createRateLimiter({ perMinute: 60, burst: 3 }),
    anonymousLimiter: createRateLimiter({ perMinute: 600, burst: 8 }),
    costs: createCostMeter({ perMinute: 60, burst: 60 }),
  });
  const ask = async (name: string | undefined, sourceIp = "192.0.2.1") => {
    const authorization =
      name === undefined ? "x" : `Bearer ${await issuer.token({ name, grants: ["viewer"], now: NOW })}`;
    const http = { method: "GET", sourceIp };
    const event = { version: "v1", rawPath: "/operations", headers: { authorization }, requestContext: { http } };
    const answer = await answerRequest(async () => limited, httpEventIn(Buffer.from(JSON.stringify(event))), {
      deployed: () => cloudThat(undefined, []),
      sourceIp,
      requestId: "1-2",
      log: () => {},
    });
    const { "retry-after": after, ratelimit: left, "ratelimit-policy": policy } = answer.headers;
    return [answer.statusCode, after, left, policy];
  };
  const vera = [await ask("vera"), await ask("vera"), await ask("vera"), await ask("vera")];
  expect(vera.map(([status]) => status)).toEqual([200, 200, 200, 429]);
  expect(vera[3]?.[1]).toBe("1");
  expect(vera.map(([, , left]) => left)).toEqual([
    '"requests";r=2;t=1',
    '"requests";r=1;t=2',
    '"requests";r=0;t=3',
    '"requests";r=0;t=3',
  ]);
  expect(vera[0]?.[3]).toBe('"requests";q=3;w=3');
  expect((await ask("ada"))[0]).toBe(200);
  const anonymousLimiter = [await ask(undefined), await ask(undefined), await ask(undefined), await ask(undefined)];
  expect(anonymousLimiter.map(([status]) => status)).toEqual([401, 401, 401, 429]);
  expect(anonymousLimiter.map(([, , left]) => left?.toString().slice(0, 14))).toEqual(
    [2, 1, 0, 0].map((left) => `"requests";r=${left}`),
  );
  expect((await ask(undefined, "192.0.2.2"))[0]).toBe(401);
});
