import RpcClient from "@alicloud/pop-core";
import { expect, test } from "vitest";
import { startLocalCloud } from "../../local/localCloud.ts";
import { steadyClock } from "../../local/steadyClock.ts";
import { systemClock } from "../../shared/platform/clock.ts";

const FLOW = `
Type: StateMachine
Name: waiting
SpecVersion: v1
StartAt: Wait
States:
  - Type: Wait
    Name: Wait
    Seconds: 2
    End: true
`;

test("what is in motion does not wait three hours when the machine's clock is set back by three hours and stays so", {
  timeout: 300_000,
}, async () => {
  let setBackMs = 0;
  const clock = steadyClock({ ...systemClock, now: () => systemClock.now() - setBackMs });
  const cloud = await startLocalCloud({ port: 0, seed: "local/seed/example.yaml", changeMs: 1_500, clock });
  const client = (endpoint: string, apiVersion: string) =>
    new RpcClient({ accessKeyId: "local", accessKeySecret: "local", endpoint, apiVersion });
  const alb = client(cloud.endpoints.alb, "2020-06-16");
  const cloudFlow = client(cloud.endpoints.fnf, "2019-03-15");
  try {
    const flow = { Name: "waiting", Description: "", Type: "FDL", Definition: FLOW };
    await cloudFlow.request("CreateFlow", flow, { method: "POST" });
    const execution = { FlowName: "waiting", ExecutionName: "one", Input: "{}" };
    await cloudFlow.request("StartExecution", execution, { method: "POST" });
    await alb.request("UpdateListenerAttribute", { ListenerId: "lsn-plain", IdleTimeout: 30 });
    setBackMs = 3 * 3_600_000;

    const listener = () => alb.request("GetListenerAttribute", { ListenerId: "lsn-plain" });
    await expect.poll(listener, { timeout: 200_000 }).toMatchObject({ ListenerStatus: "Running", IdleTimeout: 30 });
    const status = () => cloudFlow.request("DescribeExecution", { FlowName: "waiting", ExecutionName: "one" });
    await expect.poll(status, { timeout: 200_000 }).toMatchObject({ Status: "Succeeded" });
  } finally {
    await cloud.close();
  }
});
