import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { localDeployment } from "../../cli/localDeployment.ts";
import { localSession } from "../../cli/localSession.ts";
import { CloudFlowComponent } from "../../components/cloudflow/component.ts";
import { operations } from "../../functions/registry.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { outcomeOf } from "../../shared/core/executions.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { withoutTimers } from "../support/withoutTimers.ts";
import { componentOf, inputsFor, PROPS } from "./deployed.ts";

const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
const folder = mkdtempSync(join(tmpdir(), "albflow-upgrade-"));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("a rotation in whose middle a new version is deployed ends as it was planned", async () => {
  const deployment = withoutTimers(localDeployment(target));
  const cloud = await startLocalCloud({
    ...target,
    port: 0,
    deployment,
    seed: "local/seed/example.yaml",
    changeMs: 2_000,
  });
  try {
    cloud.sls.ensure({ project: "albflow-reports", logstore: "albflow" });
    vi.stubEnv("ALBFLOW_ENDPOINT_FNF", cloud.endpoints.fnf);
    const client = openCloudFlow(localSession(cloud));
    const flow = "albflow-rotateCertificate";
    await client.start(flow, "rotation", operations.rotateCertificate?.example ?? {});
    const entered = async () => (await client.history(flow, "rotation")).map(({ StepName }) => StepName);
    while (!(await entered()).includes("Ready")) await cloud.clock.sleep(50);

    // The new version has another shape: what is under way must not meet states that it does not know.
    cpSync("flows", folder, { recursive: true });
    const shape = readFileSync("flows/operation.yaml", "utf8");
    writeFileSync(join(folder, "operation.yaml"), shape.replace(/(Name|Next): Verify\b/g, "$1: VerifyAnew"));
    const { component } = componentOf(CloudFlowComponent);
    const props = { ...PROPS, role: "albflow-flows", definitions: folder };
    const { changed } = await component.deploy({ ...inputsFor(props), yaml: { path: "/s.yaml" } });
    expect(changed).toBe(Object.keys(operations).length);
    // Every function is replaced, too: instances that are busy end their call, the next call meets the new one.
    for (const { functionName } of deployment.functions) {
      const body = JSON.stringify({ description: "the next version" });
      await callFunctionCompute(cloud.endpoints.fc, `/functions/${functionName}`, body);
    }

    let status = "Running";
    while (status === "Running") status = (await client.describe(flow, "rotation", 20)).Status;
    const events = await client.history(flow, "rotation");
    expect(outcomeOf(events, status)).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(events.map(({ StepName }) => StepName)).not.toContain("VerifyAnew");
    const { Definition } = (await client.call("DescribeFlow", { Name: flow })) as { Definition: string };
    expect(Definition).toContain("VerifyAnew");
  } finally {
    await cloud.close();
  }
});

async function callFunctionCompute(endpoint: string, path: string, body: string) {
  const { default: Fc2 } = await import("@alicloud/fc2");
  const keys = { accessKeyID: "local", accessKeySecret: "local", region: target.region, secure: false };
  const client = new Fc2(target.accountId, { ...keys, endpoint });
  client.version = "2023-03-30";
  await client.request("PUT", path, null, body, { "content-type": "application/json" });
}
