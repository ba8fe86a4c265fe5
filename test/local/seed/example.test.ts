import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { LocalCloud } from "../../../local/cloud.ts";
import { startLocalCloud } from "../../../local/localCloud.ts";
import { simulatedClock, systemClock } from "../../../shared/platform/clock.ts";

const ROOT = { accountId: "1234567890123456", accessKeyId: "local" };
const clock = simulatedClock(systemClock.now());
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, clock, seed: "local/seed/example.yaml" });
});
afterAll(() => cloud.close());

/** What a client of a listener sees: status, who answered, and the text; or the code of the failure. */
function visit(
  listenerId: string,
  { path = "/", host = "shop.example.com", client }: { path?: string; host?: string; client?: string } = {},
): Promise<string> {
  const place = cloud.dataPlane.endpoint(listenerId);
  const secure = listenerId === "lsn-mutual" || listenerId === "lsn-demo4u54y73wq7b";
  const pair = client === undefined ? undefined : cloud.cas.certificate(client);
  return new Promise((resolve) => {
    const asked = (secure ? httpsRequest : httpRequest)(
      {
        host: place?.address,
        port: place?.port,
        path,
        headers: { host },
        agent: false,
        ...(secure && { servername: host, rejectUnauthorized: false }),
        ...(pair !== undefined && { cert: pair.certificatePem, key: pair.privateKeyPem }),
      },
      (response) => {
        response.setEncoding("utf8").once("data", (text: string) => resolve(`${response.statusCode} ${text.trim()}`));
      },
    );
    asked.on("error", ({ code = "" }: NodeJS.ErrnoException) => resolve(code));
    asked.end();
  });
}

async function forwardTo(serverGroupId: string) {
  await cloud.alb.call(ROOT, "UpdateListenerAttribute", {
    ListenerId: "lsn-demo4u54y73wq7b",
    DefaultActions: [
      { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: serverGroupId }] } },
    ],
  });
  await changed();
}

/** Lets the time pass that a change takes, and that health checks need to see whom it leads to. */
async function changed() {
  await clock.advance(30_000);
  await cloud.alb.settled();
}

const attributes = (ListenerId = "lsn-demo4u54y73wq7b") => cloud.alb.call(ROOT, "GetListenerAttribute", { ListenerId });

async function health(ListenerId: string) {
  const answer = await cloud.alb.call(ROOT, "GetListenerHealthStatus", { ListenerId });
  const { ListenerHealthStatus } = answer as {
    ListenerHealthStatus: {
      ServerGroupInfos: { NonNormalServers: { Status: string; Reason?: { ReasonCode: string } }[] }[];
    }[];
  };
  return ListenerHealthStatus.flatMap(({ ServerGroupInfos }) =>
    ServerGroupInfos.flatMap(({ NonNormalServers }) =>
      NonNormalServers.map(({ Status, Reason }) => `${Status} ${Reason?.ReasonCode ?? ""}`.trim()),
    ),
  );
}

describe("in the example seed", () => {
  it.each([
    ["25200101-cn-hangzhou", "200 served by the backend"],
    ["25200102-cn-hangzhou", "ECONNRESET"],
    ["25200103-cn-hangzhou", "ECONNRESET"],
    [undefined, "ECONNRESET"],
  ])("with the client certificate %s, lsn-mutual answers %s", async (client, seen) => {
    expect(await visit("lsn-mutual", { host: "mutual.example.com", ...(client !== undefined && { client }) })).toMatch(
      seen === "ECONNRESET" ? /^(ECONNRESET|EPIPE|ERR_SSL_\w+)$/ : seen,
    );
  });

  it("the successor of the CA lets its own clients in, and the others no more", async () => {
    const [, next] = cloud.cas.exportState().caCertificates;
    expect(next?.Identifier).toBe("1ef0c11e-c0a2-6e40-9d52-00163e0c1a02");
    await cloud.alb.call(ROOT, "UpdateListenerAttribute", {
      ListenerId: "lsn-mutual",
      CaCertificates: [{ CertificateId: next?.Identifier }],
    });
    await changed();
    const host = "mutual.example.com";
    expect(await visit("lsn-mutual", { host, client: "25200102" })).toBe("200 served by the backend");
    expect(await visit("lsn-mutual", { host, client: "25200101" })).not.toContain("200");
  });

  it.each([
    [{ path: "/" }, "200 served by the backend"],
    [{ path: "/next/page" }, "200 served by the next backend"],
    [{ host: "closed.example.com" }, "503 closed for the season"],
  ])("lsn-ruled answers %j with %s", async (asked, seen) => {
    expect(await visit("lsn-ruled", asked)).toBe(seen);
  });

  it.each([
    ["sgp-next", "200 served by the next backend"],
    ["sgp-failing", "500 something went wrong"],
    ["sgp-tls", "200 served by the backend with TLS"],
    ["sgp-demo", "200 served by the backend"],
  ])("a listener that forwards to %s answers %s, and its servers are healthy", async (group, seen) => {
    await forwardTo(group);
    expect(await visit("lsn-demo4u54y73wq7b")).toBe(seen);
    expect(await health("lsn-demo4u54y73wq7b")).toEqual([]);
  });

  it("the only server of sgp-broken refuses, and sgp-empty has none", async () => {
    await forwardTo("sgp-broken");
    expect(await visit("lsn-demo4u54y73wq7b")).toMatch(/^502/);
    expect(await health("lsn-demo4u54y73wq7b")).toEqual(["Unhealthy CONNECT_FAILED"]);
    await forwardTo("sgp-empty");
    expect(await visit("lsn-demo4u54y73wq7b")).toMatch(/^503/);
  });

  it("a server group of another network cannot be forwarded to", async () => {
    await expect(forwardTo("sgp-elsewhere")).rejects.toMatchObject({ code: "Mismatch.VpcId" });
  });

  it("what is asked of lsn-traced is logged with its trace", async () => {
    await visit("lsn-traced", { path: "/traced?x=1" });
    await clock.advance(10_000);
    expect(JSON.stringify(cloud.sls.exportState())).toMatch(/"app_lb_id","alb-traced".*"\/traced\?x=1"/);
  });

  it("lsn-quic and alb-guarded are as ALB shows such", async () => {
    expect(await attributes("lsn-quic")).toMatchObject({ ListenerProtocol: "QUIC", ListenerPort: 443 });
    expect(await cloud.alb.call(ROOT, "GetLoadBalancerAttribute", { LoadBalancerId: "alb-guarded" })).toMatchObject({
      ModificationProtectionConfig: { Status: "ConsoleProtection", Reason: "managed by the platform team" },
    });
    expect(await cloud.alb.call(ROOT, "ListSecurityPolicies", { SecurityPolicyIds: ["spy-strict"] })).toMatchObject({
      SecurityPolicies: [{ SecurityPolicyName: "strict", TLSVersions: ["TLSv1.2", "TLSv1.3"] }],
    });
  });

  it.each([
    ["ws", "lsn-plain", "/"],
    ["ws", "lsn-ruled", "/next/"],
    ["wss", "lsn-mutual", "/"],
  ])("a WebSocket over %s through %s comes back as it was sent", async (scheme, listenerId, path) => {
    const { address, port } = cloud.dataPlane.endpoint(listenerId) ?? {};
    const client = cloud.cas.certificate("25200102");
    const socket = new WebSocket(`${scheme}://${address}:${port}${path}`, {
      rejectUnauthorized: false,
      ...(client !== undefined && { cert: client.certificatePem, key: client.privateKeyPem }),
    });
    const received: string[] = [];
    socket.on("message", (data: Buffer, isBinary) => received.push(`${isBinary ? "binary" : "text"} ${data.length}`));
    await new Promise((resolve) => socket.once("open", resolve));
    for (const length of [0, 125, 126, 65_536, 200_000]) socket.send("x".repeat(length));
    socket.send(Buffer.from([1, 2, 3]));
    socket.ping();
    await new Promise((resolve) => socket.once("pong", resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.close(1000);
    expect(await closed).toBe(1000);
    expect(received).toEqual(["text 0", "text 125", "text 126", "text 65536", "text 200000", "binary 3"]);
  });
});

describe("certificates that a seed makes", () => {
  const seed = (issuer: string) => ({
    caCertificates: [{ name: "known" }],
    certificates: [{ name: "one", names: ["one.test"], issuer }],
  });

  it("need an issuer that the seed makes", async () => {
    await expect(cloud.seedWith(seed("unknown"))).rejects.toThrow(
      'certificates[0]: There is no CA "unknown" that is made here. There are: known.',
    );
  });

  it("are shared by clouds that begin alike within a minute, and valid around each one's own time", async () => {
    const at = async (ahead: number) => {
      const other = await startLocalCloud({
        port: 0,
        clock: { ...systemClock, now: () => clock.now() + ahead },
        seed: seed("known"),
      });
      const [row] = other.cas.exportState().certificates;
      await other.close();
      return row?.Cert;
    };
    const now = await at(0);
    expect(await at(1_000)).toBe(now);
    expect(await at(3_600_000)).not.toBe(now);
  });
});
