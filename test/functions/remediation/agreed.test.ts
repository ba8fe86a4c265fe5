import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { localSession } from "../../../cli/localSession.ts";
import { ORIGINS } from "../../../shared/core/origin.ts";
import { type Remedy, signedRemedy } from "../../../shared/features/remediation/remedy.ts";
import { runRemedy } from "../../../shared/features/remediation/runRemedy.ts";
import { openCloudFlow } from "../../../shared/platform/clients/cloudFlow.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { LOCAL_SECRET, secretFor } from "../../../shared/platform/secretFor.ts";
import { sampled } from "../../support/sampled.ts";
import { changeRow } from "../support/changeRow.ts";
import { MINUTE, type RemediationCloud, SHOP, startRemediationCloud } from "./remediationCloud.ts";

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
  reason: reason("event-tls-policy-set", { listenerId: SHOP, policyId: "tls_cipher_policy_1_0", caller: "olga" }),
  operation: "changeTlsPolicy",
  input: { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_2", requestedBy: "remediation, rule harden" },
  agreedBy,
});

/** Has the deployed flow carry out a remedy, as when a rule has begun it. */
const begin = (remedy: Remedy) => beginAs(signedRemedy(key(), "remedy-1", remedy));
const beginAs = (remedy: Remedy) => openCloudFlow(localSession(cloud)).start("albflow-remediate", "remedy-1", remedy);
const key = () => secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, ORIGINS);

test("who has agreed in the rule need not be asked, and stands in the record", async () => {
  await begin(harden(["ada", "grace"]));
  await cloud.clock.advance(5 * MINUTE);
  expect(cloud.remedies()).toEqual(["remedy-1 Succeeded"]);
  expect((await cloud.listener(SHOP)).SecurityPolicyId).toBe("tls_cipher_policy_1_2");
  const outcome = await cloud.finish("changeTlsPolicy", "remedy-1");
  expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["ada", "grace"] });
});

const NOT_ENOUGH: [string, string[]][] = [
  ["nobody", []],
  ["one of two", ["ada"]],
  ["one of two, twice", ["ada", "Ada"]],
  ["the rule itself", ["remediation, rule harden", "ada"]],
];
test.each(sampled(4, NOT_ENOUGH, 2))(
  "%s in the rule is not enough, and somebody else is asked",
  async (_who, agreedBy) => {
    await begin(harden(agreedBy));
    await cloud.clock.advance(30 * MINUTE);
    expect(cloud.remedies()).toEqual(["remedy-1 Running"]);
    expect((await cloud.listener(SHOP)).SecurityPolicyId).toBe("tls_cipher_policy_1_0");
    const { history } = cloud.cloudFlow.state.flows.get("albflow-changeTlsPolicy")?.executions.get("remedy-1") ?? {};
    expect(history?.length).toBeLessThan(100);
  },
);

test("an execution that somebody has started under a remedy's name is nobody's remedy: it gets no word, and a person is asked", async () => {
  const input = { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_1", requestedBy: "mallory" };
  await cloud.start("changeTlsPolicy", input, "remedy-1");
  await cloud.clock.advance(MINUTE);
  await begin(harden(["ada", "grace"]));
  await cloud.clock.advance(10 * MINUTE);
  const [escalation, remedy] = cloud.remedies().toSorted();
  expect(escalation).toMatch(/^escalate-harden-.* Succeeded$/);
  expect(remedy).toBe("remedy-1 Failed");
  expect((await cloud.listener(SHOP)).SecurityPolicyId).toBe("tls_cipher_policy_1_0");
});

test("names in a remedy that remediation has not started itself are nobody's word", async () => {
  await beginAs(harden(["ada", "grace"]));
  await cloud.clock.advance(30 * MINUTE);
  expect(cloud.remedies()).toEqual(["remedy-1 Running"]);
  expect((await cloud.listener(SHOP)).SecurityPolicyId).toBe("tls_cipher_policy_1_0");
});

test("a remedy that is switched off before it begins does nothing", async () => {
  const remedyContext = {
    cloudFlow: openCloudFlow(localSession(cloud)),
    prefix: "albflow",
    voteKey: () => secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, "votes"),
    requestKey: () => secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, "requests"),
    key,
    now: cloud.clock.now(),
  };
  for (const remediation of ["off", "observe"] as const) {
    const carried = await runRemedy(harden(["ada", "grace"]), "remedy-1", { ...remedyContext, remediation });
    expect(carried).toMatchObject({ state: "failed", outcome: { code: "remediation-switched-off", params: {} } });
  }
  expect(cloud.executionsOf("changeTlsPolicy")).toEqual([]);
});
