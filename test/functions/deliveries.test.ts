import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import { seededRandom } from "../../local/random.ts";
import { cloudStateOf, wordsIn } from "../chaos/cloudState.ts";
import { shortExample } from "../shortCanary.ts";
import { longTest, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { type Delivery, deliverAgain, deliveriesOf } from "./support/deliveriesOf.ts";
import { writesOf } from "./support/writesOf.ts";

let cloud: SimulatedCloud;
let familiar: Set<string>;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
  familiar = wordsIn(cloudStateOf(cloud));
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

/** What holds after a run, however often what was delivered. Log records and reports may be there twice. */
const effects = () => ({
  seed: cloudStateOf(cloud, familiar),
  writes: writesOf(cloud).map((write) => write.replace(/ (lsn|sgp|rule)-\w{18}$/, " (new)")),
});

/** Each of them one to four times more, in any order, the same for one seed. */
function shuffled(deliveries: Delivery[], randomSeed: string): Delivery[] {
  const random = seededRandom(randomSeed);
  return deliveries
    .flatMap((delivery) => Array.from({ length: 1 + Math.floor(random() * 4) }, () => delivery))
    .map((delivery) => ({ delivery, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ delivery }) => delivery);
}

/** Runs an operation, and delivers one of the earlier invocations again after each that is new. */
async function runWithEchoes(operation: string, input: object, randomSeed: string): Promise<void> {
  const random = seededRandom(randomSeed);
  await cloud.start(operation, input, "echoed");
  const record = cloud.cloudFlow.state.flows.get(`albflow-${operation}`)?.executions.get("echoed");
  const sent = () => deliveriesOf(cloud, operation, "echoed");
  const isOver = () => record?.execution.status !== "Running";
  const asks = () => record?.history.at(-1)?.type === "TaskSubmitted";
  for (let known = 0; !isOver(); known = sent().length) {
    await cloud.clock.advanceUntil(() => isOver() || asks() || sent().length > known, 600_000);
    if (asks()) await cloud.answer(operation, "echoed", (asked) => cloud.agreement(asked));
    const earlier = sent().slice(0, known);
    const echo = earlier[Math.floor(random() * earlier.length)];
    if (echo !== undefined) await deliverAgain(cloud, echo);
  }
}

describe.each(sampled(10, Object.values(operations)))("$name", (operation) => {
  const { name } = operation;
  const example = shortExample(operation);
  test("has one effect, however often its invocations come while it runs and after it", async () => {
    const once = await cloud.run(name, example, "echoed");
    expect(once.verdict).toMatchObject({ state: "verified" });
    const expected = effects();
    await cloud.reset();
    await runWithEchoes(name, example, name);
    const outcome = await cloud.finish(name, "echoed");
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(effects()).toEqual(expected);
    for (const late of shuffled(deliveriesOf(cloud, name, "echoed"), name)) await deliverAgain(cloud, late);
    expect(effects()).toEqual(expected);
  });
});

longTest("invocations of an execution that was undone do nothing to what another has made since", async () => {
  const input = { listenerId: "lsn-demo4u54y73wq7b", certificateId: "24870011-cn-hangzhou" };
  const broken = cloud.faults.add({
    service: "alb",
    action: "DissociateAdditionalCertificatesFromListener",
    fault: { kind: "failJob", code: "SystemBusy", message: "System is busy." },
  });
  const first = await cloud.run("promoteCertificate", input, "first");
  expect(first.verdict).toMatchObject({ state: "failed" });
  cloud.faults.clear(broken);
  expect((await cloud.run("promoteCertificate", { undo: "first" }, "back")).verdict).toMatchObject({
    state: "verified",
  });
  expect((await cloud.run("promoteCertificate", input, "second")).verdict).toMatchObject({ state: "verified" });
  const expected = effects();
  for (const late of deliveriesOf(cloud, "promoteCertificate", "first")) await deliverAgain(cloud, late);
  expect(effects()).toEqual(expected);
});
