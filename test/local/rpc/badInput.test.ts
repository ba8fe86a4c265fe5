import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAlb } from "../../../local/alb/alb.ts";
import { albApi } from "../../../local/alb/albApi.ts";
import casTable from "../../../local/cas/api.json" with { type: "json" };
import { createCas } from "../../../local/cas/cas.ts";
import type { CallRecord, CloudContext } from "../../../local/context.ts";
import type { Api } from "../../../local/rpc/api.ts";
import type { WireRequest, WireService } from "../../../local/wire/exchange.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { sampledRuns } from "../../support/sampled.ts";
import { contractSeed } from "../alb/contractSeed.ts";
import { examples } from "../alb/examples.ts";
import { flat } from "./sdkCall.ts";
import { ROOT, startTestCloud, type TestCloud } from "./testCloud.ts";

const SECRET = "s3cr3t-that-nobody-may-read";

/** Values that have broken servers before. */
const hostile = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "../../etc/passwd", "%00", "\u0000", "1e999", "-1", "NaN", "[]", "{}"),
  fc.constantFrom("lsn-1", "alb-1", "sgp-1", "rule-1", "spy-1", "1001-cn-hangzhou", "true", "443", "HTTPS", ""),
  fc.constantFrom("ａｌｂ", "\ud800", "💥".repeat(40), "x".repeat(300), "';--", "<script>", "{{7*7}}"),
  fc.integer().map(String),
  fc.string({ maxLength: 60, unit: "binary" }),
);

/** A parameter's name: known ones with odd indexes, deep ones, unknown ones, dangerous ones. */
const nameOf = (known: string[]) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...known), fc.integer({ min: -1, max: 10_001 }))
        .map(([name, index]) => name.replaceAll("N", String(index))),
    },
    { weight: 2, arbitrary: fc.constantFrom(...known).map((name) => name.replaceAll("N", "1")) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "__proto__.x",
        "constructor.prototype.y",
        "toString",
        "Tag.__proto__.Key",
        "..",
        ".1.",
        "Tag.1.1.1.1",
      ),
    },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 400 }).map((depth) => "Tag.1.".repeat(depth)) },
    { weight: 1, arbitrary: fc.string({ maxLength: 30, unit: "binary" }) },
  );

/** A call whose action exists, mostly made of a valid one with a few things changed. */
function hostileCall(api: Api, valid: Record<string, Record<string, unknown>>) {
  return fc.constantFrom(...Object.keys(api.actions)).chain((action) => {
    const known = [...(api.actions[action]?.parameters ?? []).map(({ name }) => name), "ClientToken", "DryRun"];
    return fc.record({
      action: fc.oneof({ weight: 20, arbitrary: fc.constant(action) }, { weight: 1, arbitrary: hostile }),
      version: fc.constant(api.actions[action]?.version ?? "2020-06-16"),
      base: fc.constantFrom({}, flat(valid[action] ?? {})),
      changes: fc.array(fc.tuple(nameOf(known), hostile), { maxLength: 8 }),
      inBody: fc.boolean(),
      method: fc.constantFrom("GET", "POST", "POST", "POST", "BREW"),
    });
  });
}

interface HostileCall {
  action: string;
  version: string;
  base: Record<string, string>;
  changes: [string, string][];
  inBody: boolean;
  method: string;
}

/** What every object of the language has is the name of nothing. */
const OF_EVERY_OBJECT: HostileCall = {
  action: "ReplaceServersInServerGroup",
  version: "2020-06-16",
  base: {},
  changes: [
    ["AddedServers.1.ServerType", "__proto__"],
    ["AddedServers.1.ServerId", "i-1"],
  ],
  inBody: false,
  method: "GET",
};

function requestOf({ action, version, base, changes, inBody, method }: HostileCall): WireRequest {
  const pairs = [...Object.entries(base), ...changes, ["Key", SECRET], ["PrivateKey", SECRET], ["Signature", SECRET]];
  // Not well-formed on purpose: half of a surrogate pair and bare percent signs stay as they are.
  const text = pairs.map(([name, value]) => `${name}=${String(value).replaceAll(/[&+]/g, "")}`).join("&");
  return {
    method,
    path: "/",
    rawQuery: inBody ? "" : text,
    headers: {
      "x-acs-action": action,
      "x-acs-version": version,
      authorization: SECRET,
      "x-acs-security-token": SECRET,
    },
    body: Buffer.from(inBody ? text : ""),
    remoteAddress: "127.0.0.1",
    clock: systemClock,
  };
}

describe("hostile calls that got past the signature", () => {
  const logged: CallRecord[] = [];
  const context: CloudContext = {
    clock: systemClock,
    region: "cn-hangzhou",
    accountId: ROOT.accountId,
    ram: { authenticate: () => ROOT, authorise: () => {} } as unknown as CloudContext["ram"],
    random: Math.random,
    logCall: (call) => logged.push(call),
    faultFor: () => undefined,
  };
  const cas = createCas(context, { rateLimits: false });
  const alb = createAlb(context, { certificates: cas, changeMs: 0, state: contractSeed });
  afterAll(() => Promise.all([alb.close(), cas.close()]));

  const survives = async (service: WireService, call: HostileCall) => {
    const { status, body } = await service.handle(requestOf(call));
    expect(status).toBeLessThan(500);
    const answer = JSON.parse(body.toString()) as { RequestId: string; Code?: string };
    expect(answer.RequestId).toMatch(/^[0-9A-F-]{36}$/);
    expect(status === 200).toBe(answer.Code === undefined);
  };

  test("thousands of them leave ALB answering, and its state readable", async () => {
    await fc.assert(
      fc.asyncProperty(hostileCall(albApi, examples), (call) => survives(alb, call)),
      { numRuns: sampledRuns(7_000), examples: [[OF_EVERY_OBJECT]] },
    );
    alb.importState(JSON.parse(JSON.stringify(alb.exportState())));
  });

  test("thousands of them leave CAS answering", async () => {
    const api = casTable as unknown as Api;
    await fc.assert(
      fc.asyncProperty(hostileCall(api, {}), (call) => survives(cas, call)),
      { numRuns: sampledRuns(2_000) },
    );
  });

  test("none of them leaves a secret in the call log, and many got as far as an effect", () => {
    expect(logged).toHaveLength(sampledRuns(7_000) + sampledRuns(2_000));
    expect(logged.filter(({ status }) => status === 200).length).toBeGreaterThan(logged.length / 20);
    expect(JSON.stringify(logged)).not.toContain(SECRET);
  });
});

describe("bytes that are no HTTP, or hardly", () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await startTestCloud();
  });
  afterAll(() => cloud.close());

  const line = fc.oneof(
    fc.constantFrom(
      "GET / HTTP/1.1",
      "POST / HTTP/1.1",
      "GET / HTTP/9.9",
      "GET  HTTP/1.1",
      "\u0000\u0001",
      "PRI * HTTP/2.0",
    ),
    fc.constantFrom(
      "Host: a",
      "Host: 127.0.0.1",
      "Content-Length: -1",
      "Content-Length: 99999999999999999999",
      "Transfer-Encoding: chunked, x",
    ),
    fc.constantFrom(
      "Transfer-Encoding: chunked",
      "x-acs-action: ListListeners",
      "x-acs-version: 2020-06-16",
      "Authorization: ACS3-HMAC-SHA256",
    ),
    fc.constantFrom(
      "Authorization: ACS3-HMAC-SHA256 Credential=local,SignedHeaders=host,Signature=00",
      "zz\r\n",
      ": x",
      "a".repeat(9_000),
    ),
    fc.string({ maxLength: 80, unit: "binary" }),
  );

  test("1,000 of them are answered with a refusal or a closed connection, never with a 5xx", async () => {
    const property = fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
      const answer = await exchange(cloud.albPort, `${lines.join("\r\n")}\r\n\r\n`);
      for (const [, status = ""] of answer.matchAll(/HTTP\/1\.1 (\d{3})/g)) expect(Number(status)).toBeLessThan(500);
    });
    await fc.assert(property, { numRuns: 1_000 });
  });

  test.each([
    [
      "a query of 1 MiB",
      `GET /?Action=ListListeners&Tag.1.Key=${"x".repeat(1 << 20)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`,
      "431",
    ],
    [
      "a body of 1 MiB without signature",
      `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nx-acs-action: ListListeners\r\nx-acs-version: 2020-06-16\r\nContent-Length: ${1 << 20}\r\n\r\n${"x".repeat(1 << 20)}`,
      "400",
    ],
    ["no HTTP at all", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", "400"],
  ])("%s is refused with a JSON body", async (_what, bytes, status) => {
    const answer = await exchange(cloud.albPort, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(JSON.parse(answer.slice(answer.indexOf("{")))).toHaveProperty("Code");
  });

  test("the cloud still answers afterwards", async () => {
    expect(await cloud.alb.call(ROOT, "ListListeners", {})).toMatchObject({ TotalCount: 0 });
  });
});

/** Sends bytes, then nothing more; answers everything that comes back until the connection ends or goes quiet. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.end(bytes, "latin1"));
    socket.on("data", (chunk: Buffer) => received.push(chunk));
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(received).toString("latin1")));
    socket.setTimeout(2_000, () => socket.destroy());
  });
}
