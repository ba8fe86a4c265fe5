import { expect, test } from "vitest";
import { locationOf } from "./redirection.ts";

const facts = {
  method: "GET",
  host: "shop.example.com",
  path: "/cart",
  query: "",
  headers: {},
  clientAddress: "192.0.2.1",
};

/** What stands for a part of the request. */
const the = (part: string) => `$\{${part}}`;

test("a redirection fills in what the request has, and leaves what no request has as it is written", () => {
  const action = {
    type: "Redirect",
    protocol: "HTTPS",
    host: the("host"),
    port: "443",
    query: "",
    httpCode: 301,
  } as const;
  const listener = { protocol: "HTTP", port: 80 } as const;
  const location = (path: string) => locationOf({ ...action, path }, facts, listener, (port) => port);
  expect(location(the("path"))).toBe("https://shop.example.com/cart");
  expect(location(`/${the("constructor")}${the("other")}`)).toBe(`https://shop.example.com/$\{constructor}$\{other}`);
});
