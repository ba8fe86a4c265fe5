import AlbSdk from "@alicloud/alb20200616";
import CasSdk from "@alicloud/cas20200407";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatedClock, simulatedClock } from "../../../shared/platform/clock.ts";
import { makeCertificate } from "../certificates.ts";
import { startTestCloud, type TestCloud } from "../rpc/testCloud.ts";

let clock: SimulatedClock;
let cloud: TestCloud;

beforeEach(async () => {
  clock = simulatedClock(Date.UTC(2026, 10, 22));
  cloud = await startTestCloud({ clock });
});
afterEach(() => cloud.close());

async function upload(name: string, ...names: string[]): Promise<string> {
  const { certificatePem, privateKeyPem } = await makeCertificate({ names });
  const { body } = await cloud.casClient.uploadUserCertificate(
    new CasSdk.UploadUserCertificateRequest({ name, cert: certificatePem, key: privateKeyPem }),
  );
  return `${body?.certId}-cn-hangzhou`;
}

test("a listener is created, stopped, started and deleted through the official SDK", async () => {
  const { albClient } = cloud;
  const created = await albClient.createLoadBalancer(
    new AlbSdk.CreateLoadBalancerRequest({
      vpcId: "vpc-1",
      addressType: "Internet",
      loadBalancerEdition: "Standard",
      loadBalancerBillingConfig: new AlbSdk.CreateLoadBalancerRequestLoadBalancerBillingConfig({ payType: "PostPay" }),
      zoneMappings: ["b", "g"].map(
        (zone) =>
          new AlbSdk.CreateLoadBalancerRequestZoneMappings({ zoneId: `cn-hangzhou-${zone}`, vSwitchId: `vsw-${zone}` }),
      ),
    }),
  );
  const loadBalancerId = created.body?.loadBalancerId ?? "";
  expect(loadBalancerId).toMatch(/^alb-[a-z0-9]{18}$/);
  await clock.advance(1_000);
  const group = await albClient.createServerGroup(
    new AlbSdk.CreateServerGroupRequest({
      serverGroupName: "web",
      serverGroupType: "Ip",
      vpcId: "vpc-1",
      healthCheckConfig: new AlbSdk.CreateServerGroupRequestHealthCheckConfig({ healthCheckEnabled: false }),
    }),
  );
  await clock.advance(1_000);
  const serverGroupId = group.body?.serverGroupId ?? "";
  await albClient.addServersToServerGroup(
    new AlbSdk.AddServersToServerGroupRequest({
      serverGroupId,
      servers: [
        new AlbSdk.AddServersToServerGroupRequestServers({ serverId: "127.0.0.1", serverType: "Ip", port: 8080 }),
      ],
    }),
  );
  const certificateId = await upload("shop", "shop.example.com");
  const listener = await albClient.createListener(
    new AlbSdk.CreateListenerRequest({
      loadBalancerId,
      listenerProtocol: "HTTPS",
      listenerPort: 443,
      certificates: [new AlbSdk.CreateListenerRequestCertificates({ certificateId })],
      defaultActions: [
        new AlbSdk.CreateListenerRequestDefaultActions({
          type: "ForwardGroup",
          forwardGroupConfig: new AlbSdk.CreateListenerRequestDefaultActionsForwardGroupConfig({
            serverGroupTuples: [
              new AlbSdk.CreateListenerRequestDefaultActionsForwardGroupConfigServerGroupTuples({ serverGroupId }),
            ],
          }),
        }),
      ],
    }),
  );
  const listenerId = listener.body?.listenerId ?? "";
  const status = async () =>
    (await albClient.getListenerAttribute(new AlbSdk.GetListenerAttributeRequest({ listenerId }))).body?.listenerStatus;
  const job = async (jobId: string | undefined) =>
    (await albClient.listAsynJobs(new AlbSdk.ListAsynJobsRequest({ jobIds: [jobId] }))).body?.jobs?.[0]?.status;

  expect(await status()).toBe("Provisioning");
  await clock.advance(1_000);
  expect(await status()).toBe("Running");
  expect(await job(listener.body?.jobId)).toBe("Succeeded");

  const stop = await albClient.stopListener(new AlbSdk.StopListenerRequest({ listenerId }));
  expect(await status()).toBe("Configuring");
  expect(await job(stop.body?.jobId)).toBe("Processing");
  await expect(albClient.startListener(new AlbSdk.StartListenerRequest({ listenerId }))).rejects.toMatchObject({
    code: "IncorrectStatus.Listener",
    statusCode: 400,
    data: { Message: `The status of ${listenerId} [Configuring] is incorrect.` },
  });
  await clock.advance(1_000);
  expect(await status()).toBe("Stopped");

  await albClient.startListener(new AlbSdk.StartListenerRequest({ listenerId }));
  await clock.advance(1_000);
  expect(await status()).toBe("Running");

  await albClient.deleteListener(new AlbSdk.DeleteListenerRequest({ listenerId }));
  await clock.advance(1_000);
  await expect(status()).rejects.toMatchObject({ code: "ResourceNotFound.Listener", statusCode: 404 });
});
