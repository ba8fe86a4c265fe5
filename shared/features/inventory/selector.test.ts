import { expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import type { ListedListener } from "./listedListener.ts";
import { selectorIn } from "./selector.ts";

const row = (more: Partial<ListedListener>) =>
  ({
    region: "cn-hangzhou",
    listenerId: "lsn-1",
    description: "shop-eu",
    protocol: "HTTPS",
    port: 443,
    ...more,
  }) as never;

test.each<[string, Partial<ListedListener>, boolean]>([
  ["name=shop-*", {}, true],
  ["name=shop", {}, false],
  ["tag:team=shop", { tags: { team: "shop" } }, true],
  ["tag:team=shop", { tags: { team: "shopping" } }, false],
  ["tag:team=*", {}, false],
  ["region=cn-*,protocol=HTTPS", {}, true],
  ["region=cn-*,protocol=HTTP", {}, false],
  ["account=1111222233334444", {}, true],
  ["account=1111222233334444", { account: "9999888877776666" }, false],
  ["port=443, instance=alb-1", { loadBalancerId: "alb-1" }, true],
])("the selector %s decides about %j", (text, more, selects) => {
  expect(selectorIn(text)(row(more), "1111222233334444")).toBe(selects);
});

test.each(["", "name", "colour=red", "name=", "tag:=x"])("the text %j is no selector", (text) => {
  expect(() => selectorIn(text)).toThrow(
    expect.objectContaining({ kind: "InvalidInput", reason: coded("selector-invalid", { part: text }) }),
  );
});
