import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { handshake } from "../shared/core/probes/handshake.ts";
import { endpointOf } from "../test/functions/wire/endpointOf.ts";
import { httpAnswerOf } from "../test/functions/wire/httpAnswerOf.ts";
import { whileRunning } from "../test/functions/wire/whileRunning.ts";
import { coded } from "../test/support/coded.ts";
import { inWholeSuite, longTest } from "../test/support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../test/support/simulatedCloud.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const SHOP = "lsn-demo4u54y73wq7b";
const PORT = 9443;
const RULED = [
  ["/", undefined, [200, "served by the backend\n"]],
  ["/next/page", undefined, [200, "served by the next backend\n"]],
  ["/", "closed.example.com", [503, "closed for the season"]],
] as const;

const copy = (input: object, work: () => Promise<unknown> = async () => {}) =>
  whileRunning(cloud, { operation: "copyListener", input: { listenerPort: PORT, ...input }, stepMs: 250 }, work);
/** Listeners of one instance share its address. */
const there = () => ({ host: endpointOf(cloud, "lsn-ruled").host, port: PORT });
const copied = () => cloud.alb.exportState().listeners.find(({ ListenerPort }) => ListenerPort === PORT);

test("a copy that is not started is stopped at once, and serves nobody from then on", async () => {
  const answers: number[] = [];
  const { verdict } = await copy({ listenerId: "lsn-ruled" }, async () => {
    const [status] = await httpAnswerOf(there());
    answers.push(status);
  });
  expect(verdict).toMatchObject({ state: "verified" });
  expect(verdict?.plan?.steps).toEqual([
    coded("step-create-closed-group"),
    coded("step-create-listener", { protocol: "HTTP", port: 9443, loadBalancerId: "alb-demo" }),
    coded("step-stop-listener", { listenerId: "@copy" }),
    coded("step-update-listener", { fields: ["DefaultActions"], listenerId: "@copy" }),
    coded("step-create-rules", { count: 2, listenerId: "@copy" }),
    coded("step-delete-server-group", { serverGroupId: "@closedGroup" }),
  ]);
  expect(answers).not.toContain(200);
  // It is made, and at most the two seconds that ALB takes to make and to stop it pass: eight steps and those at the ends.
  expect(answers.filter((status) => status !== 0).length).toBeLessThanOrEqual(12);
  const stopped = answers.lastIndexOf(503) + 1;
  expect(answers.slice(stopped)).toEqual(answers.slice(stopped).map(() => 0));
  expect(await httpAnswerOf(there())).toEqual([0, "ECONNREFUSED"]);
  expect(copied()).toMatchObject({ ListenerStatus: "Stopped", ListenerProtocol: "HTTP" });
});

longTest("a copy of an HTTP listener over HTTPS has its rules behind the certificate that was named", async () => {
  const input = {
    listenerId: "lsn-ruled",
    listenerProtocol: "HTTPS",
    certificateId: cloud.seed.successor.id,
    start: true,
  };
  const { verdict } = await copy(input);
  expect(verdict).toMatchObject({ state: "verified" });
  expect((await handshake({ ...there(), serverName: "shop.example.com" })).serial).toBe(cloud.seed.successor.serial);
  for (const [path, hostname, answer] of RULED) {
    expect(await httpAnswerOf({ ...there(), path, ...(hostname && { hostname }), isSecure: true })).toEqual(answer);
  }
  await whileRunning(
    cloud,
    { operation: "copyListener", input: { undo: "wire-copyListener" }, execution: "back" },
    async () => {},
  );
  expect(copied()).toBeUndefined();
  expect(await httpAnswerOf(there())).toEqual([0, "ECONNREFUSED"]);
});

inWholeSuite(() => {
  test("a copy of an HTTP listener for HTTP has its rules", async () => {
    const { verdict } = await copy({ listenerId: "lsn-ruled", start: true });
    expect(verdict).toMatchObject({ state: "verified" });
    for (const [path, hostname, answer] of RULED) {
      expect(await httpAnswerOf({ ...there(), path, ...(hostname && { hostname }) })).toEqual(answer);
    }
  });
});

test("a copy of an HTTPS listener over HTTP needs no certificate", async () => {
  const { verdict } = await copy({ listenerId: SHOP, listenerProtocol: "HTTP", start: true });
  expect(verdict).toMatchObject({ state: "verified" });
  expect(await httpAnswerOf(there())).toEqual([200, "served by the backend\n"]);
});

test("a copy of an HTTPS listener serves its additional certificates and speaks its TLS versions", async () => {
  const { verdict } = await copy({ listenerId: SHOP, start: true });
  expect(verdict).toMatchObject({ state: "verified" });
  const { expiring, bystander } = cloud.seed;
  expect((await handshake(there())).serial).toBe(expiring.serial);
  expect((await handshake({ ...there(), serverName: "partner.example.net" })).serial).toBe(bystander.serial);
  await expect(handshake({ ...there(), version: "TLSv1.3" })).rejects.toMatchObject({
    reason: { code: "unreachable", params: { what: coded("no-handshake", { serverName: null }) } },
  });
  const probes = verdict?.seen.map(({ probe, found }) => [probe, found]);
  expect(probes).toContainEqual([coded("probe-tls-version", { version: "TLSv1.2" }), coded("value-offered")]);
  expect(probes).toContainEqual([coded("probe-tls-version", { version: "TLSv1.3" }), coded("value-refused")]);
});

const client = (certificateId: string | null) => coded("probe-client-certificate", { certificateId });

test("a copy of a listener with mutual authentication turns away whom the original turns away", async () => {
  const verification = {
    clientCertificateId: "25200101-cn-hangzhou",
    rejectedClientCertificateId: "25200103-cn-hangzhou",
  };
  const { verdict } = await copy({ listenerId: "lsn-mutual", start: true, verification });
  expect(verdict).toMatchObject({ state: "verified" });
  const probes = verdict?.seen.map(({ probe, found }) => [probe, found]);
  expect(probes).toContainEqual([client(null), coded("value-rejected")]);
  expect(probes).toContainEqual([client("25200101-cn-hangzhou"), coded("value-admitted")]);
  expect(probes).toContainEqual([client("25200103-cn-hangzhou"), coded("value-rejected")]);
});

test.each([
  [
    "another listener",
    { listenerId: SHOP, listenerPort: 8443 },
    coded("port-taken", { protocol: "HTTPS", port: 8443, loadBalancerId: "alb-demo", listenerId: "lsn-mutual" }),
  ],
  [
    "another listener of another protocol",
    { listenerId: SHOP, listenerPort: 8081 },
    coded("dry-run-objection", {
      action: "CreateListener",
      cause: coded("cloud-error", {
        product: "alb",
        action: "CreateListener",
        cloudCode: "ResourceAlreadyExist.Listener",
        requestId: expect.any(String),
        message: "The specified resource 8081 is already exist",
      }),
      otherwise: null,
    }),
  ],
  [
    "TLS without any certificate",
    { listenerId: "lsn-ruled", listenerProtocol: "HTTPS" },
    coded("copy-without-certificate", { protocol: "HTTPS" }),
  ],
])("a copy is refused for its place or its protocol: %s", async (_, input, why) => {
  const { verdict } = await copy(input);
  expect(verdict).toMatchObject({
    state: "refused",
    reason: { code: "operation-refused", params: { operation: "copyListener", reasons: [why] } },
  });
  expect(cloud.calls.recent({ action: "CreateListener" }).filter(({ status }) => status === 200)).toEqual([]);
});
