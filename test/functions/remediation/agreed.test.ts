import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { localSession } from "../../../cli/localSession.ts";
import { LOCAL_SECRET, secretFor } from "../../../shared/access/secretFor.ts";
import { openCloudFlow } from "../../../shared/clients/cloudFlow.ts";
import { carryOut } from "../../../shared/remediation/carryOut.ts";
import type { Remedy, RemedyState } from "../../../shared/remediation/remedy.ts";
import { changeRow } from "../support/changeRow.ts";
import { type RemediationCloud, SHOP, startRemediationCloud } from "./remediationCloud.ts";

let cloud: RemediationCloud;
beforeAll(async () => {
  cloud = await startRemediationCloud({ ALBFLOW_APPROVALS_NEEDED: "2" });
});
beforeEach(async () => {
  await cloud.again();
  await changeRow(cloud, "listeners", SHOP, { SecurityPolicyId: "tls_cipher_policy_1_0" });
});
afterAll(() => cloud.close());

const harden = (agreedBy: string[]): Remedy => ({
  act: "remedy",
  rule: "harden",
  resource: SHOP,
  eventId: "e-1",
  because: "It was weakened.",
  operation: "changeTlsPolicy",
  input: { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_2", requestedBy: "remediation, rule harden" },
  agreedBy,
});

/** Looks at a remedy as its flow does, so many times, and lets time pass in between. */
async function carriedOut(remedy: Remedy, looks: number): Promise<RemedyState> {
  let state: Remedy | RemedyState = remedy;
  for (let look = 0; look < looks; look += 1) {
    const carried: RemedyState = await carryOut(state, "remedy-1", {
      cloudFlow: openCloudFlow(localSession(cloud)),
      prefix: "albflow",
      remediation: "on",
      voteKey: () => secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, "votes"),
      now: cloud.clock.now(),
    });
    if (carried.state !== "waiting") return carried;
    await cloud.clock.advance(carried.pauseSeconds * 1_000);
    state = carried;
  }
  return state as RemedyState;
}

test("who has agreed in the rule need not be asked, and stands in the record", async () => {
  expect(await carriedOut(harden(["ada", "grace"]), 20)).toMatchObject({ state: "done" });
  expect((await cloud.listener(SHOP)).SecurityPolicyId).toBe("tls_cipher_policy_1_2");
  const outcome = await cloud.finish("changeTlsPolicy", "remedy-1");
  expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["ada", "grace"] });
});

test.each([
  ["nobody", []],
  ["one of two", ["ada"]],
  ["one of two, twice", ["ada", "Ada"]],
  ["the rule itself", ["remediation, rule harden", "ada"]],
])("%s in the rule is not enough, and somebody else is asked", async (_who, agreedBy) => {
  expect(await carriedOut(harden(agreedBy), 12)).toMatchObject({ state: "waiting" });
  expect((await cloud.listener(SHOP)).SecurityPolicyId).toBe("tls_cipher_policy_1_0");
  const { history } = cloud.cloudFlow.state.flows.get("albflow-changeTlsPolicy")?.executions.get("remedy-1") ?? {};
  expect(history?.length).toBeLessThan(100);
});

test("a remedy that is switched off before it begins does nothing", async () => {
  const carrying = {
    cloudFlow: openCloudFlow(localSession(cloud)),
    prefix: "albflow",
    voteKey: () => secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, "votes"),
    now: cloud.clock.now(),
  };
  for (const remediation of ["off", "observe"] as const) {
    const carried = await carryOut(harden(["ada", "grace"]), "remedy-1", { ...carrying, remediation });
    expect(carried).toMatchObject({ state: "failed", outcome: "Remediation was switched off before it began." });
  }
  expect(cloud.executionsOf("changeTlsPolicy")).toEqual([]);
});
