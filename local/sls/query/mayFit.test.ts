import { expect, test } from "vitest";
import type { LogGroup } from "../state.ts";
import { mayFit } from "./mayFit.ts";
import { parseSearch } from "./parse.ts";

const index = { line: { token: [",", " ", ":"] }, keys: { status: { type: "long" as const } } };
const log = { time: 0, contents: [["names", "WWW.example.com *.example.org"]] as [string, string][] };
const group: LogGroup = {
  receivedAt: 0,
  topic: "albflow_domains",
  source: "127.0.0.1",
  tags: [["place", "Home"]],
  logs: [log],
};

test.each([
  ["*", true],
  ['"www.example.com"', true],
  ['"www.example.com *.example.org"', true],
  ["EXAMPLE.com", true],
  ["nowh*", true],
  ["home and albflow_domains", true],
  ["127.0.0.1", true],
  ["status: 200", true],
  ['not "www.example.com"', true],
  ['"shop.example.com" or "www.example.com"', true],
  ['"shop.example.com"', false],
  ['"www.example.com" and shop', false],
  ['"shop" or "other"', false],
  ['__topic__: albflow_domains and "round"', false],
])("a log is passed over by %s only where a word is nowhere in it", (query, isPossible) => {
  expect(mayFit(parseSearch(query), index)(group, log)).toBe(isPossible);
});
