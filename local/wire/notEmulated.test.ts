import { expect, test } from "vitest";
import { named, notEmulated } from "./notEmulated.ts";

test("what is not emulated is refused with a 400 that names it, so that no client takes it for gone or for done", () => {
  expect(notEmulated("RAM", "ListGroups")).toMatchObject({
    status: 400,
    code: "NotEmulated",
    message: "The local cloud does not emulate RAM ListGroups. docs/local-cloud-actions.md lists what it does.",
  });
});

test.each([
  ["CreateAScripts", "CreateAScripts"],
  ["ListEntitiesForPolicy", "ListEntitiesForPolicy"],
  ["GET /tags", "GET /tags"],
  ["PUT /2023-03-30/functions/shop/provision-config", "PUT /2023-03-30/functions/shop/provision-config"],
])("the log names %s", (action, shown) => {
  expect(named(action)).toBe(shown);
});

test.each([
  "constructor",
  "s3cr3t-that-nobody-may-read",
  "LTAI5tAbCdEfGhIjKlMnOpQr",
  "",
  undefined,
  `GET /${"x".repeat(200)}`,
  "GET /a?Signature=b",
])("the log does not show %s, which may be a secret", (action) => {
  expect(named(action)).toBe("(unknown)");
});
