import { expect, test, vi } from "vitest";
import type { Session } from "../session.ts";
import { casOfCertificate, openCas } from "./cas.ts";

const calledHosts: string[] = [];

vi.mock("./openApi.ts", async () => {
  const { endpointOf } = await import("../session.ts");
  return {
    openTypedClient: (_product: string, _version: string, session: Session) => ({
      call: async () => void calledHosts.push(endpointOf(session, "cas").host),
    }),
  };
});

const sessionIn = (region: string, endpoints: Session["endpoints"] = {}): Session => ({
  region,
  accountId: "1234567890123456",
  credentials: { accessKeyId: "key", accessKeySecret: "secret" },
  endpoints,
});

test.each([
  ["of the mainland, for a listener abroad", "ap-southeast-1", "24664588-cn-hangzhou", "cas.aliyuncs.com"],
  [
    "of the mainland, for a listener in another region of it",
    "cn-zhangjiakou",
    "24664588-cn-hangzhou",
    "cas.aliyuncs.com",
  ],
  [
    "of Singapore, for a listener in Silicon Valley",
    "us-west-1",
    "7-ap-southeast-1",
    "cas.ap-southeast-1.aliyuncs.com",
  ],
  ["of Singapore, for a listener in Hangzhou", "cn-hangzhou", "7-ap-southeast-1", "cas.ap-southeast-1.aliyuncs.com"],
  ["of Frankfurt, for a listener in Frankfurt", "eu-central-1", "7-eu-central-1", "cas.eu-central-1.aliyuncs.com"],
  ["of a site that its id does not name", "ap-southeast-1", "another-shape", "cas.ap-southeast-1.aliyuncs.com"],
])("a certificate %s is asked for where it is kept", async (_, region, id, host) => {
  calledHosts.length = 0;
  const cas = casOfCertificate(openCas(sessionIn(region)), id);
  await cas.call("GetUserCertificateDetail", { CertId: 7 });
  // From there, too.
  await casOfCertificate(cas, id).call("GetUserCertificateDetail", { CertId: 7 });
  expect(calledHosts).toEqual([host, host]);
});

test("an endpoint that is set is called for certificates of every site", async () => {
  calledHosts.length = 0;
  const cas = openCas(sessionIn("ap-southeast-1", { cas: "127.0.0.1:7702" }));
  await casOfCertificate(cas, "7-cn-hangzhou").call("GetUserCertificateDetail", { CertId: 7 });
  expect(calledHosts).toEqual(["127.0.0.1:7702"]);
});
