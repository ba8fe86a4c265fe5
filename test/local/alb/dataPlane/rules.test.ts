import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServedRule } from "../../../../local/alb/dataPlane/contract.ts";
import { createRoutes, type RequestAttributes } from "../../../../local/alb/dataPlane/routes.ts";
import { ask } from "./http.ts";
import { createRig, listenerOf, type Seed } from "./rig.ts";

type Condition = ServedRule["conditions"][number];

const facts: RequestAttributes = {
  method: "GET",
  host: "Shop.Example.com",
  path: "/cart/items.html",
  query: "a=1&a=2&empty=&%C3%A4=%2F",
  headers: { host: "Shop.Example.com:8080", "x-version": "v2-beta", cookie: "theme=dark; sid=abc=def" },
  clientAddress: "10.1.2.3",
};

const fixed = (content: string): ServedRule["action"] => ({
  type: "FixedResponse",
  content,
  contentType: "text/plain",
  httpCode: 200,
});
const rule = (priority: number, conditions: Condition[], action = fixed("rule")): ServedRule => ({
  ruleId: `rule-${priority}`,
  priority,
  conditions,
  action,
});

describe("a condition of a forwarding rule", () => {
  it.each<{ condition: Condition; holds: boolean; message: string }>([
    {
      condition: { type: "Host", values: ["shop.example.com"] },
      holds: true,
      message: "hosts have no case and no port",
    },
    { condition: { type: "Host", values: ["*.EXAMPLE.com"] }, holds: true, message: "* stands for any text" },
    { condition: { type: "Host", values: ["shopXexample.com"] }, holds: false, message: "a dot is a dot" },
    { condition: { type: "Path", values: ["/cart/*"] }, holds: true, message: "* stands for any text" },
    { condition: { type: "Path", values: ["/Cart/*"] }, holds: false, message: "paths have case" },
    { condition: { type: "Path", values: ["/cart/items.htm?"] }, holds: true, message: "? stands for one character" },
    { condition: { type: "Path", values: ["/cart"] }, holds: false, message: "the whole path must match" },
    { condition: { type: "Path", values: ["/no", "/cart/items.html"] }, holds: true, message: "any value may match" },
    { condition: { type: "Method", values: ["POST", "GET"] }, holds: true, message: "any value may match" },
    { condition: { type: "Method", values: ["HEAD"] }, holds: false, message: "it is GET" },
    { condition: { type: "Header", key: "X-Version", values: ["v2*"] }, holds: true, message: "names have no case" },
    { condition: { type: "Header", key: "X-Other", values: ["*"] }, holds: false, message: "the field is missing" },
    { condition: { type: "QueryString", key: "a", values: ["2"] }, holds: true, message: "every value counts" },
    { condition: { type: "QueryString", key: "ä", values: ["/"] }, holds: true, message: "queries are decoded" },
    { condition: { type: "QueryString", key: "b", values: ["1"] }, holds: false, message: "the key is missing" },
    { condition: { type: "QueryString", values: ["2"] }, holds: true, message: "no key means any key" },
    { condition: { type: "Cookie", key: "sid", values: ["abc=def"] }, holds: true, message: "a value may hold a =" },
    { condition: { type: "Cookie", key: "theme", values: ["light"] }, holds: false, message: "it is dark" },
    { condition: { type: "SourceIp", values: ["10.1.0.0/16"] }, holds: true, message: "it is in the block" },
    { condition: { type: "SourceIp", values: ["10.2.0.0/16", "10.1.2.4"] }, holds: false, message: "it is in neither" },
    { condition: { type: "SourceIp", values: ["fd00::/8"] }, holds: false, message: "it is IPv4" },
  ])("$condition is $holds: $because", ({ condition, holds }) => {
    const route = createRoutes(listenerOf({ rules: [rule(1, [condition])] }));
    expect(route(facts).type).toBe(holds ? "FixedResponse" : "ForwardGroup");
  });

  it("does not suffice when another of the same rule fails", () => {
    const conditions: Condition[] = [
      { type: "Method", values: ["GET"] },
      { type: "Path", values: ["/elsewhere"] },
    ];
    expect(createRoutes(listenerOf({ rules: [rule(1, conditions)] }))(facts).type).toBe("ForwardGroup");
  });
});

describe("the rules of a listener", () => {
  let rig: Seed;
  beforeEach(() => {
    rig = createRig();
  });
  afterEach(() => rig.close());

  it("are tried by priority, whatever their order", async () => {
    const any: Condition[] = [{ type: "Path", values: ["/*"] }];
    const at = await rig.serve({ rules: [rule(20, any, fixed("second")), rule(3, any, fixed("first"))] });
    const answered = await ask(at);
    expect(answered.body.toString()).toBe("first");
    expect(answered.headers["content-type"]).toBe("text/plain");
  });

  it("forward to their own groups by weight, and leave the rest to the default action", async () => {
    const named = (name: string) => rig.backend((_request, response) => void response.end(name));
    rig.group("sgp-1", [await named("default")]);
    rig.group("sgp-2", [await named("canary")]);
    const canary = { type: "ForwardGroup" as const, serverGroups: [{ serverGroupId: "sgp-2", weight: 1 }] };
    const at = await rig.serve({ rules: [rule(1, [{ type: "Cookie", key: "canary", values: ["1"] }], canary)] });
    expect((await ask(at)).body.toString()).toBe("default");
    expect((await ask(at, { headers: { Cookie: "canary=1" } })).body.toString()).toBe("canary");
  });

  const the = (name: string) => `\${${name}}`;
  const own = {
    host: the("host"),
    path: the("path"),
    port: the("port"),
    protocol: the("protocol"),
    query: the("query"),
  };
  it.each([
    { change: { protocol: "HTTPS", port: "443" }, code: 301, location: "https://old.test/a%20b?c=d" },
    { change: { host: "new.test", port: "8443" }, code: 302, location: "http://new.test:8443/a%20b?c=d" },
    {
      change: { path: `/moved${the("path")}`, query: `from=${the("host")}`, port: "80" },
      code: 307,
      location: "http://old.test/moved/a%20b?from=old.test",
    },
    {
      change: { host: "", path: "", protocol: "", query: "", port: "80" },
      code: 308,
      location: "http://old.test/a%20b",
    },
  ])("redirect with $code to $location", async ({ change, code, location }) => {
    const action = { type: "Redirect" as const, httpCode: code, ...own, ...change };
    const at = await rig.serve({ port: 8080, rules: [rule(1, [{ type: "Path", values: ["/*"] }], action)] });
    const answered = await ask(at, { path: "/a%20b?c=d", headers: { Host: "old.test:80" } });
    expect(answered).toMatchObject({ status: code, headers: { location, "content-length": "0" } });
  });

  it("redirect to the port where another listener of the load balancer really is", async () => {
    const target = await rig.serve({ listenerId: "lsn-2", port: 443 });
    const action = { type: "Redirect" as const, httpCode: 301, ...own, protocol: "HTTPS", port: "443" };
    const at = await rig.serve({ rules: [rule(1, [{ type: "Path", values: ["/*"] }], action)] });
    expect((await ask(at, { headers: { Host: "old.test" } })).headers.location).toBe(
      `https://old.test:${target.port}/`,
    );
  });
});
