import { expect, test } from "vitest";
import { afterListing, beginRound, goOn, nextAgain, type RenewalRound } from "./round.ts";

const now = Date.UTC(2026, 10, 22, 22, 17);

/** A round that has read all pages and reads these again, as `region listener`; its last step was such a read, too. */
function reading(...again: string[]): RenewalRound {
  const begun = beginRound("round", {}, ["cn-hangzhou", "cn-shanghai", "cn-beijing"], now);
  return { ...begun, region: 3, state: "waiting", again };
}

test.each<[number, string[]]>([
  [60, ["cn-hangzhou lsn-1", "cn-hangzhou lsn-2"]],
  [30, ["cn-hangzhou lsn-1", "cn-shanghai lsn-2"]],
  [20, ["cn-hangzhou lsn-1", "cn-shanghai lsn-2", "1000000000000001/cn-hangzhou lsn-3"]],
])("each region is read again once a minute: after %i s the next of %j", (pauseSeconds, again) => {
  expect(goOn(reading(...again), now)).toMatchObject({ state: "waiting", pauseSeconds });
});

test("after the last page a minute passes, however many regions there are: the last ones were read just now", () => {
  const round: RenewalRound = { ...reading("cn-hangzhou lsn-1", "cn-shanghai lsn-2"), state: "listing" };
  expect(goOn(round, now)).toMatchObject({ state: "waiting", pauseSeconds: 60 });
});

test("a region of which some listeners were read has its turn again when all others have had theirs", () => {
  const many = Array.from({ length: 60 }, (_, index) => `cn-hangzhou lsn-${index}`);
  const first = reading(...many, "cn-shanghai lsn-60");
  const { region, listenerIds } = nextAgain(first);
  expect([region, listenerIds.length]).toEqual(["cn-hangzhou", 50]);
  const second = afterListing(first, region, listenerIds, ["lsn-0"]);
  expect(nextAgain(second)).toEqual({ region: "cn-shanghai", listenerIds: ["lsn-60"] });
  const third = afterListing(second, "cn-shanghai", ["lsn-60"], []);
  expect(nextAgain(third)).toEqual({
    region: "cn-hangzhou",
    listenerIds: [...Array.from({ length: 10 }, (_, index) => `lsn-${50 + index}`), "lsn-0"],
  });
});

test("a thousand regions are looked at by two rounds, each within the bytes of a flow's state", () => {
  const all = Array.from({ length: 1_000 }, (_, index) => `${1_000_000_000_000_000 + index}/ap-southeast-1`);
  const first = beginRound("round", {}, all, 0);
  expect(first.regions).toHaveLength(500);
  expect(first.next).toBe("1000000000000500/ap-southeast-1");
  expect(JSON.stringify(first).length).toBeLessThan(20_000);
});
