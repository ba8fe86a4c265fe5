import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import * as Alidns from "@alicloud/alidns20150109";
import * as Cas from "@alicloud/cas20200407";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Session } from "../session.ts";
import { openAlidns } from "./alidns.ts";
import { openCas } from "./cas.ts";
import { openSdkClient, type SdkClient } from "./openApi.ts";

/** What the wire has seen of the last call, without what differs from call to call. */
let seen: object;
const server = createServer((request, response) => {
  void text(request).then((body) => {
    const { method, headers } = request;
    const url = new URL(request.url ?? "", "http://cloud");
    const { "x-acs-action": action, "x-acs-version": version, "content-type": type } = headers;
    seen = { method, path: url.pathname, query: Object.fromEntries(url.searchParams), body, action, version, type };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ RequestId: "1A2B", CertId: 25113402, Cert: "PEM", Name: "shop", RecordId: "9" }));
  });
}).listen(0, "127.0.0.1");
let session: Session;
beforeAll(async () => {
  if (!server.listening) await once(server, "listening");
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "local", accessKeySecret: "local", securityToken: "of a role" };
  session = {
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials,
    endpoints: { cas: host, alidns: host },
  };
});
afterAll(() => server.close());

/** Every call of these products that functions make, with what the product gives along. */
const CALLS: [product: "cas" | "alidns", action: string, parameters: object][] = [
  ["cas", "GetUserCertificateDetail", { CertId: 25113402, CertFilter: false }],
  ["cas", "ListUserCertificateOrder", { OrderType: "UPLOAD", Keyword: "copy of 7", CurrentPage: 2, ShowSize: 100 }],
  ["cas", "UploadUserCertificate", { Name: "shop", Cert: "-----BEGIN CERTIFICATE-----\nMII+/=\n", Key: "a key" }],
  ["cas", "DeleteUserCertificate", { CertId: 25113402 }],
  ["cas", "ListCertWarehouse", { CurrentPage: 1, ShowSize: 50 }],
  ["cas", "ListCert", { WarehouseId: 3, CertType: "CA", CurrentPage: 1, ShowSize: 50 }],
  ["alidns", "DescribeDomains", { PageNumber: 1, PageSize: 100 }],
  ["alidns", "DescribeSubDomainRecords", { SubDomain: "_acme-challenge.example.com", Type: "TXT" }],
  ["alidns", "AddDomainRecord", { DomainName: "example.com", RR: "_acme-challenge", Type: "TXT", Value: "a+b/c=" }],
  ["alidns", "DeleteDomainRecord", { RecordId: "9" }],
];

test.each(CALLS)(
  "of %s, %s is sent as the vendor's own SDK sends it, and answers the same",
  async (product, action, parameters) => {
    const ours = (product === "cas" ? openCas(session) : openAlidns(session)) as unknown as SdkClient<never>;
    const sdk = product === "cas" ? Cas : Alidns;
    const theirs = openSdkClient(async () => sdk as never, product, session) as unknown as SdkClient<never>;
    const answer = await ours.call(action as never, parameters as never);
    const sent = seen;
    const known = await theirs.call(action as never, parameters as never);
    expect(sent).toEqual(seen);
    expect(seen).toMatchObject({ method: "POST", path: "/", action });
    // The SDK drops what its models do not know.
    expect(answer).toMatchObject(known);
    expect(answer).toMatchObject({ RequestId: "1A2B" });
  },
);

test("a call that is not connected is told without the address that the SDK's library adds to it", async () => {
  const gone = createServer().listen(0, "127.0.0.1");
  await once(gone, "listening");
  const { port } = gone.address() as AddressInfo;
  await new Promise((closed) => gone.close(closed));
  const client = openCas({ ...session, endpoints: { cas: `http://127.0.0.1:${port}` } });
  const failure = await client
    .call("GetUserCertificateDetail", { CertId: 1, CertFilter: true })
    .catch((error) => error);
  expect(failure.reason.params).toMatchObject({
    cloudCode: "ECONNREFUSED",
    message: `connect ECONNREFUSED 127.0.0.1:${port}`,
  });
});
