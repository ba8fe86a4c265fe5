import { describe, expect, test } from "vitest";
import type { ActionApi, ParameterApi } from "./api.ts";
import { parameterCheck } from "./parameters.ts";

const api = (...parameters: Partial<ParameterApi>[]): ActionApi => ({
  kind: "write",
  dryRun: true,
  clientToken: true,
  returnsJobId: false,
  parameters: parameters.map((row) => ({ name: "X", type: "string", required: false, ...row })),
  response: [],
  errors: [],
});
const read = (flat: Record<string, string>, ...parameters: Partial<ParameterApi>[]) =>
  parameterCheck("CreateThing", api(...parameters))(new Map(Object.entries(flat)));

test("flat names become lists and objects, in the order of their numbers", () => {
  const list: Partial<ParameterApi>[] = [
    { name: "Servers", type: "array" },
    { name: "Servers.N.Port", type: "integer" },
    { name: "Ids", type: "array" },
    { name: "Ids.N" },
    { name: "Config", type: "object" },
    { name: "Config.On", type: "boolean" },
  ];
  const flat = { "Servers.10.Port": "10", "Servers.2.Port": "2", "Ids.1": "a", "Config.On": "True", DryRun: "false" };
  expect(read(flat, ...list)).toEqual({
    Servers: [{ Port: 2 }, { Port: 10 }],
    Ids: ["a"],
    Config: { On: true },
    DryRun: false,
  });
});

test.each([
  ["an unknown name", { Unknown: "1" }],
  ["an empty text", { X: "" }],
  ["a prototype", { "__proto__.X": "1", "constructor.prototype.X": "1" }],
  ["a name that is too deep", { [`X${".1".repeat(50)}`]: "1" }],
])("%s is ignored", (_what, flat) => {
  expect(read(flat, {})).toEqual({});
});

describe("requiredWhen", () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ["Kind=A|B", { Kind: "B" }, "MissingX"],
    ["Kind=A|B", { Kind: "C" }, undefined],
    ["Kind=A|B", {}, undefined],
    ["Kind!=C", { Kind: "A" }, "MissingX"],
    ["Kind!=C", { Kind: "C" }, undefined],
    ["Kind absent", {}, "MissingX"],
    ["Kind absent", { Kind: "A" }, undefined],
  ])("%s decides with %j whether the parameter must be given", (requiredWhen, flat, code) => {
    const outcome = () => read(flat, { requiredWhen }, { name: "Kind" });
    if (code === undefined) expect(outcome()).toEqual(flat);
    else expect(outcome).toThrow(expect.objectContaining({ code, status: 400 }));
  });
});

describe("defaults", () => {
  const size: Partial<ParameterApi> = { name: "Size", type: "integer", default: "20" };
  test("are filled in when something is created or listed", () => {
    expect(read({}, size)).toEqual({ Size: 20 });
  });
  test("are not filled in by an update, which leaves alone what is left out", () => {
    expect(parameterCheck("UpdateThing", api(size))(new Map())).toEqual({});
  });
  test("for some protocols wait for one of them", () => {
    const http2: Partial<ParameterApi> = { name: "Http2", type: "boolean", default: true, onlyFor: ["HTTPS"] };
    const protocol: Partial<ParameterApi> = { name: "ListenerProtocol" };
    expect(read({ ListenerProtocol: "HTTP" }, http2, protocol)).toEqual({ ListenerProtocol: "HTTP" });
    expect(read({ ListenerProtocol: "HTTPS" }, http2, protocol)).toEqual({ Http2: true, ListenerProtocol: "HTTPS" });
  });
});

test.each(["1.5", "1e3", "0x10", " 1", "99999999999999999999", "١"])("%s is not an integer", (text) => {
  expect(() => read({ X: text }, { type: "integer" })).toThrow(expect.objectContaining({ code: "InvalidParameter" }));
});

test("lengths count characters as people do", () => {
  expect(read({ X: "💥💥" }, { maxLength: 2 })).toEqual({ X: "💥💥" });
});

test("a client token is ASCII", () => {
  expect(() => read({ ClientToken: "ключ" })).toThrow(expect.objectContaining({ code: "InvalidParameter" }));
});
