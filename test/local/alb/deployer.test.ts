import AlbSdk from "@alicloud/alb20200616";
import CasSdk from "@alicloud/cas20200407";
import { afterAll, beforeAll, expect, test } from "vitest";
import { simulatedClock } from "../../../shared/platform/clock.ts";
import { makeCertificate } from "../certificates.ts";
import { startTestCloud, type TestCloud } from "../rpc/testCloud.ts";
import { contractCertificates, contractSeed } from "./contractSeed.ts";

// What a certificate deployer does with the official SDKs, in the order in which certimate does it (alb.md §6.2, §13).
const DAY = 86_400_000;
const clock = simulatedClock(Date.UTC(2026, 10, 22));
let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud({ clock, changeMs: 7_000 });
  for (const certId of contractCertificates) {
    const notAfter = new Date(clock.now() + (certId === 1002 ? -DAY : DAY));
    const pair = await makeCertificate({
      names: ["*.example.com"],
      notBefore: new Date(clock.now() - 9 * DAY),
      notAfter,
    });
    cloud.cas.putCertificate({ name: `c${certId}`, certId, ...pair });
  }
  cloud.alb.importState(contractSeed);
});
afterAll(() => cloud.close());

const bound = async (listenerId: string): Promise<string[]> => {
  const ids: string[] = [];
  let nextToken: string | undefined;
  do {
    const request = new AlbSdk.ListListenerCertificatesRequest({
      listenerId,
      certificateType: "Server",
      maxResults: 1,
    });
    if (nextToken !== undefined) request.nextToken = nextToken;
    const { body } = await cloud.albClient.listListenerCertificates(request);
    ids.push(...(body?.certificates ?? []).map(({ certificateId, status }) => `${certificateId} ${status}`));
    nextToken = body?.nextToken;
  } while (nextToken !== undefined);
  return ids;
};

test("a deployer finds, uploads, associates, waits, and takes off what has expired", async () => {
  const listenerId = "lsn-1";
  const { certificatePem, privateKeyPem } = await makeCertificate({ names: ["*.example.com"] });
  const { body: uploaded } = await cloud.casClient.uploadUserCertificate(
    new CasSdk.UploadUserCertificateRequest({ name: "certimate-1", cert: certificatePem, key: privateKeyPem }),
  );
  const certificates = [
    new AlbSdk.AssociateAdditionalCertificatesWithListenerRequestCertificates({
      certificateId: `${uploaded?.certId}-cn-hangzhou`,
    }),
  ];
  await cloud.albClient.associateAdditionalCertificatesWithListener(
    new AlbSdk.AssociateAdditionalCertificatesWithListenerRequest({ listenerId, certificates }),
  );

  const expired = [
    new AlbSdk.DissociateAdditionalCertificatesFromListenerRequestCertificates({ certificateId: "1002-cn-hangzhou" }),
  ];
  const dissociate = () =>
    cloud.albClient.dissociateAdditionalCertificatesFromListener(
      new AlbSdk.DissociateAdditionalCertificatesFromListenerRequest({ listenerId, certificates: expired }),
    );
  // The public failure of certimate#1215: taking off the old one without waiting.
  await expect(dissociate()).rejects.toMatchObject({
    code: "IncorrectStatus.Listener",
    data: { Message: "The status of lsn-1 [Configuring] is incorrect." },
  });
  await clock.advance(10_000);

  const { body: detail } = await cloud.casClient.getUserCertificateDetail(
    new CasSdk.GetUserCertificateDetailRequest({ certId: 1002, certFilter: true }),
  );
  expect([detail?.expired, (detail?.notAfter ?? 0) < clock.now()]).toEqual([true, true]);
  await dissociate();
  expect(await bound(listenerId)).toEqual([
    "1001-cn-hangzhou Associated",
    "1002-cn-hangzhou Diassociating",
    `${uploaded?.certId}-cn-hangzhou Associated`,
  ]);
  // What has left is listed for a while (real-cloud.md CR14).
  await clock.advance(20_000);
  expect(await bound(listenerId)).toEqual([
    "1001-cn-hangzhou Associated",
    `${uploaded?.certId}-cn-hangzhou Associated`,
  ]);
});
