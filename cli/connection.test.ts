import { expect, test, vi } from "vitest";
import { reason } from "../shared/platform/reasons/reason.ts";
import { coded } from "../test/support/coded.ts";
import { saidInFull } from "../test/support/said.ts";
import { placeLine, sessionOfLocalCloud } from "./connection.ts";

test("it is said which account and region a command talks to, and in which way", () => {
  const region = "cn-hangzhou";
  const account = "1234567890123456";
  expect(placeLine({ accountId: account, region }, { local: true, port: "7800" })).toBe(
    saidInFull(reason("command-place", { account, region, ways: ["--local --port 7800"] })),
  );
  expect(placeLine({ accountId: "", region }, { embedded: true, profile: "prod" })).toBe(
    saidInFull(reason("command-place", { account: null, region, ways: ["--embedded --profile prod"] })),
  );
});

test("a local cloud is in its own region, whatever the environment names, and another one is refused", () => {
  vi.stubEnv("ALIBABA_CLOUD_REGION_ID", "cn-beijing");
  expect(sessionOfLocalCloud({}).region).toBe("cn-hangzhou");
  expect(() => sessionOfLocalCloud({ region: "cn-beijing" })).toThrow(
    expect.objectContaining({ reason: coded("local-cloud-elsewhere", { region: "cn-hangzhou", asked: "cn-beijing" }) }),
  );
  vi.unstubAllEnvs();
});
