import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { coded } from "../../test/support/coded.ts";
import type { FcContext } from "./functionCompute.ts";
import { INVALID_SETTING } from "./settings/readSetting.ts";
import { secretSetting } from "./settings/secretSetting.ts";
import { withSecrets } from "./withSecrets.ts";

const ROOT = { accountId: "1234567890123456", accessKeyId: "local" };
const ARN = "acs:kms:cn-hangzhou:1234567890123456:secret/";
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0 });
  vi.stubEnv("ALBFLOW_ENDPOINT_KMS", cloud.endpoints.kms);
  for (const SecretName of ["shop/lark", "shop/other"]) {
    await cloud.kms.call(ROOT, "CreateSecret", { SecretName, SecretData: `${SecretName} planted`, VersionId: "1" });
  }
  cloud.ram.putRole({
    name: "reader",
    trusts: ["fc.aliyuncs.com"],
    policies: [
      {
        Version: "1",
        Statement: [
          { Effect: "Allow", Action: ["kms:GetSecretValue"], Resource: [`${ARN}shop/lark`, `${ARN}shop/late`] },
        ],
      },
    ],
  });
});
afterAll(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await cloud.close();
});

const warned: unknown[] = [];
function context(): FcContext {
  const write = (...values: unknown[]) => void warned.push(...values);
  return {
    requestId: "1",
    credentials: cloud.ram.assumeRole("acs:ram::1234567890123456:role/reader", "fc.aliyuncs.com"),
    function: { name: "notify", handler: "index.handler", memory: 256, timeout: 60 },
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    logger: { debug: write, info: write, warn: write, error: write, log: write },
  };
}
const asked = () => cloud.calls.recent().filter(({ action }) => action === "GetSecretValue").length;

test("a secret of KMS is read with the function's own role, kept in memory, and followed when it is rotated", async () => {
  vi.stubEnv("ALBFLOW_LARK_URL", "kms:shop/lark");
  const handler = withSecrets(async () => process.env.ALBFLOW_LARK_URL);
  const event = Buffer.from("{}");
  expect(await handler(event, context())).toBe("shop/lark planted");
  expect(await handler(event, context())).toBe("shop/lark planted");
  expect(asked()).toBe(1);
  await cloud.kms.call(ROOT, "PutSecretValue", { SecretName: "shop/lark", SecretData: "rotated", VersionId: "2" });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 301_000 });
  expect(await handler(event, context())).toBe("rotated");
  vi.setSystemTime(Date.now() + 301_000);
  cloud.faults.add({
    service: "kms",
    action: "GetSecretValue",
    fault: { kind: "refuse", status: 503, code: "ServiceUnavailable", message: "busy" },
  });
  // While KMS does not answer, what was read before holds.
  expect(await handler(event, context())).toBe("rotated");
  expect(warned.join()).toContain("shop/lark");
  expect(warned.join()).not.toContain("planted");
  cloud.faults.clear();
  vi.useRealTimers();
});

test("another secret of the account is denied, which costs whoever needs it and nobody else", async () => {
  vi.stubEnv("ALBFLOW_LARK_URL", "kms:shop/other");
  vi.stubEnv("ALBFLOW_WECOM_URL", "kms:shop/lark");
  let needed = "ALBFLOW_WECOM_URL";
  const handler = withSecrets(async () => secretSetting(process.env, needed));
  const event = Buffer.from("{}");
  expect(await handler(event, context())).toBe("rotated");
  needed = "ALBFLOW_LARK_URL";
  const denied = await handler(event, context()).catch((error: unknown) => error);
  expect(denied).toMatchObject({
    kind: "Denied",
    code: INVALID_SETTING,
    reason: coded("kms-secret-unreadable", {
      variable: "ALBFLOW_LARK_URL",
      name: "shop/other",
      cause: expect.anything() as object,
    }),
  });
});

test("a secret that could not be read is there when it can be", async () => {
  vi.stubEnv("ALBFLOW_LARK_URL", "kms:shop/late");
  const handler = withSecrets(async () => secretSetting(process.env, "ALBFLOW_LARK_URL"));
  const event = Buffer.from("{}");
  await expect(handler(event, context())).rejects.toMatchObject({ code: INVALID_SETTING });
  await cloud.kms.call(ROOT, "CreateSecret", { SecretName: "shop/late", SecretData: "made", VersionId: "1" });
  expect(await handler(event, context())).toBe("made");
});

test("a reference is never taken for the secret itself", () => {
  expect(() => secretSetting({ ALBFLOW_SECRET: "kms:albflow/secret" }, "ALBFLOW_SECRET")).toThrow("ALBFLOW_SECRET");
});
