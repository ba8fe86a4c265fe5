import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deployedHere } from "../../../cli/deploy/deployedHere.ts";
import { examine } from "../../../cli/doctor/examine.ts";
import type { Patient } from "../../../cli/doctor/patient.ts";
import { patientOf } from "../../../cli/doctor/patientOf.ts";
import { printExamination } from "../../../cli/doctor/printExamination.ts";
import { localDeployment } from "../../../cli/localDeployment.ts";
import { localSession } from "../../../cli/localSession.ts";
import type { LocalCloud, Mark } from "../../../local/cloud.ts";
import { startLocalCloud } from "../../../local/localCloud.ts";
import type { Session } from "../../../shared/session.ts";

const place = { region: "cn-hangzhou", accountId: "1234567890123456" };
const ROOT = { accountId: place.accountId, accessKeyId: "local" };

function trustIn(service: string): string {
  const statement = { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: [service] } };
  return JSON.stringify({ Version: "1", Statement: [statement] });
}

/** Every fault that the doctor knows is brought about once. */
describe("the doctor", () => {
  let cloud: LocalCloud;
  let healthy: Mark;
  let session: Session;

  beforeAll(async () => {
    const { roles } = deployedHere(place.accountId);
    const deployment = localDeployment(place);
    cloud = await startLocalCloud({
      ...place,
      port: 0,
      isolation: { kind: "inProcess" },
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
    healthy = cloud.mark();
    session = localSession(cloud);
  });
  afterAll(() => cloud.close());
  beforeEach(async () => {
    await cloud.reset(healthy);
    // A turn of the event loop ends, another one passes: clients see which of their kept connections are cut.
    await setImmediate();
    await setImmediate();
  });

  async function faultsOf(change: (patient: Patient) => Patient = (patient) => patient, as: Session = session) {
    const lines: string[] = [];
    const patient = change(await patientOf(as, { ramEndpoint: cloud.endpoints.ram }));
    printExamination(await examine(patient), {}, (line) => lines.push(line));
    return lines;
  }

  test("finds nothing wrong with what was deployed", async () => {
    const lines = await faultsOf();
    expect(lines.filter((line) => line.startsWith("✗"))).toEqual([]);
    expect(lines.at(-1)).toBe("Nothing is wrong.");
  });

  /** How it is brought about, the fault's line and the cure's. */
  const seeded: [what: string, seed: () => unknown, fault: string | RegExp, cure: RegExp][] = [
    [
      "a role that is missing",
      () => cloud.ram.deleteRole("albflow-verify"),
      "✗ role albflow-verify: It is not there.",
      /Deploy the roles/,
    ],
    [
      "a policy that somebody changed",
      () =>
        cloud.ramService.call(ROOT, "CreatePolicyVersion", {
          PolicyName: "albflow-verify",
          PolicyDocument: '{"Version":"1","Statement":[{"Effect":"Allow","Action":"alb:*","Resource":"*"}]}',
        }),
      /^✗ policy albflow-verify: It differs from this version: /,
      /takes back whatever was changed by hand/,
    ],
    [
      "a policy that is no longer on its role",
      () =>
        cloud.ramService.call(ROOT, "DetachPolicyFromRole", {
          PolicyName: "albflow-startListener",
          PolicyType: "Custom",
          RoleName: "albflow-startListener",
        }),
      /^✗ dry run of albflow-startListener: .*(?:NoPermission|Denied|Forbidden)/,
      /Its role lacks that permission/,
    ],
    [
      "a function that is missing",
      () => fc("DELETE", "/functions/albflow-startListener"),
      "✗ function albflow-startListener: It is not there.",
      /Deploy this version/,
    ],
    [
      "a function with other settings",
      () => fc("PUT", "/functions/albflow-startListener", { timeout: 3, environmentVariables: {} }),
      /^✗ function albflow-startListener: timeout is 3 and should be 60; ALBFLOW_PREFIX should be albflow/,
      /Deploy this version/,
    ],
    [
      "a trigger that is missing",
      () => fc("DELETE", "/functions/albflow-renewCertificates/triggers/timer"),
      "✗ timer trigger timer of albflow-renewCertificates: It is not there.",
      /Deploy this version/,
    ],
    [
      "a trigger that is disabled",
      () =>
        fc("PUT", "/functions/albflow-renewCertificates/triggers/timer", {
          triggerConfig: JSON.stringify({ cronExpression: "0 17 3,15 * * *", enable: false }),
        }),
      "✗ timer trigger timer of albflow-renewCertificates: It is disabled.",
      /Enable it/,
    ],
    [
      "a role that its service cannot take",
      () =>
        cloud.ramService.call(ROOT, "UpdateRole", {
          RoleName: "albflow-startListener",
          NewAssumeRolePolicyDocument: trustIn("ecs.aliyuncs.com"),
        }),
      /^✗ role albflow-startListener: It differs from this version: .*"ecs\.aliyuncs\.com"/,
      /Deploy the roles/,
    ],
    [
      "a flow of another version",
      async () => {
        const flow = cloud.cloudFlow.state.flows.get("albflow-startListener");
        const definition = (flow?.definition ?? "").replace("Timeout: 691200", "Timeout: 3600");
        await cloud.cloudFlow.putFlow({ name: "albflow-startListener", definition, roleArn: flow?.roleArn ?? "" });
      },
      /^✗ flow albflow-startListener: It differs from this version: .*Timeout: 3600/,
      /running executions keep the old definition/,
    ],
    [
      "rules that nobody can read",
      () =>
        fc("PUT", "/functions/albflow-renewCertificates", {
          environmentVariables: { ALBFLOW_RENEWAL_WINDOWS: "whenever" },
        }),
      /^✗ rules of renewal of albflow-renewCertificates: .*whenever/,
      /Set that variable right/,
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
      '✗ ACME settings of albflow-issueCertificate: ALBFLOW_ACME_DIRECTORY is "letsencrypt"; it must be an address that begins with https://.',
      /Set that variable right/,
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
      /^✗ ACME server of albflow-issueCertificate: ACME directory: .*ECONNREFUSED/,
      /Set that variable right/,
    ],
    [
      "a flow that is missing",
      () => cloud.cloudFlow.state.flows.delete("albflow-startListener"),
      "✗ flow albflow-startListener: It is not there.",
      /running executions keep the old definition/,
    ],
  ];

  test.each(seeded)("names %s, and the cure", async (_, seed, fault, cure) => {
    await seed();
    const lines = await faultsOf();
    const at = lines.findIndex((line) => (typeof fault === "string" ? line === fault : fault.test(line)));
    expect({ at, lines }).toMatchObject({ at: expect.toSatisfy((index: number) => index >= 0) });
    expect(lines[at + 1]).toMatch(cure);
  });

  test("names a trigger whose role does not exist: it would never fire", async () => {
    const lines = await faultsOf((patient) => ({
      ...patient,
      listTriggers: async (name) =>
        (await patient.listTriggers(name)).map((trigger) => ({
          ...trigger,
          invocationRole: "acs:ram::1234567890123456:role/gone",
        })),
    }));
    expect(lines).toContain(
      "✗ timer trigger timer of albflow-renewCertificates: It never fires: its role acs:ram::1234567890123456:role/gone does not exist.",
    );
  });

  test("names a timer that is enabled and has not fired", async () => {
    const later = Date.parse("2100-01-01T00:00:00Z");
    const lines = await faultsOf((patient) => ({ ...patient, now: () => later, probe: async () => ({}) }));
    const at = lines.indexOf(
      "✗ timer timer of albflow-renewCertificates: It has not started an execution of albflow-renewCertificates ever.",
    );
    expect({ at, lines }).toMatchObject({ at: expect.toSatisfy((index: number) => index >= 0) });
    expect(lines[at + 1]).toMatch(/Look at the function's log of that time/);
    const fired = await faultsOf((patient) => ({
      ...patient,
      now: () => later,
      probe: async () => ({}),
      lastExecution: async () => later - 3_600_000,
    }));
    expect(fired.filter((line) => line.startsWith("✗ timer"))).toEqual([]);
  });

  test("names a logstore that does not exist", async () => {
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
    const lines = await faultsOf();
    const at = lines.findIndex((line) => line.startsWith("✗ logstore albflow-reports/albflow: "));
    expect(lines[at + 1]).toMatch(/Make the project albflow-reports in this region/);
  });

  test("names keys that the cloud does not know, and asks no further", async () => {
    const credentials = { accessKeyId: "stranger", accessKeySecret: "x" };
    const lines = await faultsOf((patient) => ({ ...patient, accountId: "" }), { ...session, credentials });
    expect(lines[1]).toMatch(/^✗ access key: alb DescribeRegions: InvalidAccessKeyId/);
    expect(lines[2]).toMatch(/aliyun configure/);
    expect(lines[3]).toMatch(/^✗ account: The account's number is not known/);
    expect(lines).toHaveLength(6);
  });

  test("names a host that is not there, and asks no further", async () => {
    const hosts = { alb: { protocol: "http" as const, host: "127.0.0.1:9" } };
    const lines = await faultsOf((patient) => ({ ...patient, hosts }));
    expect(lines).toEqual([
      "✗ endpoint of alb, 127.0.0.1:9: It cannot be reached: ECONNREFUSED.",
      "  → Check --port: no local cloud listens there. Start one with `albflow local start`.",
      "1 thing is wrong.",
    ]);
  });

  test("names a clock that is wrong, and a certificate that ends", async () => {
    const now = Date.UTC(2026, 10, 22);
    const lines = await faultsOf((patient) => ({
      ...patient,
      now: () => now,
      hosts: { alb: { protocol: "https", host: "alb.example" } },
      probe: async () => ({ date: now + 600_000, notAfter: now + 3 * 86_400_000 }),
    }));
    expect(lines).toContain(
      "✗ clock against alb: This machine's clock is 600 s behind; signatures are refused at 900 s.",
    );
    expect(lines).toContain("✗ endpoint of alb, alb.example: Its certificate ends in 3 days.");
  });

  test("says it all as JSON, too", async () => {
    const lines: string[] = [];
    const patient = await patientOf(session, { ramEndpoint: cloud.endpoints.ram });
    expect(printExamination(await examine(patient), { json: true }, (line) => lines.push(line))).toBe(0);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ healthy: true });
  });

  /** Calls the management API as the account. */
  async function fc(method: "PUT" | "DELETE", path: string, body?: object) {
    const { default: Fc2 } = await import("@alicloud/fc2");
    const client = new Fc2(place.accountId, {
      accessKeyID: "local",
      accessKeySecret: "local",
      region: place.region,
      endpoint: cloud.endpoints.fc,
      secure: false,
    });
    client.version = "2023-03-30";
    await client.request(method, path, null, body === undefined ? null : JSON.stringify(body), {
      "content-type": "application/json",
    });
  }
});
