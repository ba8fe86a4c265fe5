import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { CloudContext } from "../../local/context.ts";
import { createFunctionCompute } from "../../local/fc/functionCompute.ts";
import { createRamService } from "../../local/ram/ramService.ts";
import { createSls } from "../../local/sls/sls.ts";
import type { WireRequest, WireService } from "../../local/wire/exchange.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { isWhole } from "../support/isWhole.ts";
import { ACCOUNT, testContext } from "./testContext.ts";

const plain = testContext();
/** Everybody is let in, so that bad input gets as far as it can. */
const seed = testContext();
const open: typeof seed = {
  ...seed,
  ram: { ...seed.ram, authenticate: () => ({ accountId: ACCOUNT, accessKeyId: "local" }) },
};

const functionCompute = (context: CloudContext) => {
  const service = createFunctionCompute(context, {
    codeRoot: ".",
    isolation: { kind: "inProcess" },
    functions: [
      {
        functionName: "f",
        runtime: "nodejs20",
        handler: "absent.handler",
        code: "./absent",
        triggers: [
          {
            triggerName: "web",
            triggerType: "http",
            triggerConfig: { authType: "anonymous", methods: ["GET", "POST"] },
          },
        ],
      },
    ],
  });
  services.push(service);
  return service;
};
const services: { close(): unknown }[] = [];
afterAll(async () => {
  for (const service of services) await service.close();
});

/** Names as they are used, and as nobody should. */
const name = fc.oneof(
  fc.constantFrom(
    "f",
    "web",
    "p",
    "l",
    "0",
    "lb",
    "shards",
    "logstores",
    "index",
    "functions",
    "triggers",
    "versions",
    "aliases",
    "invocations",
    "services",
  ),
  fc.constantFrom("2023-03-30", "2016-08-15", "proxy", "async-invoke-config"),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "..",
    "%00",
    "%",
    "%E0%A4%A",
    "a%2Fb",
    "😀",
    " ",
    "'\"<>",
    "x".repeat(5000),
  ),
  fc.string({ maxLength: 12 }),
);
const value = fc.oneof(
  fc.constantFrom(
    "",
    "log",
    "logs",
    "cursor",
    "cursor_time",
    "histogram",
    "begin",
    "-1",
    "1e9",
    "NaN",
    "null",
    "true",
    "100",
    "((((",
    '"',
    "a or",
    "MQ==",
  ),
  fc.constantFrom("GetRole", "CreateRole", "AssumeRole", "CreatePolicy", "ListRoles", "2015-05-01", "2015-04-01"),
  name,
);
const parameter = fc.constantFrom(
  "type",
  "cursor",
  "end_cursor",
  "count",
  "from",
  "to",
  "query",
  "line",
  "offset",
  "limit",
  "nextToken",
  "qualifier",
  "prefix",
  "Action",
  "Version",
  "RoleName",
  "RoleArn",
  "RoleSessionName",
  "AssumeRolePolicyDocument",
  "PolicyDocument",
  "PolicyName",
  "Signature",
  "__proto__",
);
const query = fc
  .array(fc.tuple(parameter, value), { maxLength: 6 })
  .map((pairs) => pairs.map((pair) => pair.join("=")).join("&"));
const json = fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text));
const known = fc
  .record(
    {
      functionName: value,
      handler: value,
      runtime: value,
      memorySize: fc.jsonValue(),
      timeout: fc.jsonValue(),
      code: fc.jsonValue(),
      triggerName: value,
      triggerType: fc.constantFrom("http", "timer", "log", "eventbridge", "__proto__"),
      triggerConfig: fc.jsonValue(),
      projectName: value,
      logstoreName: value,
      ttl: fc.jsonValue(),
      shardCount: fc.jsonValue(),
      line: fc.jsonValue(),
      keys: fc.jsonValue(),
      query: value,
      from: fc.jsonValue(),
      to: fc.jsonValue(),
      aliasName: value,
      versionId: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((body) => Buffer.from(JSON.stringify(body)));
const deep = fc.constant(Buffer.from(`${"[".repeat(20_000)}${"]".repeat(20_000)}`));
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  json,
  known,
  deep,
  fc.constant(Buffer.alloc(0)),
);

const FUNCTION = "/2023-03-30/functions/f";
const PATHS = [
  "/",
  "/logstores",
  "/logstores/l",
  "/logstores/l/index",
  "/logstores/l/logs",
  "/logstores/l/shards",
  "/logstores/l/shards/0",
  "/logstores/l/shards/lb",
  "/2023-03-30/functions",
  "/2016-08-15/services/s/functions/f/invocations",
  "/proxy/f/path",
  FUNCTION,
  ...["invocations", "triggers", "triggers/web", "versions", "versions/1", "aliases", "aliases/a"].map(
    (end) => `${FUNCTION}/${end}`,
  ),
  `${FUNCTION}/async-invoke-config`,
];

const request: fc.Arbitrary<WireRequest> = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "get", ""),
  path: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...PATHS) },
    { weight: 1, arbitrary: fc.array(name, { maxLength: 7 }).map((parts) => `/${parts.join("/")}`) },
  ),
  rawQuery: fc.oneof(query, query, fc.string({ maxLength: 40 }), fc.constant("a=".repeat(500_000))),
  headers: fc
    .record(
      {
        host: fc.constantFrom("p.sls.localhost:7705", "127.0.0.1", "__proto__.localhost", "f.fc.localhost", "😀", ""),
        authorization: fc.oneof(
          fc.constantFrom(
            "LOG a:b",
            "FC a:b",
            "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=00",
            "LOG",
            "Bearer x",
          ),
          fc.string(),
        ),
        date: fc.string(),
        "content-type": fc.constantFrom(
          "application/json",
          "application/x-www-form-urlencoded",
          "application/x-protobuf",
          "text/plain; charset=utf-7",
        ),
        "x-log-compresstype": fc.constantFrom("lz4", "deflate", "zstd"),
        "x-log-bodyrawsize": fc.constantFrom("0", "10", "-5", "1e12", "x"),
        "x-log-signaturemethod": fc.constantFrom("hmac-sha1", "constructor"),
        "x-acs-action": value,
        "x-acs-version": value,
        "x-fc-invocation-type": fc.constantFrom("Sync", "Async", "DryRun"),
      },
      { requiredKeys: [] },
    )
    .map((headers) => headers as Record<string, string>),
  body,
  remoteAddress: fc.constant("127.0.0.1"),
  clock: fc.constant(systemClock),
});

const SERVICES: [name: string, service: WireService][] = [
  ["RAM", createRamService(plain)],
  ["RAM as it is open to all", createRamService(open)],
  ["Function Compute", functionCompute(plain)],
  ["Function Compute as it is open to all", functionCompute(open)],
  ["SLS", createSls(plain)],
  ["SLS as it is open to all", withProject(createSls(open))],
];

function withProject(sls: ReturnType<typeof createSls>) {
  sls.ensure({ project: "p", logstore: "l" });
  return sls;
}

describe.each(SERVICES)("whatever is sent to %s", (title, service) => {
  it("is answered, and never by a 500", async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(request, async (given) => {
        const { status, headers, body: answer } = await service.handle(given);
        expect(status).toBeGreaterThanOrEqual(200);
        expect([500, 501]).not.toContain(status);
        statuses.add(status);
        if (status >= 400) expect(JSON.parse(answer.toString())).toBeTypeOf("object");
        expect(JSON.stringify(headers)).not.toContain("undefined");
      }),
      // A quarter of them in a sample: an eighth reaches too few operations now and then.
      { numRuns: isWhole() ? 1_700 : 425 },
    );
    // Proof that the input was not all turned away at the client.
    if (title.endsWith("open")) expect(statuses).toContain(200);
  });
});

it("most operations of the open services were reached", () => {
  const reached = new Set(open.calls.filter(({ caller }) => caller === "local").map(({ action }) => action));
  expect(reached.size).toBeGreaterThan(isWhole() ? 30 : 20);
});
