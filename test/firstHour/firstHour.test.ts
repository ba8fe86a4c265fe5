import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectFile } from "../../deployment/projectFolder.ts";
import type { PolicyDocument } from "../../deployment/roles/policyOf.ts";
import { CLOUDFLOW_REGIONS } from "../../shared/platform/cloudFlowRegions.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { ANY, saidInFull, said as saidOf, saidWithAny } from "../support/said.ts";
import { inWholeSuite, longTest, sampled } from "../support/sampled.ts";
import { cured, lacking } from "./eachRight.ts";
import { type EmptyAccount, emptyAccount } from "./emptyAccount.ts";
import { deactivateServices, type FirstHour, goThrough, SERVICES } from "./goThrough.ts";
import { prepareShop, SHOP } from "./shop.ts";

let firstHour: FirstHour;

describe("the first hour in an account in which there is nothing", () => {
  let account: EmptyAccount;
  const said = (typed: string) =>
    firstHour.steps.findLast((step) => step.typed.startsWith(`albflow ${typed}`))?.said ?? "";

  beforeAll(async () => {
    account = await emptyAccount();
    firstHour = await goThrough(account);
  });
  afterAll(() => account.close());

  test("asks at most ten questions, takes ten commands, leaves nothing that it has not named, and shows no secret", () => {
    expect(firstHour.report).toEqual({
      steps: 9,
      questions: 8,
      minutes: expect.any(Number) as number,
      leftovers: 0,
      secretsFound: 0,
    });
  });

  test("ends with a doctor who finds nothing and a rotation that was verified", () => {
    expect(said("doctor")).toContain("No problems found.");
    expect(said("tryout")).toMatch(/^https:\/\/albflow\.localhost\/console\/executions\/rotateCertificate\/try-\w+ ./m);
    expect(said("tryout")).toMatch(saidWithAny(reason("tryout-worked", { seconds: ANY, serial: ANY })));
    expect(said("remove")).toContain(saidInFull(reason("removal-complete", { stage: "prod" })));
  });

  test("has a page that a browser opens on the bound domain, over TLS with the domain's certificate, and does not save", () => {
    expect(firstHour.page).toEqual({
      address: "https://albflow.localhost/console/sign-in?next=%2Fconsole",
      status: 200,
      title: "Sign in · albflow",
      subject: "albflow.localhost",
      errors: [],
    });
  });

  test("needs the deployer's policy and nothing more: nothing was denied", () => {
    expect([...(account.cloud.ram.deniedActions().get("deployer") ?? [])]).toEqual([]);
  });
});

/** In the account that the hour has left: each thing is missing or wrong alone, and mended then. */
describe("where one thing is missing or wrong, one sentence names the fix, and the same command works after it:", () => {
  let account: EmptyAccount;
  let policy: PolicyDocument;
  const albflow = (typed: string) =>
    account.albflow(typed.split(" "), { SHOP_SECRET: "a secret of the shop, 32 characters long" });
  const write = (text: string) =>
    writeFileSync(
      join(account.folder, "albflow.yaml"),
      text.includes("secret:") ? text : `secret: env:SHOP_SECRET\n${text}`,
    );

  beforeAll(async () => {
    account = await emptyAccount();
    await prepareShop(account);
    policy = JSON.parse((await albflow("policy deployer")).said) as PolicyDocument;
    account.become([policy]);
  });
  afterAll(() => account.close());

  const MISTAKES: [string, string, string, Reason][] = [
    [
      "the region is misspelt",
      "region: cn-hangzuo",
      "region: cn-hangzhou",
      reason("must-have-cloudflow", { regions: [...CLOUDFLOW_REGIONS] }),
    ],
    [
      "CloudFlow is not in the region",
      "region: cn-heyuan",
      "region: cn-hangzhou",
      reason("must-have-cloudflow", { regions: [...CLOUDFLOW_REGIONS] }),
    ],
    [
      "the prefix is too long",
      `region: cn-hangzhou\nnames: { prefix: ${"a".repeat(32)} }`,
      "region: cn-hangzhou\nnames: { prefix: shop }",
      reason("must-be-prefix"),
    ],
    [
      "the trail's name is too short",
      "region: cn-hangzhou\nremediation: { trail: { project: albflow-shop, logstore: actiontrail_shop } }",
      "region: cn-hangzhou\nremediation: { trail: { project: albflow-shop, logstore: actiontrail_shoptrail } }",
      reason("must-be-trail-logstore"),
    ],
  ];

  test.each(sampled(2, MISTAKES))("%s", async (_, wrong, right, mistake) => {
    write(wrong);
    const refused = await albflow("deploy --check");
    expect(refused.said).toContain(`: ${saidOf(mistake)}`);
    expect(refused.code).toBe(1);
    write(right);
    expect(await albflow("deploy --check")).toMatchObject({ code: 0 });
    write(SHOP);
  });

  test.each(sampled(3, SERVICES).map(({ name }) => name))("%s is not activated", async (name) => {
    const faults = deactivateServices(account, [name]);
    const refused = await albflow("bootstrap --check");
    expect(refused.said).toMatch(
      new RegExp(
        `✗ ${saidWithAny(reason("service-not-activated", { service: name, page: ANY })).source}\\. .*https://\\S+`,
      ),
    );
    expect(refused.code).toBe(1);
    for (const id of faults) account.cloud.faults.clear(id);
    expect((await albflow("bootstrap --check")).said).toContain("Run `albflow bootstrap`.");
  });

  test("the quota of log projects is reached", async () => {
    const message = "project quota exceed, the account has 50 of 50";
    account.cloud.faults.add({
      service: "sls",
      action: "CreateProject",
      fault: { kind: "refuse", status: 403, code: "ProjectQuotaExceed", message },
    });
    const refused = await albflow("bootstrap --yes");
    expect(refused.said).toContain(
      `albflow: ${saidInFull(reason("quota-reached", { cloudCode: "ProjectQuotaExceed", message }))}`,
    );
    expect(refused.code).toBe(1);
    account.cloud.faults.clear();
  });

  longTest("any of the rights that bootstrap needs: each is named, and granting just these is enough", async () => {
    const granted: string[] = [];
    const narrowed = (): PolicyDocument => ({
      ...policy,
      Statement: policy.Statement.map((one) => ({
        ...one,
        Action: one.Action.filter((action) => granted.includes(action)),
      })),
    });
    for (let code = 1; code !== 0; ) {
      account.become([narrowed()]);
      const ended = await albflow("bootstrap --yes");
      code = ended.code;
      if (code === 0) break;
      const [, right = ""] =
        /These keys may not ([\w-]+:\w+)\W.*`albflow policy deployer` prints/.exec(ended.said) ?? [];
      expect(right, ended.said).not.toBe("");
      expect(granted).not.toContain(right);
      granted.push(right);
    }
    expect(granted.sort()).toEqual([
      "actiontrail:CreateTrail",
      "actiontrail:DescribeTrails",
      "actiontrail:StartLogging",
      "alb:DescribeRegions",
      "fc:ListFunctions",
      "fnf:ListFlows",
      "log:CreateIndex",
      "log:CreateLogStore",
      "log:CreateProject",
      "log:GetIndex",
      "log:GetLogStore",
      "log:GetProject",
      "ram:CreateServiceLinkedRole",
      "ram:GetRole",
      "yundun-cert:ListUserCertificateOrder",
    ]);
    account.become([policy]);
  });

  /** One right of each kind is taken; `npm run firsthour -- --rights` takes all of them, one at a time. */
  const namesIt = async (command: string, right: string) => {
    const { code, named, said } = await lacking(account, policy, command, right);
    expect([code, named], said).toEqual([1, [right]]);
  };

  const RIGHTS = [
    "alb:DescribeRegions",
    "ram:GetPolicy",
    "ram:CreateRole",
    "fc:CreateFunction",
    "fc:PutAsyncInvokeConfig",
  ];

  test.each(sampled(10, RIGHTS, 3))("the right %s, which bootstrap or deploy needs", async (right) => {
    await namesIt(right.startsWith("alb:") ? "bootstrap --yes" : "deploy --yes", right);
  });

  longTest("the domain does not lead to Function Compute", async () => {
    account.cloud.alidns.putDomain("localhost");
    const refused = await albflow("deploy --yes");
    expect(refused.said).toContain(
      `albflow: ${saidInFull(reason("domain-not-pointing", { domain: "shop.localhost", target: "1234567890123456.cn-hangzhou.fc.aliyuncs.com" }))}`,
    );
    expect(refused.code).toBe(1);
    const Value = "1234567890123456.cn-hangzhou.fc.aliyuncs.com";
    account.cloud.alidns.putDomain("localhost", [{ RR: "shop", Type: "CNAME", Value }]);
    const deployed = await albflow("deploy --yes");
    expect(deployed.said).toContain("No problems found.");
    expect(deployed.code).toBe(0);
  });

  inWholeSuite(() => {
    test("any of the rights that the doctor needs, who finds nothing wrong with the deployment itself", async () => {
      await namesIt("doctor --stage prod", "fc:InvokeFunction");
      await namesIt("doctor --stage prod", "ram:GetRole");
      await cured(account, policy, "doctor --stage prod");
    });
  });

  longTest("a right that a tryout needs to make something, to see it, to rotate, or to take it away", async () => {
    for (const right of sampled(2, ["alb:CreateListener", "alb:GetListenerAttribute", "fnf:StartExecution"])) {
      await namesIt("tryout --yes", right);
    }
    expect(account.cloud.alb.exportState().loadBalancers).toEqual([]);
    await namesIt("tryout --yes", "yundun-cert:DeleteUserCertificate");
    const certificates = () =>
      account.cloud.cas.exportState().certificates.filter(({ Name, Deleted }) => Name !== "shop" && Deleted !== true);
    expect(certificates()).toHaveLength(2);
    await cured(account, policy, "tryout --clean");
    expect(certificates()).toEqual([]);
  });

  longTest("a right that a removal needs: what is left goes once it is granted", async () => {
    for (const right of sampled(2, [
      "fc:DeleteCustomDomain",
      "fc:DeleteFunction",
      "fnf:DeleteFlow",
      "ram:DeletePolicy",
    ])) {
      await namesIt("remove --yes", right);
    }
    // Somebody makes a role of it again as often as one goes.
    const role = { name: "albflow-verify", trusts: ["fc.aliyuncs.com"], policies: [] };
    const end = account.cloud.calls.subscribe(({ action }) => {
      if (action === "DeletePolicy") account.cloud.ram.putRole(role);
    });
    const incomplete = await albflow("remove --yes");
    end();
    expect(incomplete.said).toContain("These are left: role albflow-verify");
    expect(incomplete.code).toBe(1);
    await cured(account, policy, "remove --yes");
    expect(account.cloud.fc.exportState()).toMatchObject({ functions: [], domains: [] });
    expect([...account.cloud.cloudFlow.state.flows.keys()]).toEqual([]);
  });
});

describe("docs/getting-started.md", () => {
  const page = readFileSync(projectFile("docs/getting-started.md"), "utf8");
  const blocks = [...page.matchAll(/^```sh\n(albflow [^\n]+)\n```\n+```text\n(.*?)^```/gms)].map(
    ([, typed = "", shown = ""]) => ({
      typed,
      shown: shown.trimEnd().split("\n"),
    }),
  );

  test("has ten steps, and the output of each command that prints some", () => {
    expect([...page.matchAll(/^## (\d+)\. /gm)].map(([, number]) => number).join(" ")).toBe("1 2 3 4 5 6 7 8 9 10");
    expect(blocks.map(({ typed }) => typed.split(" ")[1])).toEqual([
      "policy",
      "init",
      "bootstrap",
      "bootstrap",
      "deploy",
      "doctor",
      "tryout",
      "remove",
    ]);
  });

  test("shows what the commands print, line by line, but for what differs each time", () => {
    const steps = [...firstHour.steps];
    for (const { typed, shown } of blocks) {
      const at = steps.findIndex((step) => normalised(step.typed).replace(/ --yes$/, "") === typed);
      expect(at, typed).not.toBe(-1);
      const [step] = steps.splice(0, at + 1).slice(-1);
      const printed = normalised(step?.said ?? "").split("\n");
      let from = 0;
      let mayLeaveOut = false;
      for (const line of shown) {
        if (line === "…") {
          mayLeaveOut = true;
          continue;
        }
        const found = printed.indexOf(line, from);
        expect(found, `${typed} prints no line: ${line}\nbut:\n${printed.join("\n")}`).not.toBe(-1);
        if (!mayLeaveOut) expect(printed.slice(from, found), `${typed} prints before: ${line}`).toEqual([]);
        mayLeaveOut = false;
        from = found + 1;
      }
      if (!mayLeaveOut) expect(printed.slice(from).join("").trim(), `${typed} goes on`).toBe("");
    }
  });
});

/** Without what differs each time: ids, serial numbers, times, and the name of the domain, which a machine can reach here. */
function normalised(text: string): string {
  return text
    .replaceAll("albflow.localhost", "albflow.example.com")
    .replaceAll(/^(Account \d+, region [a-z0-9-]+), --local.*$/gm, "$1.")
    .replaceAll(/\b(alb|lsn|sgp)-[a-z0-9]{18}\b/g, "$1-…")
    .replaceAll(/\btry-[a-z0-9]+/g, "try-…")
    .replaceAll(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/gi, "…")
    .replaceAll(/\b[0-9A-F]{30,32}\b/g, "…")
    .replaceAll(/\b\d{1,3}(\.\d{1,3}){3}:/g, "….cn-hangzhou.alb.aliyuncs.com:")
    .replaceAll(/\b\d{4}-\d\d-\d\d( [\d:]{8} UTC)?/g, "…")
    .replaceAll(/\b(\d{8})(?=-cn-hangzhou\b|[,.]| as )/g, "…")
    .replaceAll(/it took \d+ seconds?/g, "it took … seconds");
}
