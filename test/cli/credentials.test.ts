import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { ANY, saidWithAny } from "../support/said.ts";
import { sampled } from "../support/sampled.ts";
import { albflow } from "./support/albflow.ts";

const ACCOUNT = "1234567890123456";
const ROLE = `acs:ram::${ACCOUNT}:role/operator`;

/** Every way to have credentials that the Aliyun CLI and SDKs know leads to a signed call that the cloud accepts. */
describe("albflow finds credentials", () => {
  let cloud: LocalCloud;
  let metadata: Server;
  let redirect: string;
  const home = mkdtempSync(join(tmpdir(), "albflow-home-"));
  const asked: string[] = [];

  beforeAll(async () => {
    cloud = await startLocalCloud({ port: 0 });
    const policies = [
      { Version: "1" as const, Statement: [{ Effect: "Allow" as const, Action: "fnf:*", Resource: "*" }] },
    ];
    const trusts = [`acs:ram::${ACCOUNT}:root`, "ecs.aliyuncs.com"];
    cloud.ram.putRole({ name: "operator", trusts, policies });
    metadata = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const path = request.url ?? "";
      if (path === "/latest/api/token") response.end("metadata-token");
      else if (request.headers["x-aliyun-ecs-metadata-token"] !== "metadata-token") response.writeHead(403).end();
      else if (path.endsWith("/security-credentials/")) response.end("operator");
      else response.end(JSON.stringify({ Code: "Success", ...sessionOf("ecs.aliyuncs.com") }));
    }).listen(0, "127.0.0.1");
    await new Promise((ready) => metadata.once("listening", ready));
    redirect = JSON.stringify({
      "100.100.100.200": (metadata.address() as AddressInfo).port,
      "sts.cn-hangzhou.aliyuncs.com": Number(new URL(cloud.endpoints.ram).port),
    });
    const { AccessKeyId, AccessKeySecret, SecurityToken } = sessionOf(`acs:ram::${ACCOUNT}:root`);
    const keys = { access_key_id: "local", access_key_secret: "local" };
    const profiles = [
      { name: "key", mode: "AK", ...keys, region_id: "cn-hangzhou" },
      {
        name: "token",
        mode: "StsToken",
        access_key_id: AccessKeyId,
        access_key_secret: AccessKeySecret,
        sts_token: SecurityToken,
      },
      {
        name: "role",
        mode: "RamRoleArn",
        ...keys,
        ram_role_arn: ROLE,
        ram_session_name: "sre",
        expired_seconds: 900,
        sts_region: "cn-hangzhou",
      },
      { name: "machine", mode: "EcsRamRole", ram_role_name: "operator" },
      { name: "wrong", mode: "AK", access_key_id: "outsider", access_key_secret: "a-secret-that-nobody-prints" },
      { name: "empty", mode: "AK" },
    ];
    mkdirSync(join(home, ".aliyun"));
    writeFileSync(join(home, ".aliyun", "config.json"), JSON.stringify({ current: "key", profiles }));
  });
  afterAll(async () => {
    metadata.close();
    await cloud.close();
    rmSync(home, { recursive: true });
  });

  function sessionOf(principal: string) {
    const { accessKeyId, accessKeySecret, securityToken, expiresAt } = cloud.ram.assumeRole(ROLE, principal);
    return {
      AccessKeyId: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: securityToken,
      Expiration: new Date(expiresAt).toISOString().replace(/\.\d+Z/, "Z"),
    };
  }

  function executions(environment: Record<string, string>, ...flags: string[]) {
    const common = { HOME: home, ALBFLOW_ENDPOINT_FNF: cloud.endpoints.fnf, REDIRECT: redirect };
    return albflow(["executions", ...flags], { ...common, ...environment }, [resolve("test/cli/support/redirect.cjs")]);
  }
  const callers = () => cloud.calls.recent({}).map(({ caller, status }) => `${caller} ${status}`);

  const PLACES: [string, string[], Record<string, string>, string][] = [
    ["in the current profile", [], {}, ACCOUNT],
    ["in a profile with a key", ["--profile", "key"], {}, ACCOUNT],
    ["in a profile with a token", ["--profile", "token"], {}, "operator"],
    ["in a profile with a role to take, at the cloud's STS", ["--profile", "role"], {}, "operator"],
    ["in a profile with the role of the machine, at its metadata server", ["--profile", "machine"], {}, "operator"],
    [
      "in the environment, before any profile",
      [],
      {
        ALIBABA_CLOUD_ACCESS_KEY_ID: "local",
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: "local",
        ALIBABA_CLOUD_PROFILE: "wrong",
      },
      ACCOUNT,
    ],
    ["of the machine when there is nothing else", [], { HOME: "/nowhere" }, "operator"],
  ];
  test.each(sampled(3, PLACES))("%s", async (_, flags, environment, caller) => {
    const { code, stdout, stderr } = await executions(environment, ...flags);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "No executions.\n", stderr: "" });
    expect(callers()).toContain(`${caller} 200`);
  });

  test.each([
    ["a profile that there is not", ["--profile", "nobody"], /profile "nobody".* 'nobody'/],
    [
      "a profile without keys",
      ["--profile", "empty"],
      saidWithAny(reason("credentials-missing", { profile: "empty", cause: reason("text", { text: ANY }) })),
    ],
    ["keys that the cloud does not know", ["--profile", "wrong"], /InvalidAccessKeyId/],
  ])("and says in words what is wrong with %s, without a secret", async (_, flags, words) => {
    const { code, stdout, stderr } = await executions({}, ...flags);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain("a-secret-that-nobody-prints");
  });

  test("and says what to set when there are none anywhere", async () => {
    const { code, stderr } = await executions({ HOME: "/nowhere", REDIRECT: '{"100.100.100.200":9}' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^albflow: .*`aliyun configure`.*--local/);
  });
});
