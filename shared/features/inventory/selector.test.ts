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
  expect(selectorIn(text).isMeant(row(more), "1111222233334444")).toBe(selects);
});

test.each<[string, boolean]>([
  ["certificate=24664588-*", true],
  ["certificate=25113402-cn-hangzhou", false],
  ["domain=www.*", true],
  ["domain=*.example.net", false],
  ["expires=7d", true],
  ["expires=6", false],
  ["domain=shop.*,expires=30d", true],
  ["domain=shop.*,expires=1d", false],
  ["name=shop-*", true],
])("the selector %s decides about a certificate", (text, selects) => {
  const certificate = {
    id: "24664588-cn-hangzhou",
    names: ["shop.example.com", "www.shop.example.com"],
    daysLeft: 7,
  };
  const selector = selectorIn(text);
  expect([selector.isMeantCertificate(certificate), selector.asksCertificates]).toEqual([
    selects,
    !text.includes("name="),
  ]);
});

test("of a certificate of which nobody knows when it ends no selector says that it ends soon", () => {
  expect(selectorIn("expires=9999d").isMeantCertificate({ id: "1-cn-a", names: [], daysLeft: null })).toBe(false);
});

test.each(["", "name", "colour=red", "name=", "tag:=x", "expires=soon", "certificate="])(
  "the text %j is no selector",
  (text) => {
    expect(() => selectorIn(text)).toThrow(
      expect.objectContaining({ kind: "InvalidInput", reason: coded("selector-invalid", { part: text }) }),
    );
  },
);
