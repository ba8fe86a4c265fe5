import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import Fc, { UpdateFunctionInput, UpdateFunctionRequest } from "@alicloud/fc20230330";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import RpcClient from "@alicloud/pop-core";
import { afterEach, describe, expect, it } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { type SimulatedClock, simulatedClock, systemClock } from "../../shared/platform/clock.ts";

const ROLE = "acs:ram::1234567890123456:role/worker";
const ROOT = { accountId: "1234567890123456", accessKeyId: "local" };
const BEGINNING = Date.UTC(2026, 10, 22, 12);
const FLOW = `
Type: StateMachine
SpecVersion: v1
Name: work
StartAt: Work
States:
  - { Name: Work, Type: Task, Action: FC:InvokeFunction, Parameters: { resourceArn: acs:fc:::functions/sleep, body: "3600000" }, Timeout: 7200, End: true }
`;

let cloud: LocalCloud;
let clock: SimulatedClock;
afterEach(() => cloud.close());

async function boot() {
  clock = simulatedClock(BEGINNING);
  const allowed = { Effect: "Allow" as const, Action: "*", Resource: "*" };
  cloud = await startLocalCloud({
    port: 0,
    clock,
    randomSeed: "reset",
    seed: "local/seed/example.yaml",
    isolation: { kind: "inProcess" },
    deployment: {
      codeRoot: fileURLToPath(new URL("fc/", import.meta.url)),
      functions: [
        { functionName: "sleep", runtime: "nodejs20", handler: "index.sleep", code: "./functions", timeout: 7_200 },
        {
          functionName: "echo",
          runtime: "nodejs20",
          handler: "index.echo",
          code: "./functions",
          role: ROLE,
          logConfig: { project: "albflow-reports", logstore: "albflow" },
          triggers: [
            {
              triggerName: "hourly",
              triggerType: "timer",
              triggerConfig: { cronExpression: "CRON_TZ=UTC 0 0 * * * *", enable: true },
            },
          ],
        },
      ],
      roles: [
        {
          name: "worker",
          trusts: ["fnf.aliyuncs.com", "fc.aliyuncs.com"],
          policies: [{ Version: "1", Statement: [allowed] }],
        },
      ],
      flows: [{ name: "work", definition: FLOW, roleArn: ROLE }],
    },
  });
  return cloud.snapshot();
}

const client = (endpoint: string, apiVersion: string) =>
  new RpcClient({ accessKeyId: "local", accessKeySecret: "local", endpoint, apiVersion });
const alb = (action: string, parameters: object) => cloud.alb.call(ROOT, action, { ...parameters });
const start = (ExecutionName: string) =>
  client(cloud.endpoints.fnf, "2019-03-15").request("StartExecution", { FlowName: "work", ExecutionName });

/** Everything that can be read of a cloud, but for its clock. */
function everything() {
  const { alb, cas, sls, fc, ram, alidns, faults, calls, cloudFlow, dataPlane } = cloud;
  return structuredClone({
    alb: alb.exportState(),
    cas: cas.exportState(),
    sls: sls.exportState(),
    fc: fc.exportState(),
    ram: ram.directory,
    used: ram.usedActions(),
    alidns: alidns.exportState(),
    faults: faults.list(),
    calls: calls.recent(),
    flows: [...cloudFlow.state.flows.values()].map(({ name, definition, executions, schedules }) => ({
      name,
      definition,
      executions: [...executions.keys()],
      schedules: [...schedules.keys()],
    })),
    open: alb
      .exportState()
      .listeners.map(({ ListenerId }) => [ListenerId, dataPlane.endpoint(ListenerId) !== undefined]),
  });
}

/** Whether somebody listens there. */
function answers(place: { address: string; port: number } | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(place?.port ?? 0, place?.address);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** Changes something of everything. */
async function live() {
  await alb("StopListener", { ListenerId: "lsn-plain" });
  await alb("StartListener", { ListenerId: "lsn-stopped" });
  await alb("DeleteListener", { ListenerId: "lsn-demo4u54y73wq7b" });
  await alb("CreateListener", {
    LoadBalancerId: "alb-demo",
    ListenerProtocol: "HTTP",
    ListenerPort: 18_080,
    ClientToken: "once",
    DefaultActions: [
      { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
    ],
  });
  await cloud.cas.call(ROOT, "DeleteUserCertificate", { CertId: 25_113_407 });
  cloud.sls.write({ project: "albflow-reports", logstore: "albflow" }, "topic", [{ text: "written" }]);
  cloud.sls.ensure({ project: "another", logstore: "one" });
  cloud.ram.putRole({ name: "another", trusts: [], policies: [] });
  cloud.ram.deleteRole("worker");
  cloud.alidns.putDomain("example.org", [{ RR: "@", Type: "TXT", Value: "x" }]);
  cloud.faults.add({ action: "StartListener", fault: { kind: "throttle" } });
  await cloud.cloudFlow.putFlow({ name: "work", definition: FLOW, description: "changed" });
  await clock.advance(10_000);
  await cloud.alb.settled();
}

describe("a cloud that is taken back to a snapshot", () => {
  it("holds what it held then, time included, however often", async () => {
    const snapshot = await boot();
    const before = everything();
    for (const round of [1, 2]) {
      await live();
      expect(everything(), `round ${round}`).not.toEqual(before);
      await cloud.reset(snapshot);
      expect(everything(), `round ${round}`).toEqual(before);
      expect(cloud.clock.now()).toBe(BEGINNING);
    }
  });

  it("serves what it served, and opens no listener anew that was open all the time", async () => {
    const snapshot = await boot();
    const served = cloud.dataPlane.endpoint("lsn-plain");
    const basic = cloud.dataPlane.traffic("lsn-basic");
    await live();
    expect(await answers(served)).toBe(false);
    await cloud.reset(snapshot);
    expect(await answers(served)).toBe(true);
    expect(cloud.dataPlane.endpoint("lsn-stopped")).toBeUndefined();
    expect(cloud.dataPlane.endpoint("lsn-plain")).toEqual(served);
    expect(cloud.dataPlane.traffic("lsn-basic")).toBe(basic);
    expect(cloud.alb.problems()).toEqual([]);
  });

  it("does the same again: the same ids come from the same calls", async () => {
    const snapshot = await boot();
    await live();
    const first = everything();
    await cloud.reset(snapshot);
    await live();
    expect(everything()).toEqual(first);
  });

  it("has forgotten running executions and functions, and their names are free", async () => {
    const snapshot = await boot();
    await start("e1");
    await clock.advance(1_000);
    expect(cloud.cloudFlow.state.flows.get("work")?.executions.get("e1")?.execution.status).toBe("Running");
    await cloud.reset(snapshot);
    expect(cloud.cloudFlow.state.executions.size).toBe(0);

    await start("e1");
    const record = cloud.cloudFlow.state.flows.get("work")?.executions.get("e1");
    await clock.advance(3_599_000);
    expect(record?.execution.status).toBe("Running");
    await clock.advance(2_000);
    expect(record?.execution.output).toMatchObject({ Body: { slept: 3_600_000 } });
    expect(cloud.calls.recent({ action: "InvokeFunction", resource: "functions/sleep" })).toHaveLength(1);
  });

  it("a call that a fault holds is cut, and never takes effect", async () => {
    const snapshot = await boot();
    cloud.faults.add({ action: "StopListener", fault: { kind: "delay", ms: 60_000 } });
    const stopping = client(cloud.endpoints.alb, "2020-06-16").request("StopListener", { ListenerId: "lsn-plain" });
    const refused = expect(stopping).rejects.toThrow();
    await expect.poll(() => cloud.faults.list()[0]?.hits).toBe(1);
    await cloud.reset(snapshot);
    await refused;
    await clock.advance(120_000);
    expect(cloud.alb.exportState().jobs).toEqual([]);
  });

  it("changes under way are given up, and a used ClientToken is fresh", async () => {
    const snapshot = await boot();
    const stop = () => alb("StopListener", { ListenerId: "lsn-plain", ClientToken: "mine" });
    const first = await stop();
    await clock.advance(1_000);
    await cloud.reset(snapshot);
    expect(cloud.alb.exportState().listeners.map(({ ListenerStatus }) => ListenerStatus)).not.toContain("Configuring");
    expect((await stop()).JobId).toBe(first.JobId);
    await clock.advance(10_000);
    await cloud.alb.settled();
    expect(cloud.dataPlane.endpoint("lsn-plain")).toBeUndefined();
  });

  it("servers are as healthy as they were, at once", async () => {
    await boot();
    await clock.advance(10_000);
    const snapshot = cloud.snapshot();
    const health = () => cloud.dataPlane.health("sgp-demo").map(({ status }) => status);
    expect(health()).toEqual(["Healthy"]);
    await live();
    await alb("DeleteServerGroup", { ServerGroupId: "sgp-empty" });
    await cloud.reset(snapshot);
    expect(health()).toEqual(["Healthy"]);
  });

  it("what was asked of a listener just before is not in its log, what is asked later is, within a second", async () => {
    const snapshot = await boot();
    const visit = async (path: string) => {
      const { address, port } = cloud.dataPlane.endpoint("lsn-traced") ?? {};
      await (await fetch(`http://${address}:${port}${path}`)).text();
      // The record is made when the answer has gone out.
      await systemClock.sleep(20);
    };
    const logged = () => JSON.stringify(cloud.sls.exportState()).match(/"request_uri","[^"]*"/g);
    await visit("/before");
    await cloud.reset(snapshot);
    await visit("/after");
    await clock.advance(1_000);
    expect(logged()).toEqual(['"request_uri","/after"']);
  });

  it("timers of functions ring as they did, once", async () => {
    const snapshot = await boot();
    const runs = () => JSON.stringify(cloud.sls.exportState()).match(/FC Invoke Start/g)?.length ?? 0;
    for (const _ of [1, 2]) {
      await clock.advance(2 * 3_600_000);
      await cloud.fc.settled();
      expect(runs()).toBe(2);
      await cloud.reset(snapshot);
    }
    expect(runs()).toBe(0);
  });

  it("idle functions stay warm, but those that were changed since", async () => {
    const snapshot = await boot();
    const echo = async () => {
      const { body } = await cloud.fc.invoke({ functionName: "echo", body: "x", identity: ROOT });
      const { started, environment } = JSON.parse(body.toString());
      return [started, environment.COLOUR];
    };
    expect(await echo()).toEqual([1, undefined]);
    await cloud.reset(snapshot);
    expect(await echo()).toEqual([2, undefined]);
    const sdk = new Fc.default(
      new $OpenApiUtil.Config({
        accessKeyId: "local",
        accessKeySecret: "local",
        protocol: "http",
        endpoint: cloud.endpoints.fc.replace("http://", ""),
      }),
    );
    const input = new UpdateFunctionInput({ environmentVariables: { COLOUR: "red" } });
    await sdk.updateFunction("echo", new UpdateFunctionRequest({ body: input }));
    expect(await echo()).toEqual([1, "red"]);
    await cloud.reset(snapshot);
    expect(await echo()).toEqual([1, undefined]);
  });

  it("temporary credentials of the time between are unknown, those of before are good", async () => {
    await boot();
    const before = cloud.ram.assumeRole(ROLE, "fc.aliyuncs.com");
    const snapshot = cloud.snapshot();
    const between = cloud.ram.assumeRole(ROLE, "fc.aliyuncs.com");
    await cloud.reset(snapshot);
    const list = ({ securityToken, ...keys }: typeof before) =>
      new RpcClient({
        ...keys,
        securityToken,
        endpoint: cloud.endpoints.alb,
        apiVersion: "2020-06-16",
      }).request("ListListeners", {});
    expect(await list(before)).toHaveProperty("Listeners");
    await expect(list(between)).rejects.toThrow("Specified access key is not found");
  });

  it("cannot be marked while an execution is running", async () => {
    await boot();
    await start("e1");
    expect(() => cloud.snapshot()).toThrow("Execution e1 of work is Running: mark the cloud when it has ended.");
  });

  it("costs less than half of another boot", async () => {
    const snapshot = await boot();
    const resets: number[] = [];
    const boots: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      await live();
      resets.push(await took(() => cloud.reset(snapshot)));
      boots.push(
        await took(async () => {
          await (await startLocalCloud({ port: 0, clock, seed: "local/seed/example.yaml" })).close();
        }),
      );
    }
    expect(median(resets)).toBeLessThan(median(boots) / 2);
  });
});

async function took(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
