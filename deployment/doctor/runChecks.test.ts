import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkAnswer, checkLines } from "../../cli/doctor/printCheckResults.ts";
import { localDeployment } from "../../cli/localDeployment.ts";
import { localSession } from "../../cli/localSession.ts";
import type { LocalCloud, Snapshot } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { catalogues } from "../../shared/core/messages/catalogues.ts";
import { messagesIn } from "../../shared/core/messages/messagesIn.ts";
import { noteDelivery } from "../../shared/features/remediation/channels.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import type { Session } from "../../shared/platform/session.ts";
import { coded } from "../../test/support/coded.ts";
import { inWholeSuite, longTest } from "../../test/support/sampled.ts";
import { deployedHere } from "../deployedHere.ts";
import type { DeploymentProbe } from "./deploymentProbe.ts";
import { deploymentProbeOf } from "./deploymentProbeOf.ts";
import { runChecks } from "./runChecks.ts";

const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
const ROOT = { accountId: target.accountId, accessKeyId: "local" };

function trustIn(service: string): string {
  const statement = { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: [service] } };
  return JSON.stringify({ Version: "1", Statement: [statement] });
}

/** Every fault that the doctor knows is brought about once. */
describe("the doctor", () => {
  let cloud: LocalCloud;
  let healthy: Snapshot;
  let session: Session;

  beforeAll(async () => {
    const { roles } = deployedHere(target.accountId);
    const deployment = localDeployment(target);
    cloud = await startLocalCloud({
      ...target,
      port: 0,
      isolation: { kind: "inProcess" },
      rates: false,
      deployment: { ...deployment, roles: [] },
    });
    for (const { name, description, trusts, policy } of roles) {
      const trust = {
        Version: "1",
        Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: [trusts] } }],
      };
      const named = { RoleName: name, PolicyName: name, PolicyType: "Custom" };
      const AssumeRolePolicyDocument = JSON.stringify(trust);
      await cloud.ramService.call(ROOT, "CreateRole", { ...named, Description: description, AssumeRolePolicyDocument });
      await cloud.ramService.call(ROOT, "CreatePolicy", { ...named, PolicyDocument: JSON.stringify(policy) });
      await cloud.ramService.call(ROOT, "AttachPolicyToRole", named);
    }
    cloud.sls.ensure({ project: "albflow-reports", logstore: "albflow" });
    healthy = cloud.snapshot();
    session = localSession(cloud);
  });
  afterAll(() => cloud.close());
  beforeEach(async () => {
    await cloud.reset(healthy);
    // A turn of the event loop ends, another one passes: clients see which of their kept connections are cut.
    await setImmediate();
    await setImmediate();
  });

  async function faultsOf(
    change: (deployment: DeploymentProbe) => DeploymentProbe = (deployment) => deployment,
    as: Session = session,
  ) {
    const deployment = change(await deploymentProbeOf(as, { ramEndpoint: cloud.endpoints.ram }));
    const found = (await runChecks(deployment)).flatMap(({ findings }) => findings);
    return found.flatMap(({ subject, fault }) => (fault === undefined ? [] : [{ subject, fault }]));
  }

  const about = (type: string, name: string, of = "") => ({ code: "deployed-resource", params: { type, name, of } });
  const finding = (subject: object, code: string, params: Record<string, unknown> = {}) => ({
    subject,
    fault: { code, params },
  });

  test("finds nothing wrong with what was deployed", async () => {
    expect(await faultsOf()).toEqual([]);
  });

  longTest(
    "tells when each channel of events last delivered something, and that ALB's log delivery was never set up",
    async () => {
      await noteDelivery(openCloudFlow(session), "albflow", new Set(["accessLog"]));
      const checks = await runChecks(await deploymentProbeOf(session, { ramEndpoint: cloud.endpoints.ram }));
      const { findings = [] } = checks.find(({ check }) => check === "check-channels") ?? {};
      expect(findings.map(({ note }) => note)).toEqual([
        coded("channel-silent", { channel: "eventBridge" }),
        coded("channel-silent", { channel: "actionTrail" }),
        coded("channel-delivered", { channel: "accessLog", at: expect.any(Number), hours: 1 }),
        coded("channel-silent", { channel: "alarm" }),
        coded("log-delivery-not-set-up"),
      ]);
    },
  );

  /** How it is brought about, and what is found. */
  const seeded: [what: string, seed: () => unknown, found: object][] = [
    [
      "a role that is missing",
      () => cloud.ram.deleteRole("albflow-verify"),
      finding(about("role", "albflow-verify"), "role-missing"),
    ],
    [
      "a policy that somebody changed",
      () =>
        cloud.ramService.call(ROOT, "CreatePolicyVersion", {
          PolicyName: "albflow-verify",
          PolicyDocument: '{"Version":"1","Statement":[{"Effect":"Allow","Action":"alb:*","Resource":"*"}]}',
          SetAsDefault: true,
        }),
      finding(about("policy", "albflow-verify"), "role-differs", { diff: expect.any(Array) }),
    ],
    [
      "a policy that is no longer on its role",
      () =>
        cloud.ramService.call(ROOT, "DetachPolicyFromRole", {
          PolicyName: "albflow-startListener",
          PolicyType: "Custom",
          RoleName: "albflow-startListener",
        }),
      finding(about("dry run", "", "albflow-startListener"), "dry-run-denied", { cause: expect.anything() }),
    ],
    [
      "a function that is missing",
      () => fc("DELETE", "/functions/albflow-startListener"),
      finding(about("function", "albflow-startListener"), "function-missing"),
    ],
    [
      "a function with other settings",
      () => fc("PUT", "/functions/albflow-startListener", { timeout: 3, environmentVariables: {} }),
      finding(about("function", "albflow-startListener"), "function-differs", {
        settings: expect.arrayContaining([
          { name: "timeout", found: "3", expected: "60" },
          { name: "ALBFLOW_PREFIX", found: "", expected: "albflow" },
        ]),
      }),
    ],
    [
      "a trigger that is missing",
      () => fc("DELETE", "/functions/albflow-renewCertificates/triggers/timer"),
      finding(about("timer trigger", "timer", "albflow-renewCertificates"), "trigger-missing"),
    ],
    [
      "a trigger that is disabled",
      () =>
        fc("PUT", "/functions/albflow-renewCertificates/triggers/timer", {
          triggerConfig: JSON.stringify({ cronExpression: "0 17 3,15 * * *", enable: false }),
        }),
      finding(about("timer trigger", "timer", "albflow-renewCertificates"), "trigger-disabled"),
    ],
    [
      "a role that its service cannot take",
      () =>
        cloud.ramService.call(ROOT, "UpdateRole", {
          RoleName: "albflow-startListener",
          NewAssumeRolePolicyDocument: trustIn("ecs.aliyuncs.com"),
        }),
      finding(about("role", "albflow-startListener"), "role-differs", {
        diff: expect.arrayContaining([expect.stringContaining('"ecs.aliyuncs.com"')]),
      }),
    ],
    [
      "a flow of another version",
      async () => {
        const flow = cloud.cloudFlow.state.flows.get("albflow-startListener");
        const definition = (flow?.definition ?? "").replace("Timeout: 691200", "Timeout: 3600");
        await cloud.cloudFlow.putFlow({ name: "albflow-startListener", definition, roleArn: flow?.roleArn ?? "" });
      },
      finding(about("flow", "albflow-startListener"), "flow-differs", {
        diff: expect.arrayContaining([expect.stringContaining("Timeout: 3600")]),
      }),
    ],
    [
      "rules that nobody can read",
      () =>
        fc("PUT", "/functions/albflow-renewCertificates", {
          environmentVariables: { ALBFLOW_RENEWAL_WINDOWS: "whenever" },
        }),
      finding(about("rules of renewal", "", "albflow-renewCertificates"), "settings-invalid", {
        cause: { code: "setting-invalid", params: expect.objectContaining({ value: "whenever" }) },
      }),
    ],
    [
      "an ACME directory that is no address",
      () =>
        fc("PUT", "/functions/albflow-issueCertificate", {
          environmentVariables: {
            ALBFLOW_ACME_DIRECTORY: "letsencrypt",
            ALBFLOW_SECRET: "a secret of a deployment, long enough",
          },
        }),
      finding(about("ACME settings", "", "albflow-issueCertificate"), "settings-invalid", {
        cause: {
          code: "setting-invalid",
          params: {
            name: "ALBFLOW_ACME_DIRECTORY",
            value: "letsencrypt",
            expected: { code: "expected-https-address", params: {} },
          },
        },
      }),
    ],
    [
      "an ACME server that is not there",
      () =>
        fc("PUT", "/functions/albflow-issueCertificate", {
          environmentVariables: {
            ALBFLOW_ACME_DIRECTORY: "https://127.0.0.1:9/dir",
            ALBFLOW_SECRET: "a secret of a deployment, long enough",
          },
        }),
      finding(about("ACME server", "", "albflow-issueCertificate"), "acme-server-unusable", {
        cause: expect.anything(),
      }),
    ],
    [
      "a flow that is missing",
      () => cloud.cloudFlow.state.flows.delete("albflow-startListener"),
      finding(about("flow", "albflow-startListener"), "flow-missing"),
    ],
  ];

  /** Of every three faults one: none is about what another one is about. */
  const together = [0, 1, 2].map((first) => seeded.filter((_, index) => index % 3 === first));

  test.each(together.map((faults) => ({ faults, what: faults.map(([what]) => what).join(", ") })))(
    "finds at once $what",
    async ({ faults }) => {
      for (const [, seed] of faults) await seed();
      expect(await faultsOf()).toEqual(expect.arrayContaining(faults.map(([, , found]) => found)));
    },
  );

  inWholeSuite(() => {
    test.each(seeded)("finds %s", async (_, seed, found) => {
      await seed();
      expect(await faultsOf()).toContainEqual(found);
    });
  });

  inWholeSuite(() => {
    test("finds a trigger whose role does not exist: it would never fire", async () => {
      const role = "acs:ram::1234567890123456:role/gone";
      const faults = await faultsOf((deployment) => ({
        ...deployment,
        listTriggers: async (name) =>
          (await deployment.listTriggers(name)).map((trigger) => ({ ...trigger, invocationRole: role })),
      }));
      const timer = about("timer trigger", "timer", "albflow-renewCertificates");
      expect(faults).toContainEqual(finding(timer, "trigger-role-missing", { role }));
    });
  });

  inWholeSuite(() => {
    test("finds a timer that is enabled and has not fired", async () => {
      const later = Date.parse("2100-01-01T00:00:00Z");
      const faults = await faultsOf((deployment) => ({ ...deployment, now: () => later, probe: async () => ({}) }));
      const timer = about("timer", "timer", "albflow-renewCertificates");
      expect(faults).toContainEqual(
        finding(timer, "timer-not-fired", { flow: "albflow-renewCertificates", last: null }),
      );
      const fired = await faultsOf((deployment) => ({
        ...deployment,
        now: () => later,
        probe: async () => ({}),
        lastExecution: async () => later - 3_600_000,
      }));
      expect(fired.filter(({ fault }) => fault.code === "timer-not-fired")).toEqual([]);
    });
  });

  test("finds that people are led to a built-in address, whose pages browsers save", async () => {
    const url = "https://albflow-api-abcdef.cn-hangzhou.fcapp.run";
    const led = (deployment: DeploymentProbe) => ({
      ...deployment,
      getFunction: async (name: string) => {
        const found = await deployment.getFunction(name);
        return { ...found, environmentVariables: { ...found.environmentVariables, ALBFLOW_API_URL: url } };
      },
    });
    const found = (await faultsOf(led)).filter(({ fault }) => fault.code === "pages-are-saved");
    expect(found).toEqual([finding(about("settings", "", "albflow-api"), "pages-are-saved", { url })]);
  });

  test("finds a logstore that does not exist", async () => {
    cloud.faults.add({
      service: "sls",
      action: "GetLogStoreLogs",
      fault: {
        kind: "refuse",
        status: 404,
        code: "ProjectNotExist",
        message: "The Project does not exist : albflow-reports",
      },
    });
    const missing = { project: "albflow-reports", logstore: "albflow", cause: expect.anything() };
    expect(await faultsOf()).toContainEqual(
      finding(about("logstore", "albflow-reports/albflow"), "logstore-missing", missing),
    );
    const ledger = (await faultsOf()).filter(({ subject }) => JSON.stringify(subject).includes('"ledger"'));
    expect(ledger).toEqual([finding(about("ledger", "", "albflow-reports/albflow"), "logstore-missing", missing)]);
  });

  test("finds keys that the cloud does not know, and asks no further", async () => {
    const credentials = { accessKeyId: "outsider", accessKeySecret: "x" };
    expect(await faultsOf((deployment) => ({ ...deployment, accountId: "" }), { ...session, credentials })).toEqual([
      finding(about("accessKey", ""), "access-key-refused", { cause: expect.anything() }),
      finding(about("account", ""), "account-id-invalid", { accountId: "" }),
    ]);
  });

  test("finds a host that is not there, asks no further, and prints the problem with its next step", async () => {
    const hosts = { alb: { protocol: "http" as const, host: "127.0.0.1:9" } };
    const deployment = { ...(await deploymentProbeOf(session, { ramEndpoint: cloud.endpoints.ram })), hosts };
    const messages = messagesIn(catalogues.en, "en");
    const lines = checkLines(await runChecks(deployment), messages);
    const fault = finding({}, "endpoint-refuses-connections", {
      cause: { code: "text", params: { text: "ECONNREFUSED" } },
    }).fault;
    expect(lines).toEqual([
      `✗ ${messages.message(about("endpoint", "127.0.0.1:9", "alb"))}: ${messages.message(fault)}`,
      `  → ${messages.said(fault).next}`,
      expect.stringContaining("docs/troubleshooting.md#endpoint-refuses-connections"),
      messages.sentences({ code: "doctor-problems", params: { count: 1 } }),
    ]);
  });

  test("finds a clock that is wrong, and a certificate that expires soon", async () => {
    const now = Date.UTC(2026, 10, 22);
    const faults = await faultsOf((deployment) => ({
      ...deployment,
      now: () => now,
      hosts: { alb: { protocol: "https", host: "alb.example" } },
      probe: async () => ({ date: now + 600_000, notAfter: now + 3 * 86_400_000 }),
    }));
    expect(faults).toContainEqual(finding(about("clock", "alb"), "clock-skewed", { seconds: -600, most: 900 }));
    expect(faults).toContainEqual(
      finding(about("endpoint", "alb.example", "alb"), "endpoint-certificate-ending", { days: 3 }),
    );
  });

  inWholeSuite(() => {
    test("says it all as JSON, too", async () => {
      const deployment = await deploymentProbeOf(session, { ramEndpoint: cloud.endpoints.ram });
      const { healthy, problems, results } = checkAnswer(await runChecks(deployment));
      const faults = results.flatMap(({ findings }) => findings.filter(({ fault }) => fault !== undefined));
      expect({ problems, healthy, faults }).toEqual({ problems: 0, healthy: true, faults: [] });
    });
  });

  longTest("tells code, parameters, message and next step in the language that is asked for", async () => {
    const deployment = { ...(await deploymentProbeOf(session, { ramEndpoint: cloud.endpoints.ram })), accountId: "" };
    const messages = messagesIn(catalogues.zh, "zh");
    const { results } = checkAnswer(await runChecks(deployment), messages);
    const fault = { code: "account-id-invalid", params: { accountId: "" } };
    expect(results.flatMap(({ findings }) => findings.map((one) => one.fault))).toContainEqual({
      ...fault,
      ...messages.said(fault),
    });
    expect(messages.said(fault).next).toMatch(/[\u4e00-\u9fff]/);
  });

  /** Calls the management API as the account. */
  async function fc(method: "PUT" | "DELETE", path: string, body?: object) {
    const { default: Fc2 } = await import("@alicloud/fc2");
    const client = new Fc2(target.accountId, {
      accessKeyID: "local",
      accessKeySecret: "local",
      region: target.region,
      endpoint: cloud.endpoints.fc,
      secure: false,
    });
    client.version = "2023-03-30";
    await client.request(method, path, null, body === undefined ? null : JSON.stringify(body), {
      "content-type": "application/json",
    });
  }
});
