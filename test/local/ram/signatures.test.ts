import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nonceMemory } from "../../../local/ram/nonceMemory.ts";
import { createRam } from "../../../local/ram/ram.ts";
import { CloudError } from "../../../local/wire/cloudError.ts";
import type { WireRequest } from "../../../local/wire/exchange.ts";
import { listen, type WireServer } from "../../../local/wire/server.ts";
import { simulatedClock, systemClock } from "../../../shared/platform/clock.ts";
import { OFFICIAL_CALLS, type Scope } from "./officialClients.ts";

const ACCOUNT = "1234567890123456";
const WRONG = ["SignatureDoesNotMatch", "SignatureNotMatch"];

/** What a client sends for a call, caught on a loopback port. */
let server: WireServer;
let caught: WireRequest | undefined;
beforeAll(async () => {
  server = await listen(
    {
      async handle(request) {
        caught = request;
        return { status: 200, headers: { "content-type": "application/json" }, body: '{"RequestId":"R"}' };
      },
    },
    { port: 0 },
  );
});
afterAll(() => server.close());

async function requestOf(call: (port: number, keys: Scope) => Promise<unknown>, keys: Scope): Promise<WireRequest> {
  caught = undefined;
  await call(server.port, keys);
  if (caught === undefined) throw new Error("The client has sent nothing.");
  return caught;
}

function ram(options: { now?: number } = {}) {
  const clientClock = options.now === undefined ? systemClock : simulatedClock(options.now);
  return createRam({ accountId: ACCOUNT, clock: systemClock, random: Math.random, clientClock });
}

function refusal(request: WireRequest, service = ram()): string {
  try {
    service.authenticate(request);
    return "accepted";
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return error.code;
  }
}

/** Every way in which somebody between client and server could alter a request, one at a time. */
function alterations(request: WireRequest): Record<string, WireRequest> {
  const altered: Record<string, WireRequest> = {
    method: { ...request, method: "PATCH" },
    path: { ...request, path: `${request.path}x` },
  };
  const isSigned = /^(x-acs-|x-log-|x-fc-|date$|content-md5$)/;
  for (const [name, value] of Object.entries(request.headers)) {
    if (!isSigned.test(name) || name === "x-log-date") continue;
    altered[`header ${name}`] = { ...request, headers: { ...request.headers, [name]: alteredText(name, value) } };
  }
  if (request.body.length > 0) {
    altered.body = { ...request, body: Buffer.concat([request.body, Buffer.from("&x=1")]) };
  }
  return altered;
}

function alteredText(name: string, value: string): string {
  if (name === "date") return new Date(Date.parse(value) + 1000).toUTCString();
  if (name === "x-acs-date") return `${new Date(Date.parse(value) + 1000).toISOString().slice(0, 19)}Z`;
  return `${value}x`;
}

describe.each(Object.entries(OFFICIAL_CALLS))("%s", (name, call) => {
  const root = { accessKeyId: "local", accessKeySecret: "local" };
  // RPC signs neither path nor headers, ACS3 only its own headers (wire.md §2 and §4).
  const unsigned = name.includes("(RPC)")
    ? /^(path|header x-acs-.*)$/
    : name.includes("(ACS3")
      ? /^header x-fc-/
      : /^$/;

  it("is recognised as the account when the secret is right", async () => {
    expect(ram().authenticate(await requestOf(call, root))).toEqual({ accountId: ACCOUNT, accessKeyId: "local" });
  });

  it("is refused when the secret is wrong", async () => {
    expect(WRONG).toContain(refusal(await requestOf(call, { ...root, accessKeySecret: "other" })));
  });

  it("is refused when any part of the request was altered", async () => {
    const request = await requestOf(call, root);
    const accepted = Object.entries(alterations(request)).filter(([, altered]) => refusal(altered) === "accepted");
    expect(accepted.map(([part]) => part).filter((part) => !unsigned.test(part))).toEqual([]);
  });

  it("is refused when a parameter of the query was added or altered, where the family signs queries", async () => {
    const request = await requestOf(call, root);
    const added = `${request.rawQuery}${request.rawQuery === "" ? "" : "&"}Extra=1`;
    const altered = request.rawQuery.replace(/=([^&]+)/, "=$1x");
    const changed = [added, altered].filter((rawQuery) => rawQuery !== request.rawQuery);
    const accepted = changed.map((rawQuery) => refusal({ ...request, rawQuery }) === "accepted");
    // FC signs no query (wire.md §7).
    expect(accepted).toEqual(changed.map(() => name.includes("(FC)")));
  });

  it("is refused when it comes a second time, where the family has nonces", async () => {
    const request = await requestOf(call, root);
    const service = ram();
    expect(refusal(request, service)).toBe("accepted");
    expect(refusal(request, service)).toBe(/\((ACS3|RPC)/.test(name) ? "SignatureNonceUsed" : "accepted");
  });

  it("is refused when the key is not known", async () => {
    const codes = ["InvalidAccessKeyId.NotFound", "Unauthorized", "InvalidAccessKeyID"];
    expect(codes).toContain(refusal(await requestOf(call, { ...root, accessKeyId: "nobody" })));
  });

  it("is refused when the client's clock is more than 15 minutes off, either way", async () => {
    const request = await requestOf(call, root);
    const codes = ["InvalidTimeStamp.Expired", "RequestTimeExpired", "RequestTimeTooSkewed"];
    const now = Date.now();
    expect(codes).toContain(refusal(request, ram({ now: now + 16 * 60_000 })));
    expect(codes).toContain(refusal(request, ram({ now: now - 16 * 60_000 })));
    expect(refusal(request, ram({ now: now + 14 * 60_000 }))).toBe("accepted");
    expect(refusal(request, ram({ now: now - 14 * 60_000 }))).toBe("accepted");
  });

  it("is recognised as a role with temporary credentials, until they expire", async () => {
    const clock = simulatedClock(Date.UTC(2026, 0, 1));
    const service = createRam({ accountId: ACCOUNT, clock, random: Math.random });
    service.putRole({ name: "Worker", trusts: ["fc.aliyuncs.com"], policies: [] });
    const keys = service.assumeRole(`acs:ram::${ACCOUNT}:role/worker`, "fc.aliyuncs.com", 900);
    expect(service.authenticate(await requestOf(call, keys))).toEqual({
      accountId: ACCOUNT,
      accessKeyId: keys.accessKeyId,
      roleName: "Worker",
    });
    const forged = refusal(
      await requestOf(call, { ...keys, securityToken: `${keys.securityToken.slice(0, -1)}-` }),
      service,
    );
    expect(["InvalidSecurityToken.MismatchWithAccessKey", "Unauthorized", "InvalidSecurityToken"]).toContain(forged);
    await clock.advance(900_000);
    const expired = refusal(await requestOf(call, keys), service);
    expect(["InvalidSecurityToken.Expired", "Unauthorized", "ExpiredSecurityToken"]).toContain(expired);
  });
});

describe("a memory of nonces", () => {
  it("knows each for its lifetime, and forgets the oldest when it is full", () => {
    const memory = nonceMemory(1000, 2);
    expect([memory.remember("a", 0), memory.remember("a", 999), memory.remember("b", 1000)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([memory.remember("c", 1001), memory.remember("a", 1002)]).toEqual([true, false]);
    expect([memory.remember("d", 1003), memory.remember("e", 1004), memory.remember("a", 1005)]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe("a request that is not signed properly", () => {
  const request: WireRequest = {
    method: "POST",
    path: "/",
    rawQuery: "",
    headers: { host: "127.0.0.1" },
    body: Buffer.alloc(0),
    remoteAddress: "127.0.0.1",
    clock: systemClock,
  };
  it.each([
    ["not at all", {}, "", "MissingAccessKeyId"],
    ["ACS3 without a signature", { authorization: "ACS3-HMAC-SHA256 Credential=local" }, "", "IncompleteSignature"],
    [
      "ACS3 with an unknown algorithm",
      { authorization: "ACS3-RSA-SHA256 Credential=local,SignedHeaders=host,Signature=00" },
      "",
      "IncompleteSignature",
    ],
    [
      "LOG without a date",
      { authorization: "LOG local:x", "x-log-signaturemethod": "hmac-sha1" },
      "",
      "InvalidAuthorization",
    ],
    [
      "LOG with an unknown method",
      { authorization: "LOG local:x", date: "now", "x-log-signaturemethod": "constructor" },
      "",
      "InvalidAuthorization",
    ],
    ["FC without a date", { authorization: "FC local:x" }, "", "MissingRequiredHeader"],
    ["FC with a date that is none", { authorization: "FC local:x", date: "yesterday" }, "", "InvalidArgument"],
    ["RPC without a nonce", {}, "AccessKeyId=local&Signature=x", "IncompleteSignature"],
  ])("%s", (_, headers, rawQuery, code) => {
    expect(
      refusal({ ...request, rawQuery, headers: { ...request.headers, ...headers } as Record<string, string> }),
    ).toBe(code);
  });
});
