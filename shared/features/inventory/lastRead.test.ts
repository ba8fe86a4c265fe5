import { expect, test } from "vitest";
import { reason } from "../../platform/reasons/reason.ts";
import { rememberReads } from "./lastRead.ts";
import type { ListedListener } from "./listedListener.ts";

const denied = reason("text", { text: "the role is gone" });
const rows = [{ listenerId: "lsn-1", region: "cn-beijing" }] as ListedListener[];
const SHOP = { account: "2222222222222222", region: "cn-beijing" };

test("a region that was read before is shown as it was then, with since when it could not be read", () => {
  const reads = rememberReads();
  reads.keep(SHOP, "all", rows, 1_000);
  const first = reads.recall(SHOP, "all", denied, 5_000);
  expect(first).toEqual({
    listeners: rows,
    unavailable: [{ ...SHOP, reason: denied, since: 5_000, shownFrom: 1_000 }],
  });
  expect(reads.recall(SHOP, "all", denied, 9_000).unavailable).toMatchObject([{ since: 5_000, shownFrom: 1_000 }]);
  reads.keep(SHOP, "all", rows, 10_000);
  expect(reads.recall(SHOP, "all", denied, 12_000).unavailable).toMatchObject([{ since: 12_000, shownFrom: 10_000 }]);
});

test("what was read of one account, or for another question, is shown for no other", () => {
  const reads = rememberReads();
  reads.keep({ region: "cn-beijing" }, "all", rows, 1_000);
  expect(reads.recall(SHOP, "all", denied, 5_000)).toMatchObject({ listeners: [], unavailable: [{ shownFrom: null }] });
  expect(reads.recall({ region: "cn-beijing" }, "some", denied, 5_000)).toMatchObject({ listeners: [] });
});
