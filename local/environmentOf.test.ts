import { expect, test } from "vitest";
import { endpointsOf } from "./endpoints.ts";
import { environmentOf } from "./environmentOf.ts";
import { portsFrom } from "./portBlock.ts";

test("a child process finds every product under the names that Terraform's provider and albflow read, and its keys", () => {
  const keys = { accessKeyId: "id", accessKeySecret: "secret" };
  const environment = environmentOf(endpointsOf(portsFrom(7700), 10_000), {
    keys,
    region: "cn-hangzhou",
    accountId: "1234567890123456",
  });
  expect(environment).toMatchObject({
    ALIBABA_CLOUD_ACCESS_KEY_ID: "id",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
    ALICLOUD_SECRET_KEY: "secret",
    ALB_ENDPOINT: "127.0.0.1:7701",
    ALBFLOW_ENDPOINT_ALB: "http://127.0.0.1:7701",
    LOG_ENDPOINT: "sls.localhost:7705",
    STS_ENDPOINT: "127.0.0.1:7706",
    ALBFLOW_PORT_OFFSET: "10000",
  });
  const products = Object.keys(environment).flatMap((name) => /^([A-Z]+)_ENDPOINT$/.exec(name)?.[1] ?? []);
  expect(products.sort()).toEqual(["ALB", "ALIDNS", "CAS", "CMS", "FC", "FNF", "KMS", "LOG", "RAM", "STS"]);
});
