import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { exampleStage } from "../deployment/configuration/configurationHere.ts";
import { readRendered } from "../deployment/readRendered.ts";
import { dnsNameOf } from "../local/alb/intranetName.ts";
import type { FunctionSpec } from "../local/fc/functionSpec.ts";
import type { ProbeResult } from "../shared/core/verdict.ts";
import { changeRow } from "../test/functions/support/changeRow.ts";
import { endpointOf } from "../test/functions/wire/endpointOf.ts";
import { invoke } from "../test/functions/wire/invoke.ts";
import { coded } from "../test/support/coded.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../test/support/simulatedCloud.ts";

const LISTENER = "lsn-demo4u54y73wq7b";
const network = ["vpc-a", "vpc-b"].map((vpcId) => ({ vpcId, vSwitchIds: ["vsw-1"], securityGroupId: "sg-1" }));

let cloud: SimulatedCloud;
beforeAll(async () => {
  const { resources } = readRendered("1234567890123456", { ...exampleStage().settings, network });
  const deployed = Object.values(resources).filter(({ component }) => component.startsWith("fc3"));
  cloud = await startSimulatedCloud({
    timersOf: [],
    functions: () => deployed.map(({ props }) => props as unknown as FunctionSpec),
  });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const rotation = () => ({
  listenerId: LISTENER,
  certificateId: cloud.seed.expiring.id,
  successorId: cloud.seed.successor.id,
});

/** Makes the demo's instance an internal one of a VPC; gives the name of it. */
async function moveInto(vpcId: string): Promise<string> {
  const internal = { LoadBalancerId: "alb-demo", AddressType: "Intranet", VpcId: vpcId } as const;
  const DNSName = dnsNameOf(internal, endpointOf(cloud, LISTENER).host);
  await changeRow(cloud, "loadBalancers", "alb-demo", { ...internal, DNSName });
  return DNSName;
}

/** The functions that were asked to look since the beginning. */
function askedToLook(): string[] {
  const invoked = cloud.calls.recent({}).filter(({ action }) => action === "InvokeFunction");
  const names = invoked.map(({ resource = "" }) => resource.replace(/^functions\//, ""));
  return [...new Set(names)].filter((name) => name.startsWith("albflow-probe")).sort();
}

test.each([
  ["vpc-a", "albflow-probe"],
  ["vpc-b", "albflow-probe2"],
])("a listener of an internal instance in %s is rotated and verified through %s", async (vpcId, probe) => {
  await moveInto(vpcId);
  const input = rotation();
  const { verdict } = await cloud.run("rotateCertificate", input, "inside");
  expect(verdict).toMatchObject({ state: "verified" });
  const handshakes = verdict?.seen.filter((one) => one.probe.code === "probe-handshake") ?? [];
  expect(handshakes.length).toBeGreaterThan(2);
  expect(handshakes.map(({ inconclusive }) => inconclusive).filter((why) => why !== null)).toEqual([]);
  expect(askedToLook()).toEqual([probe]);
});

test("everything that is looked at of a listener is looked at from inside, versions and ciphers too", async () => {
  await moveInto("vpc-b");
  const { probes } = (await invoke(cloud, "verify", { listenerId: LISTENER })) as { probes: ProbeResult[] };
  expect(probes.filter(({ inconclusive, problem }) => inconclusive !== null || problem !== null)).toEqual([]);
  const kinds = new Set(probes.map(({ probe }) => probe.code));
  expect([...kinds].sort()).toEqual([
    "probe-cipher",
    "probe-client-certificate",
    "probe-handshake",
    "probe-http",
    "probe-tls-version",
  ]);
});

test("where no function stands in the VPC, nothing is written, and the setting that would help is named", async () => {
  const host = await moveInto("vpc-c");
  const input = rotation();
  const { verdict } = await cloud.run("rotateCertificate", input, "outside");
  const outOfReach = coded("vpc-out-of-reach", {
    vpcId: "vpc-c",
    cause: coded("unreachable", {
      what: coded("no-connection"),
      host,
      port: expect.any(Number),
      cause: expect.any(Object),
    }),
  });
  expect(verdict).toMatchObject({
    state: "refused",
    writes: [],
    reason: { code: "operation-refused", params: { reasons: [coded("not-verifiable", { cause: outOfReach })] } },
  });
  expect(askedToLook()).toEqual([]);
});

test("who accepts that nobody sees it is told so in the plan, before anything is written", async () => {
  await moveInto("vpc-c");
  const input = { listenerId: LISTENER, idleTimeout: 20, verification: { acceptUnreachable: true } };
  const { verdict } = await cloud.run("modifyListener", input, "blind");
  expect(verdict?.plan?.effect).toContainEqual(coded("stays-unverified", { vpcId: "vpc-c" }));
  await cloud.reset();
  await moveInto("vpc-a");
  const seen = await cloud.run("modifyListener", input, "seen");
  expect(seen.verdict?.plan?.effect.map(({ code }) => code)).not.toContain("stays-unverified");
});

test("what is sent to it and is no look is refused", async () => {
  expect(await invoke(cloud, "probe", { kind: "handshake" })).toMatchObject({ errorType: "InvalidInput" });
  expect(await invoke(cloud, "probe", { kind: "shell", host: "a", port: 1 })).toMatchObject({
    errorType: "InvalidInput",
  });
});
