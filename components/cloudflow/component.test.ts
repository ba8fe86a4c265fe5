import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cliMessage, cliSentences } from "../../deployment/language.ts";
import { flows } from "../../functions/registry.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { componentOf, emptyCloud, inputsFor, PROPS } from "../../test/deployment/deployed.ts";
import { coded } from "../../test/support/coded.ts";
import { inWholeSuite } from "../../test/support/sampled.ts";
import { CloudFlowComponent } from "./component.ts";

const props = { ...PROPS, role: "albflow-flows" };
const count = flows.length;

/** A flow that does nothing for as long as it may. */
const WAITING = `Type: StateMachine
SpecVersion: v1
Name: albflow-lock
StartAt: Wait
States:
  - { Name: Wait, Type: Wait, Seconds: 300, End: true }
`;

describe("the flows' component", () => {
  let cloud: Awaited<ReturnType<typeof emptyCloud>>;
  const folder = mkdtempSync(join(tmpdir(), "albflow-flows-"));
  beforeAll(async () => {
    cloud = await emptyCloud();
    cpSync("flows", folder, { recursive: true });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await cloud.close();
    rmSync(folder, { recursive: true });
  });
  const client = () =>
    openCloudFlow({
      region: "cn-hangzhou",
      accountId: "1234567890123456",
      credentials: { accessKeyId: "local", accessKeySecret: "local" },
      endpoints: { fnf: cloud.endpoints.fnf },
    });

  test("creates every operation's flow with names and ARNs filled in", async () => {
    const { component, said } = componentOf(CloudFlowComponent);
    expect(await component.deploy(inputsFor(props))).toEqual({ created: count, changed: 0, removed: 0, unchanged: 0 });
    expect(said[0]).toBe("+ flow albflow-startListener");
    const flow = (await client().call("DescribeFlow", { Name: "albflow-startListener" })) as Record<string, string>;
    expect(flow).toMatchObject({
      Name: "albflow-startListener",
      Description: flows.find(({ name }) => name === "startListener")?.summary,
      RoleArn: "acs:ram::1234567890123456:role/albflow-flows",
    });
    expect(flow.Definition).toContain("acs:fc:cn-hangzhou:1234567890123456:functions/albflow-startListener/LATEST");
  });

  test("finds nothing to do the second time", async () => {
    const { component, said } = componentOf(CloudFlowComponent);
    expect(await component.deploy(inputsFor(props))).toMatchObject({ created: 0, changed: 0, unchanged: count });
    expect(said).toEqual([cliMessage("changes-counted", { created: 0, changed: 0, removed: 0, unchanged: count })]);
  });

  test("plans a change as a diff without making it, then makes it", async () => {
    const { Definition } = (await client()
      .call("DescribeFlow", { Name: "albflow-verify" })
      .catch(() => ({}))) as {
      Definition?: string;
    };
    expect(Definition).toBeUndefined();
    const shape = readFileSync("flows/operation.yaml", "utf8");
    writeFileSync(join(folder, "operation.yaml"), shape.replace("Timeout: 691200", "Timeout: 3600"));
    const changed = inputsFor({ ...props, definitions: folder, role: "albflow-other" });

    const planning = componentOf(CloudFlowComponent);
    await planning.component.plan({ ...changed, yaml: { path: "/s.yaml" } });
    expect(planning.said.slice(0, 4)).toEqual([
      "~ flow albflow-startListener",
      "    role: acs:ram::1234567890123456:role/albflow-flows → acs:ram::1234567890123456:role/albflow-other",
      "    - Timeout: 691200",
      "    + Timeout: 3600",
    ]);
    const timeoutOf = async () =>
      /Timeout: \d+/.exec(
        ((await client().call("DescribeFlow", { Name: "albflow-startListener" })) as { Definition: string }).Definition,
      )?.[0];
    expect(await timeoutOf()).toBe("Timeout: 691200");
    const { component } = componentOf(CloudFlowComponent);
    expect(await component.deploy({ ...changed, yaml: { path: "/s.yaml" } })).toMatchObject({ changed: count });
    expect(await timeoutOf()).toBe("Timeout: 3600");
  });

  test("leaves all flows while one of them runs, and says which", async () => {
    const { component } = componentOf(CloudFlowComponent);
    await cloud.cloudFlow.putFlow({ name: "albflow-lock", description: "", definition: WAITING, roleArn: "" });
    await client().start("albflow-lock", "waiting-1", {});
    await expect(component.remove(inputsFor(props))).rejects.toMatchObject({
      reason: coded("flows-still-running", { flow: "albflow-lock", execution: "waiting-1" }),
    });
    expect(cloud.cloudFlow.state.flows.has("albflow-startListener")).toBe(true);
    await client().stop("albflow-lock", "waiting-1", "the test is over");
  });

  test("tells what is there, and takes everything away again", async () => {
    const { component, said } = componentOf(CloudFlowComponent);
    expect((await component.info(inputsFor(props)))["albflow-startListener"]).toMatchObject({
      state: "differs from here",
      roleArn: "acs:ram::1234567890123456:role/albflow-other",
    });
    expect(await component.remove(inputsFor(props))).toMatchObject({ removed: count });
    expect(said[0]).toBe(cliSentences("flows-lose-histories"));
    expect(await component.remove(inputsFor(props))).toMatchObject({ removed: 0 });
    expect((await component.info(inputsFor(props)))["albflow-startListener"]).toEqual({ state: "missing" });
  });

  test("refuses a definition that CloudFlow would refuse before it sends anything", async () => {
    writeFileSync(join(folder, "operation.yaml"), "Type: StateMachine\nSpecVersion: v1\nName: flow\nStates: []\n");
    const { component, said } = componentOf(CloudFlowComponent);
    const wrong = { ...inputsFor({ ...props, definitions: folder }), yaml: { path: "/s.yaml" } };
    await expect(component.deploy(wrong)).rejects.toMatchObject({
      reason: { code: "flow-invalid", params: { flow: "albflow-startListener" } },
    });
    expect(said).toEqual([]);
  });

  test("waits while CloudFlow is busy", async () => {
    cloud.faults.add({ service: "fnf", action: "ListFlows", fault: { kind: "throttle" }, count: 2 });
    const { component } = componentOf(CloudFlowComponent);
    await expect(component.plan(inputsFor(props))).resolves.toBeUndefined();
  });

  inWholeSuite(() => {
    test("deploys and removes as fast as the account's rates allow", async () => {
      const rated = await emptyCloud({ rates: true });
      try {
        const { component } = componentOf(CloudFlowComponent);
        expect(await component.deploy(inputsFor(props))).toMatchObject({ created: count });
        expect(await component.remove(inputsFor(props))).toMatchObject({ removed: count });
      } finally {
        await rated.close();
      }
    });
  });

  test.each([
    ["an unknown key", { rolle: "x" }, { property: "rolle", problem: null }],
    ["a region that is none", { region: "Hangzhou" }, { property: "region", problem: coded("must-be-region-id") }],
    ["a role that is none", { role: "a role" }, { property: "role", problem: coded("must-be-role") }],
    ["nothing", { region: undefined, prefix: undefined }, { property: "prefix", problem: coded("value-missing") }],
  ])("names %s by its path", async (_, wrong, problem) => {
    const { component } = componentOf(CloudFlowComponent);
    await expect(component.deploy(inputsFor({ ...props, ...wrong }))).rejects.toMatchObject({
      reason: { code: "properties-invalid", params: { resource: "it", problems: expect.arrayContaining([problem]) } },
    });
  });
});
