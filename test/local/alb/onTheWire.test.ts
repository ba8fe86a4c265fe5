import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, type PeerCertificate } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DataPlane } from "../../../local/alb/dataPlane/contract.ts";
import { createDataPlane } from "../../../local/alb/dataPlane/dataPlane.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { makeCertificate } from "../certificates.ts";
import { ROOT, startTestCloud, type TestCloud } from "../rpc/testCloud.ts";
import { contractCertificates, contractSeed } from "./contractSeed.ts";

let cloud: TestCloud;
let plane: DataPlane;
const backend = createServer((_request, response) => response.end("from the backend"));

beforeAll(async () => {
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  const { port } = backend.address() as AddressInfo;
  plane = createDataPlane({ clock: systemClock, random: Math.random, writeLogs: () => {}, mapPort: () => 0 });
  cloud = await startTestCloud({ changeMs: 60, dataPlane: plane });
  for (const certId of contractCertificates) {
    const pair = await makeCertificate({ names: [`c${certId}.example.com`] });
    cloud.cas.putCertificate({ name: `c${certId}`, certId, ...pair });
  }
  cloud.alb.importState({
    ...contractSeed,
    rules: [],
    serverGroups: contractSeed.serverGroups?.map((group) => ({
      ...group,
      HealthCheckConfig: { HealthCheckEnabled: false },
      Servers: [{ ServerId: "127.0.0.1", ServerType: "Ip" as const, Port: port }],
    })),
  });
  await cloud.alb.settled();
});
afterAll(async () => {
  await cloud.close();
  await plane.close();
  backend.close();
});

test("what the control plane calls Running is what handshakes get, at once", async () => {
  expect(await servedNames("c1001.example.com", "c1002.example.com", "c1003.example.com")).toEqual([
    "c1001.example.com",
    "c1002.example.com",
    "c1001.example.com",
  ]);
  await change("AssociateAdditionalCertificatesWithListener", { Certificates: [{ CertificateId: "1003" }] });
  expect(await servedNames("c1003.example.com")).toEqual(["c1003.example.com"]);
});

test("a listener that is stopped has no port, and started again it forwards again", async () => {
  const before = plane.endpoint("lsn-1");
  await change("StopListener", {});
  expect(plane.endpoint("lsn-1")).toBeUndefined();
  await expect(handshake("c1001.example.com", before)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  await change("StartListener", {});
  expect(await handshake("c1001.example.com")).toBe("c1001.example.com");
});

test("an unhealthy server is told by GetListenerHealthStatus", async () => {
  const call = (action: string, parameters: Record<string, unknown>) => cloud.alb.call(ROOT, action, parameters);
  await call("AddServersToServerGroup", {
    ServerGroupId: "sgp-1",
    Servers: [{ ServerId: "127.0.0.1", ServerType: "Ip", Port: 1 }],
  });
  await until(async () => (await groupStatus()) === "Available");
  await call("UpdateServerGroupAttribute", {
    ServerGroupId: "sgp-1",
    HealthCheckConfig: {
      HealthCheckEnabled: true,
      HealthCheckInterval: 1,
      HealthCheckTimeout: 1,
      UnhealthyThreshold: 2,
    },
  });
  await until(async () => {
    const { ListenerHealthStatus } = await call("GetListenerHealthStatus", { ListenerId: "lsn-1" });
    const [{ ServerGroupInfos }] = ListenerHealthStatus as [{ ServerGroupInfos: { NonNormalServers: object[] }[] }];
    const ill = ServerGroupInfos[0]?.NonNormalServers.find((server) => "Port" in server && server.Port === 1);
    return JSON.stringify(ill).includes('"Status":"Unhealthy"') && JSON.stringify(ill).includes("CONNECT_FAILED");
  });

  async function groupStatus() {
    const { ServerGroups } = await call("ListServerGroups", { ServerGroupIds: ["sgp-1"] });
    return (ServerGroups as { ServerGroupStatus: string }[])[0]?.ServerGroupStatus;
  }
});

/** Makes a change and polls, as a client does, until the listener is not busy. */
async function change(action: string, parameters: Record<string, unknown>) {
  await cloud.alb.call(ROOT, action, { ListenerId: "lsn-1", ...parameters });
  await until(async () => {
    const { ListenerStatus } = await cloud.alb.call(ROOT, "GetListenerAttribute", { ListenerId: "lsn-1" });
    return ListenerStatus !== "Configuring";
  });
}

async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await systemClock.sleep(10);
}

function servedNames(...names: string[]): Promise<string[]> {
  return Promise.all(names.map((name) => handshake(name)));
}

/** The common name of the certificate that a client gets. */
function handshake(servername: string, endpoint = plane.endpoint("lsn-1")): Promise<string> {
  return new Promise((resolve, reject) => {
    const { address: host = "127.0.0.1", port = 0 } = endpoint ?? {};
    const socket = connect({ host, port, servername, rejectUnauthorized: false }, () => {
      const certificate: PeerCertificate = socket.getPeerCertificate();
      socket.destroy();
      resolve(String(certificate.subject.CN));
    });
    socket.on("error", reject);
  });
}
