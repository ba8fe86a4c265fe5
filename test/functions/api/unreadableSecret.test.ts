import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiCloud, startApiCloud } from "./apiCloud.ts";

let cloud: ApiCloud;
beforeAll(async () => {
  cloud = await startApiCloud(
    {
      ALBFLOW_SECRET: "kms:albflow/secret",
      ALBFLOW_SIGN_IN_CLIENT_ID: "albflow",
      ALBFLOW_SIGN_IN_CLIENT_SECRET: "kms:albflow/sign-in",
    },
    { timersOf: [] },
  );
});
afterAll(() => cloud.close());

test("secrets that cannot be read in KMS cost the API only what needs them, and tell nobody where they are", async () => {
  expect((await cloud.askInTime("GET", "/health")).status).toBe(200);
  const token = await cloud.token("olga", "operator");
  expect((await cloud.askInTime("GET", "/listeners/lsn-plain", { token })).status).toBe(200);
  const body = { listenerId: "lsn-plain", idleTimeout: 33 };
  const refused = await cloud.askInTime("POST", "/operations/modifyListener", { token, body });
  expect(refused.status).toBeGreaterThanOrEqual(500);
  expect(JSON.stringify(refused.body)).not.toMatch(/kms|albflow\/secret|ALBFLOW_/);
});
