import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createRamService } from "../../../local/ram/ramService.ts";
import { listen, type WireServer } from "../../../local/wire/server.ts";
import { ACCOUNT, testContext } from "../../../test/local/testContext.ts";
import { reason } from "../reasons/reason.ts";
import { findCredentials } from "./credentials.ts";
import { callerIdentity, openRam } from "./ram.ts";

const ROOT = { accessKeyId: "local", accessKeySecret: "local" };
const roleArn = `acs:ram::${ACCOUNT}:role/operator`;
const home = mkdtempSync(join(tmpdir(), "albflow-profiles-"));
let sts: WireServer;
let uris: Server;
let endpoint: string;

beforeAll(async () => {
  sts = await listen(createRamService(testContext()), { port: 0 });
  endpoint = `http://127.0.0.1:${sts.port}`;
  await openRam(ROOT, endpoint).call("CreateRole", {
    RoleName: "operator",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "1",
      Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { RAM: [`acs:ram::${ACCOUNT}:root`] } }],
    }),
  });
  uris = createServer((request, response) => {
    response.statusCode = request.url === "/else" ? 404 : 200;
    const keys = request.url === "/none" ? {} : { AccessKeyId: "local", AccessKeySecret: "local" };
    response.end(JSON.stringify({ Code: "Success", ...keys }));
  });
  await new Promise<void>((resolve) => {
    uris.listen(0, "127.0.0.1", resolve);
  });
  const at = `http://127.0.0.1:${(uris.address() as AddressInfo).port}`;
  const keys = { access_key_id: "local", access_key_secret: "local" };
  const role = { ram_role_arn: roleArn, ram_session_name: "olga", expired_seconds: 900 };
  mkdirSync(join(home, ".aliyun"));
  writeFileSync(
    join(home, ".aliyun", "config.json"),
    JSON.stringify({
      current: "uri",
      profiles: [
        { name: "keys", mode: "AK", ...keys },
        { name: "uri", mode: "CredentialsURI", credentials_uri: `${at}/keys`, region_id: "cn-shanghai" },
        { name: "nowhere", mode: "CredentialsURI", credentials_uri: `${at}/else` },
        { name: "blank", mode: "CredentialsURI" },
        { name: "keyless", mode: "CredentialsURI", credentials_uri: `${at}/none` },
        { name: "roleless", mode: "RamRoleArn", ...keys },
        { name: "role", mode: "RamRoleArn", ...keys, ...role },
        { name: "chain", mode: "ChainableRamRoleArn", source_profile: "keys", ...role },
        { name: "uriChain", mode: "ChainableRamRoleArn", source_profile: "uri", ...role },
        { name: "circle", mode: "ChainableRamRoleArn", source_profile: "circle", ...role },
        { name: "wrong", mode: "RamRoleArn", access_key_id: "local", access_key_secret: "other", ...role },
      ],
    }),
  );
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
  await sts.close();
  await new Promise((resolve) => {
    uris.close(resolve);
  });
});

beforeEach(() => {
  vi.stubEnv("HOME", home);
  vi.stubEnv("ALBFLOW_ENDPOINT_STS", endpoint);
  for (const name of ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_PROFILE"]) vi.stubEnv(name, undefined);
});

test("a profile that names an address of keys gives those, with its region", async () => {
  expect(await findCredentials("uri")).toEqual({ credentials: ROOT, region: "cn-shanghai" });
});

test("the current profile is read so, too, but the environment's keys come first", async () => {
  expect(await findCredentials(undefined)).toEqual({ credentials: ROOT, region: "cn-shanghai" });
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", "mine");
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret");
  expect(await findCredentials(undefined)).toMatchObject({ credentials: { accessKeyId: "mine" } });
});

test.each(["role", "chain", "uriChain"])("the profile %s assumes its role at the STS that is set", async (profile) => {
  const { credentials } = await findCredentials(profile);
  expect(await callerIdentity(credentials, endpoint)).toMatchObject({
    arn: `acs:ram::${ACCOUNT}:assumed-role/operator/olga`,
  });
});

test.each([
  ["nowhere", { code: "credentials-uri-failed", params: { status: 404 } }],
  ["blank", { code: "profile-field-missing", params: { field: "credentials_uri" } }],
  ["keyless", { code: "credentials-uri-without-keys" }],
  ["roleless", { code: "profile-field-missing", params: { field: "ram_role_arn" } }],
  ["circle", { code: "profile-is-its-own-source", params: { profile: "circle" } }],
  ["wrong", { code: "cloud-error" }],
  ["none", { code: "text" }],
])("the profile %s is refused as one without credentials, and says why", async (profile, cause) => {
  await expect(findCredentials(profile)).rejects.toMatchObject({
    kind: "Denied",
    reason: { code: "credentials-missing", params: { profile, cause } },
  });
});

test("where nobody has set anything, it is said which places were searched and not what a library says of each", async () => {
  const bare = mkdtempSync(join(tmpdir(), "albflow-bare-"));
  for (const name of Object.keys(process.env).filter((one) => one.startsWith("ALIBABA_CLOUD_")))
    vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", bare);
  vi.stubEnv("ALIBABA_CLOUD_ACCOUNT_ID", ACCOUNT);
  await expect(findCredentials(undefined)).rejects.toMatchObject({
    kind: "Denied",
    reason: reason("credentials-missing", { profile: null, cause: reason("credentials-nowhere") }),
  });
  rmSync(bare, { recursive: true });
});
