import { describe, expect, test } from "vitest";
import { modifyListener } from "../../functions/modifyListener.ts";
import { coded } from "../../test/support/coded.ts";
import { take } from "../platform/takeInput.ts";

const taken = (verification: object) =>
  take(modifyListener.input, { listenerId: "lsn-plain", idleTimeout: 30, verification });

describe("what no request can hold is refused before anything is changed:", () => {
  test.each(["/健康", "/a b", "/x\r\nX: 1", "/\u00e9", "/\0", "health", ""])("path %j", (path) => {
    for (const field of ["path", "webSocketPath"]) {
      expect(taken({ [field]: path }).problems).toEqual([
        expect.objectContaining({ field: `verification.${field}`, problem: coded("must-be-request-path") }),
      ]);
    }
  });

  test.each([
    "例子.公司",
    "x\r\nX: 1",
    "shop.example.com:443",
    "a b.example.com",
    ".example.com",
    "a..b",
    "",
    "*.example.com",
  ])("host name %j", (hostname) => {
    expect(taken({ hostname }).problems).toEqual([
      expect.objectContaining({ field: "verification.hostname", problem: coded("must-be-host-name") }),
    ]);
  });
});

test.each([
  { path: "/" },
  { path: "/health?deep=1&of=a%20b" },
  { path: "/~user/(x);v=1,2/*" },
  { webSocketPath: "/chat" },
  { hostname: "shop.example.com" },
  { hostname: "xn--fsqu00a.xn--55qx5d" },
  { hostname: "_acme.shop-1.example" },
  { hostname: "10.0.0.7" },
])("%j is taken", (verification) => {
  expect(taken(verification).input).toMatchObject({ verification });
});
