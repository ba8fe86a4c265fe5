import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { functions, operations } from "../../functions/registry.ts";
import type { ListenerInput } from "../../shared/operation.ts";
import { explain } from "../../shared/verdict.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../simulatedCloud.ts";

/** Every operation is held to this by its own example, which stands in the example world. */
describe.each(Object.values(operations))("$name", ({ name, example, writes }) => {
  let cloud: SimulatedCloud;
  beforeEach(async () => {
    cloud = await startSimulatedCloud();
  });
  afterEach(() => cloud.close());

  const written = () =>
    cloud.calls
      .recent({ service: "alb" })
      .filter(({ action, status }) => writes.includes(action as never) && status === 200);
  const listener = async (): Promise<unknown> => {
    const root = { accountId: cloud.accountId, accessKeyId: "local" };
    const { RequestId: _, ...rest } = await cloud.alb.call(root, "GetListenerAttribute", {
      ListenerId: example.listenerId,
    });
    const { Certificates } =
      rest.ListenerProtocol === "HTTP"
        ? { Certificates: [] }
        : await cloud.alb.call(root, "ListListenerCertificates", { ListenerId: example.listenerId });
    return { rest, Certificates };
  };

  test("is planned without a write, with a diff and a sentence for each step", async () => {
    const answer = await cloud.fc.invoke({
      functionName: `albflow-${name}`,
      body: JSON.stringify({ phase: "preflight", input: example, execution: "plan" }),
      identity: { accountId: cloud.accountId, accessKeyId: "local" },
    });
    const verdict = JSON.parse(answer.body.toString("utf8"));
    expect(verdict).toMatchObject({ state: "go", operation: name });
    expect(verdict.plan.changes.length).toBeGreaterThan(0);
    expect(verdict.plan.steps.length).toBeGreaterThan(0);
    expect(written()).toEqual([]);
  });

  test("is done and verified in at most 8 transitions a step, and is nothing to do after that", async () => {
    const outcome = await cloud.run(name, example);
    expect(outcome.verdict && explain(outcome.verdict)).toMatch(/found everything as configured/);
    expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(outcome.transitions).toBeLessThanOrEqual(8 * (outcome.verdict?.plan?.steps.length ?? 0));
    const after = written().length;
    const again = await cloud.run(name, example, "again");
    // What was replaced is gone, so replacing it again is either done or senseless, but never a write.
    expect(["skip", "refuse"]).toContain(again.verdict?.state);
    expect(written()).toHaveLength(after);
  });

  test("is taken back when the job of its first write fails, and the listener is as before", async () => {
    const before = await listener();
    const fault = { kind: "failJob", code: "SystemBusy", message: "System is busy." } as const;
    for (const action of writes) cloud.faults.add({ service: "alb", action, fault });
    const outcome = await cloud.run(name, example);
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "undone" } });
    expect(outcome.verdict?.cause).toContain("SystemBusy");
    expect(await listener()).toEqual(before);
  });

  test("is started twice and done once", async () => {
    const twice = await Promise.all([cloud.run(name, example, "same"), cloud.run(name, example, "same")]);
    expect(twice[0]).toEqual(twice[1]);
    expect(written()).toHaveLength(twice[0].verdict?.plan?.steps.length ?? -1);
  });

  test("uses only what its role allows, and is never denied", async () => {
    await cloud.run(name, example);
    const own = functions.find((one) => one.name === name)?.permissions ?? [];
    const role = [...cloud.ram.usedActions()].find(([key]) => key.toLowerCase() === `albflow-${name}`.toLowerCase());
    expect(own).toEqual(expect.arrayContaining([...(role?.[1] ?? ["the role was never used"])]));
    expect([...cloud.ram.deniedActions()]).toEqual([]);
  });

  test.each([
    ["an unknown listener", { listenerId: "lsn-nobody" }, "There is no listener lsn-nobody"],
    ["an unknown field", { surprise: 1 }, "surprise"],
    ["a deadline beyond half an hour", { deadlineSeconds: 1_801 }, "deadlineSeconds"],
  ])(
    "refuses %s in words and writes nothing",
    async (_, change: Partial<ListenerInput> & { surprise?: number }, words) => {
      const outcome = await cloud.run(name, { ...example, ...change });
      expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refuse" } });
      expect(outcome.verdict?.because).toContain(words);
      expect(written()).toEqual([]);
    },
  );
});

test("removeCertificates refuses to leave a name without a certificate, unless told to give it up", async () => {
  const cloud = await startSimulatedCloud();
  const { listenerId, bystander, expiring } = cloud.world;
  const outcome = await cloud.run("removeCertificates", { listenerId, certificateIds: [bystander.id] });
  const fallback = await cloud.run("removeCertificates", { listenerId, certificateIds: [expiring.id] }, "default");
  await cloud.close();
  expect(outcome.verdict).toMatchObject({ state: "refuse" });
  expect(outcome.verdict?.because).toContain("partner.example.net would be left without a certificate");
  expect(fallback.verdict?.because).toContain("is its default certificate");
});

test("modifyListener never changes port or protocol, says what to do instead, and keeps what it was not told", async () => {
  const cloud = await startSimulatedCloud();
  const { listenerId } = cloud.world;
  const moved = await cloud.run("modifyListener", { listenerId, listenerPort: 8443 }, "moved");
  const foreign = await cloud.run("modifyListener", { listenerId: "lsn-plain", http2Enabled: true }, "foreign");
  const changed = await cloud.run("modifyListener", {
    listenerId,
    listenerDescription: "renamed",
    xForwardedForConfig: { XForwardedForSLBIdEnabled: true },
  });
  await cloud.close();
  expect(moved.verdict?.because).toContain("make a new listener");
  expect(foreign.verdict?.because).toContain("http2Enabled is for HTTPS listeners only");
  expect(changed.verdict?.plan?.changes).toEqual([
    { field: "ListenerDescription", before: "shop", after: "renamed" },
    {
      field: "XForwardedForConfig",
      before: expect.objectContaining({ XForwardedForEnabled: true, XForwardedForSLBIdEnabled: false }),
      after: expect.objectContaining({ XForwardedForEnabled: true, XForwardedForSLBIdEnabled: true }),
    },
  ]);
});

test("addCertificates refuses an HTTP listener and a certificate that does not exist", async () => {
  const cloud = await startSimulatedCloud();
  const plain = await cloud.run("addCertificates", {
    listenerId: "lsn-plain",
    certificateIds: ["25113407-cn-hangzhou"],
  });
  const nobody = await cloud.run(
    "addCertificates",
    { listenerId: cloud.world.listenerId, certificateIds: ["7-cn-hangzhou"] },
    "nobody",
  );
  await cloud.close();
  expect(plain.verdict?.because).toContain("it is an HTTP listener");
  expect(nobody.verdict).toMatchObject({ state: "refuse" });
});
