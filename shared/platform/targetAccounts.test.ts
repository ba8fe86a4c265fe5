import { expect, test } from "vitest";
import { coded } from "../../test/support/coded.ts";
import { demandOperated, operatedRegions, targetAccountsFrom } from "./targetAccounts.ts";

const [HOME, SHOP, BANK] = ["1234567890123456", "2222222222222222", "3333333333333333"];
const home = { accountId: HOME ?? "", region: "cn-hangzhou" };
const environment = {
  ALBFLOW_REGIONS: "cn-hangzhou,cn-shanghai",
  ALBFLOW_TARGETS: `${SHOP}=cn-beijing+eu-central-1,${BANK}:read`,
};

test("an account that is only looked at is written with :read", () => {
  expect(targetAccountsFrom(environment)).toEqual([
    { accountId: SHOP, regions: ["cn-beijing", "eu-central-1"], readOnly: false },
    { accountId: BANK, regions: [], readOnly: true },
  ]);
});

test("what is operated are the own regions, and of each account its own, or the own regions where it names none", () => {
  expect(operatedRegions(home, environment)).toEqual([
    "cn-hangzhou",
    "cn-shanghai",
    `${SHOP}/cn-beijing`,
    `${SHOP}/eu-central-1`,
    `${BANK}/cn-hangzhou`,
    `${BANK}/cn-shanghai`,
  ]);
  expect(operatedRegions(home, environment, { regions: ["eu-central-1"] })).toEqual([
    "eu-central-1",
    `${SHOP}/eu-central-1`,
    `${BANK}/eu-central-1`,
  ]);
  expect(operatedRegions(home, environment, { accounts: [SHOP ?? ""] })).toEqual([
    `${SHOP}/cn-beijing`,
    `${SHOP}/eu-central-1`,
  ]);
  // Who asks for a region that is not operated is refused by it, and not passed over.
  expect(operatedRegions(home, environment, { accounts: [SHOP ?? ""], regions: ["us-west-1"] })).toEqual([
    `${SHOP}/us-west-1`,
  ]);
});

test("nothing is changed in an account that is only looked at", () => {
  const inside = (accountId = "") => demandOperated({ accountId, region: "cn-shanghai" }, home, environment);
  expect(() => inside(BANK)).toThrow(
    expect.objectContaining({ kind: "Refused", reason: coded("account-read-only", { accountId: BANK }) }),
  );
  expect(() => inside(SHOP)).not.toThrow();
});
