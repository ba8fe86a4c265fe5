import { expect, test } from "vitest";
import { placeLine } from "./connection.ts";

test("it is said which account and region a command talks to, and in which way", () => {
  const place = { accountId: "1234567890123456", region: "cn-hangzhou" };
  expect(placeLine(place, { local: true, port: "7800" })).toBe(
    "Account 1234567890123456, region cn-hangzhou, --local --port 7800.",
  );
  expect(placeLine({ ...place, accountId: "" }, { embedded: true, profile: "prod" })).toBe(
    "Account of these credentials, region cn-hangzhou, --embedded --profile prod.",
  );
});
