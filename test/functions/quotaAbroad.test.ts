import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { storyOf, type Verdict } from "../../shared/core/verdict.ts";
import { cloudStateOf, wordsIn } from "../chaos/cloudState.ts";
import { saidInFull } from "../support/said.ts";
import { longTest } from "../support/sampled.ts";
import type { ApiCloud } from "./api/apiCloud.ts";
import { changeRow } from "./support/changeRow.ts";
import { SHOP, startThreeAccounts } from "./support/threeAccounts.ts";

const LISTENER = "lsn-demo4u54y73wq7b";
const ABROAD = { account: SHOP, region: "cn-beijing" };
const QUOTA = "alb_quota_loadbalancer_certificates_num";

let cloud: ApiCloud;
let mark: ReturnType<ApiCloud["snapshot"]>;
beforeAll(async () => {
  ({ cloud } = await startThreeAccounts());
  mark = cloud.snapshot();
});
beforeEach(() => cloud.reset(mark));
afterAll(() => cloud.close());

const there = () => cloud.at({ accountId: SHOP, region: "cn-beijing" });
const stateThere = (...given: Parameters<typeof cloudStateOf> extends [unknown, ...infer Rest] ? Rest : never) => ({
  ...cloudStateOf(there(), ...given),
  logProjects: [],
});

/** Fills the instance there: so many additional certificates on its listener for QUIC, beside the one on the other. */
function fill(count: number): Promise<void> {
  const AdditionalCertificates = Array.from({ length: count }, (_, index) => ({
    CertificateId: `${60000001 + index}-cn-hangzhou`,
    Status: "Associated" as const,
  }));
  return changeRow(there(), "listeners", "lsn-quic", { AdditionalCertificates });
}

/** What whoever reads of it must know. */
function expectToSayAll(verdict: Verdict | undefined) {
  const text = verdict === undefined ? "" : storyOf(verdict).map(saidInFull).join("\n");
  for (const part of [QUOTA, SHOP, "cn-beijing", "removeCertificates"]) expect(text).toContain(part);
}

test("an operation for which a quota of another account leaves no place is refused: which quota, whose and where, and what to do", async () => {
  await fill(24);
  const before = stateThere(wordsIn(stateThere()));
  const input = { listenerId: LISTENER, listenerPort: 9443, ...ABROAD };
  const outcome = await cloud.run("copyListener", input, "copy-abroad");
  expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
  expectToSayAll(outcome.verdict);
  expect(outcome.verdict?.place).toEqual({ accountId: SHOP, region: "cn-beijing" });
  expect(stateThere(wordsIn(stateThere()))).toEqual(before);
});

longTest(
  "an operation that meets a quota of another account half way is taken back wholly, and says which quota, whose and where",
  async () => {
    const familiar = wordsIn(stateThere());
    const before = stateThere(familiar);
    let filled: Promise<void> | undefined;
    const unsubscribe = cloud.calls.subscribe(({ action, status, code = "" }) => {
      // Others take the last places when the copy has just been made.
      if (action === "CreateListener" && status === 200 && code === "") filled ??= fill(25);
    });
    const outcome = await cloud.run(
      "copyListener",
      { listenerId: LISTENER, listenerPort: 9443, ...ABROAD },
      "copy-abroad",
    );
    unsubscribe();
    await filled;
    expect(filled).toBeDefined();
    expect(outcome.verdict?.state).toBe("rolledBack");
    expectToSayAll(outcome.verdict);
    await fill(0);
    expect(stateThere(familiar)).toEqual(before);
  },
);
