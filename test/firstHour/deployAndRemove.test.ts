import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localSession } from "../../cli/localSession.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { saidInFull, said as saidOf } from "../support/said.ts";
import { longTest } from "../support/sampled.ts";
import { type EmptyAccount, emptyAccount } from "./emptyAccount.ts";

const CONFIGURATION = `region: cn-hangzhou
secret: env:SHOP_SECRET
callers:
  people: { issuer: https://sso.example.com, audience: albflow, keys: https://sso.example.com/keys }
notifications:
  about: [failure]
  webhook: { address: env:SHOP_CHAT, secret: env:SHOP_CHAT_KEY }
remediation:
  trail: { project: albflow-reports, logstore: actiontrail_shoptrail }
`;

const PLANTED = {
  SHOP_SECRET: "planted-secret-0123456789-0123456789-0123",
  SHOP_CHAT: "https://hooks.example.com/planted-address",
  SHOP_CHAT_KEY: "planted-key-0123456789-0123456789",
};

/** One account for the whole life of a deployment: what a test leaves, the next one finds. */
/** A text that says all of a reason. */
const containing = (shown: Reason) => expect.stringContaining(saidInFull(shown)) as string;

describe("a deployment", () => {
  let account: EmptyAccount;
  const said: string[] = [];
  const albflow = async (...parameters: string[]) => {
    const ended = await account.albflow(parameters, PLANTED);
    said.push(ended.said);
    return ended;
  };
  const roles = () => Object.keys(account.cloud.ram.directory.roles).filter((name) => /^albflow/i.test(name));
  const settingsOf = (name: string) =>
    account.cloud.fc.exportState().functions.find(({ config }) => config.functionName === `albflow-${name}`)?.config;

  beforeAll(async () => {
    account = await emptyAccount();
  });
  afterAll(() => account.close());

  test("is configured by a command that, where nobody can be asked, names the answers that it needs and writes nothing", async () => {
    const { code, said: questions } = await albflow("init");
    expect(code).toBe(2);
    expect([...questions.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name)).toEqual([
      "region",
      "project",
      "secret",
      "domain",
      "people",
      "chat",
      "remediation",
      "acme",
    ]);
    expect(existsSync(join(account.folder, "albflow.yaml"))).toBe(false);
  });

  longTest(
    "is configured with what is proposed, and its secret is made, shown to nobody and readable by its owner alone",
    async () => {
      const { code, said: written } = await albflow("init", "--yes", "--set", "project=shop-reports");
      expect(written).toContain("albflow.yaml is written");
      expect(code).toBe(0);
      const kept = join(account.folder, ".albflow.env");
      expect(statSync(kept).mode & 0o777).toBe(0o600);
      const [, secret = ""] = readFileSync(kept, "utf8").split(/^ALBFLOW_SECRET=|\n/);
      expect(Buffer.from(secret, "base64")).toHaveLength(32);
      const { said: plan } = await albflow("deploy");
      expect(plan).toContain("+ log project shop-reports\n");
      expect(plan).not.toContain("SHOP_SECRET");
      expect(said.join("")).not.toContain(secret);
      expect(account.filesHolding(secret)).toEqual([kept]);
      expect(await albflow("init", "--yes")).toMatchObject({
        code: 1,
        said: containing(reason("init-file-exists", { file: "albflow.yaml" })),
      });
      for (const file of [kept, join(account.folder, "albflow.yaml")]) rmSync(file);
    },
  );

  test("is not begun without a yes, nor without its secrets, all of which are named", async () => {
    writeFileSync(join(account.folder, "albflow.yaml"), CONFIGURATION);
    const { code, said: plan } = await albflow("deploy");
    expect(code).toBe(2);
    expect(plan).toContain("+ log project albflow-reports\n");
    expect(plan).toContain(
      "+ function albflow-remediate\n    with the timer trigger timer\n    with the log trigger trail\n",
    );
    expect(plan).toContain(saidInFull(reason("nobody-to-confirm")));
    expect(await account.albflow(["deploy", "--yes"])).toMatchObject({
      code: 1,
      said: containing(reason("secrets-not-given", { names: ["SHOP_SECRET", "SHOP_CHAT", "SHOP_CHAT_KEY"] })),
    });
    expect(account.cloud.fc.exportState().functions).toEqual([]);
  });

  test("that stops half-way is finished by the same command, and examined", async () => {
    const id = account.cloud.faults.add({
      service: "fc",
      action: "CreateTrigger",
      resource: "functions/albflow-renewCertificates/triggers/*",
      fault: { kind: "refuse", status: 403, code: "AccessDenied", message: "not yet" },
    });
    expect(await albflow("deploy", "--yes")).toMatchObject({
      code: 1,
      said: containing(reason("right-missing", { right: "fc:CreateTrigger" })),
    });
    account.cloud.faults.clear(id);
    const { code, said: report } = await albflow("deploy", "--yes");
    expect(report).toMatch(/^~ function albflow-renewCertificates\n {4}.* timer trigger timer /m);
    expect(report).toContain(
      `✗ trail shoptrail: ${saidOf(reason("bootstrap-needed", { missing: ["trail shoptrail"] }))}\n`,
    );
    expect(code).toBe(1);
    expect(settingsOf("report")?.environmentVariables).toMatchObject({ ALBFLOW_SECRET: PLANTED.SHOP_SECRET });
  });

  longTest(
    "is examined together with what bootstrap makes, and nothing is wrong with it once that is there",
    async () => {
      expect(await albflow("bootstrap", "--yes")).toMatchObject({ code: 0 });
      const { code, said: report } = await albflow("doctor", "--stage", "prod");
      expect(report).toContain("No problems found.");
      expect(code).toBe(0);
    },
  );

  test("says what changes before it is changed, secrets without their values", async () => {
    writeFileSync(
      join(account.folder, "albflow.yaml"),
      `${CONFIGURATION.replace("about: [failure]", "about: [failure, approval]")}renewal: { share: 0.5 }\n`,
    );
    const { said: plan } = await account.albflow(["deploy"], {
      ...PLANTED,
      SHOP_CHAT_KEY: "planted-other-0123456789-0123456789",
    });
    expect(plan).toContain('~ function albflow-approval\n    ALBFLOW_NOTIFY "failure" → "failure,approval"\n');
    expect(plan).toContain('ALBFLOW_RENEWAL_SHARE (not set) → "0.5"\n');
    expect(plan).toContain("~ function albflow-notify\n    ALBFLOW_WEBHOOK_SECRET changes\n");
    said.push(plan);
  });

  test("goes away as a whole: what runs is stopped, and what stays or is lost is said", async () => {
    const client = openCloudFlow(localSession(account.cloud));
    // It waits for somebody's word, as a plan that interrupts traffic does.
    await client.start("albflow-stopListener", "stop-1", { listenerId: "lsn-none", requireApproval: true });
    const { code, said: report } = await albflow("remove", "--yes");
    const stores = ["albflow-reports/albflow", "albflow-reports/albflow-functions"];
    for (const shown of [
      reason("removal-loses"),
      reason("removal-leaves", { stores }),
      reason("removal-complete", { stage: "prod" }),
    ]) {
      expect(report).toContain(saidInFull(shown));
    }
    expect(code).toBe(0);
    expect(account.cloud.fc.exportState().functions).toEqual([]);
    expect([...account.cloud.cloudFlow.state.flows.keys()]).toEqual([]);
    expect(roles()).toEqual([]);
  });

  test("has printed no secret, and left none in any file", () => {
    expect(said.length).toBeGreaterThan(4);
    expect(said.join("")).not.toContain("planted");
    expect(account.filesHolding("planted-")).toEqual([]);
  });
});
