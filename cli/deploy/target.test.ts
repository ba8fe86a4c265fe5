import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { albflow } from "../../test/cli/support/albflow.ts";
import { longTest } from "../../test/support/sampled.ts";

const HOME_ACCOUNT = "1234567890123456";
const SHOP = "2222222222222222";

/** Another account's keys, with which its own people make the role. */
describe("albflow target add", () => {
  const folder = mkdtempSync(join(tmpdir(), "albflow-target-"));
  const file = join(folder, "albflow.yaml");
  let cloud: LocalCloud;
  let port: number;
  beforeAll(async () => {
    port = await freePortBlock();
    const rootKey = { accessKeyId: "shop", accessKeySecret: "of the shop" };
    cloud = await startLocalCloud({ port, fast: true, accounts: [{ accountId: SHOP, rootKey }] });
    writeFileSync(file, `region: cn-hangzhou\nlogs: { project: albflow-reports }\ntargets: [{ account: "${SHOP}" }]\n`);
  });
  afterEach(() => cloud.faults.clear());
  afterAll(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true });
  });

  const add = (keys: { accessKeyId: string; accessKeySecret: string }, ...parameters: string[]) =>
    albflow(["target", "add", SHOP, "--home-account", HOME_ACCOUNT, "--file", file, ...parameters], {
      HOME: folder,
      ALIBABA_CLOUD_ACCESS_KEY_ID: keys.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.accessKeySecret,
      ALBFLOW_ENDPOINT_RAM: cloud.endpoints.ram,
    });
  const shop = { accessKeyId: "shop", accessKeySecret: "of the shop" };

  longTest("prints the role, whom it trusts with which external id, and what it may do", async () => {
    const { code, stdout } = await add(shop);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      role: "albflow-target",
      trust: {
        Statement: [
          {
            Action: "sts:AssumeRole",
            Principal: { RAM: [`acs:ram::${HOME_ACCOUNT}:root`] },
            Condition: { StringEquals: { "sts:ExternalId": `albflow-${HOME_ACCOUNT}` } },
          },
        ],
      },
    });
    expect(stdout).toContain("alb:StartListener");
    expect((await add(shop, "--read-only")).stdout).not.toContain("alb:StartListener");
  });

  test("refuses what is no account's number", async () => {
    const { code, stderr } = await albflow(
      ["target", "add", "shop", "--home-account", HOME_ACCOUNT, "--file", file],
      {},
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining("account-id-invalid")]);
  });

  test("with keys of another account than the one that is to be let in, makes nothing", async () => {
    const { code, stderr } = await add(cloud.rootKey, "--make", "--yes");
    expect([code, stderr]).toEqual([1, expect.stringContaining("keys-of-another-account")]);
  });

  longTest("makes the role with that account's keys, once", async () => {
    const made = await add(shop, "--make", "--yes");
    expect([made.code, made.stderr]).toEqual([0, ""]);
    expect(made.stdout).toContain("3 to create");
    const again = await add(shop, "--make", "--yes");
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining("0 to create")]);
  });
});
