import { expect, test } from "vitest";
import { targetLines } from "./listTargets.ts";

const targets = [
  { account: "2222222222222222", regions: ["cn-shanghai", "eu-central-1"], readOnly: true },
  { account: "3333333333333333" },
];

test("other accounts are listed with their regions and whether they are only looked at; a wide list has their roles", () => {
  expect(targetLines(targets, "albflow.yaml", "albflow")).toEqual([
    "account           regions                   read only",
    "2222222222222222  cn-shanghai,eu-central-1  ✓",
    "3333333333333333  all",
  ]);
  expect(targetLines(targets.slice(1), "albflow.yaml", "shop", true)).toEqual([
    "account           regions  role",
    "3333333333333333  all      acs:ram::3333333333333333:role/shop-target",
  ]);
});

test("a file that names no other account is told by its name", () => {
  expect(targetLines([], "shop.yaml", "albflow")).toEqual(["shop.yaml names no other accounts."]);
});
