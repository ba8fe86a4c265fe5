import { expect, test } from "vitest";
import { reason } from "../shared/platform/reasons/reason.ts";
import { saidInFull } from "../test/support/said.ts";
import { placeLine } from "./connection.ts";

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
