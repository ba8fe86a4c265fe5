import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { localDeployment } from "../../cli/localDeployment.ts";
import { cliMessage, cliSentences } from "../../deployment/language.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { simulatedClock } from "../../shared/platform/clock.ts";
import { inWholeSuite, longTest, sampled } from "../support/sampled.ts";
import { withoutTimers } from "../support/withoutTimers.ts";
import { albflow } from "./support/albflow.ts";

const place = { region: "cn-hangzhou", accountId: "1234567890123456" };
let cloud: LocalCloud;
let flags: string[] = [];
beforeAll(async () => {
  const port = await freePortBlock();
  flags = ["--local", "--port", `${port}`];
  cloud = await startLocalCloud({
    ...place,
    port,
    seed: "local/seed/example.yaml",
    fast: true,
    deployment: withoutTimers(localDeployment(place)),
  });
});
afterAll(() => cloud.close());

/** Presses Ctrl-C when the cloud has been called as is told, and gives what the command has said then. */
async function pressed(parameters: string[], when: () => boolean, times = 1, place = flags) {
  const child = spawn(process.execPath, ["dist/cli/albflow.js", ...parameters, ...place], {
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  child.stdout.resume();
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  await vi.waitFor(() => expect(when()).toBe(true), { timeout: 200_000, interval: 50 });
  for (let nth = 1; nth <= times; nth += 1) {
    child.kill("SIGINT");
    if (nth < times) await vi.waitFor(() => expect(said).toContain("albflow: "), { timeout: 60_000, interval: 20 });
  }
  return { code: await ended, said: said.replace(/^Account .*\n/, "") };
}

const isStarted = (operation: string, name: RegExp | string) =>
  [...(cloud.cloudFlow.state.flows.get(`albflow-${operation}`)?.executions.keys() ?? [])].some((one) =>
    typeof name === "string" ? one === name : name.test(one),
  );
const asks = (action: string, since: number) => () =>
  cloud.calls.recent({}).some((call) => call.action === action && call.at >= since);
/** Every verification takes its time, so that an execution goes on while somebody looks. */
const slowly = () =>
  cloud.faults.add({
    service: "fc",
    action: "InvokeFunction",
    resource: "functions/albflow-verify",
    fault: { kind: "delay", ms: 600_000 },
  });

test("Ctrl-C while an execution is followed says that it goes on, how it is followed and how it is taken back", async () => {
  slowly();
  const name = "left-alone";
  const change = ["modifyListener", "--listener", "lsn-plain", "--idle-timeout", "41", "--name", name];
  const { code, said } = await pressed(change, () => isStarted("modifyListener", name));
  const goesOn = cliSentences("follow-interrupted", { execution: name, flags: ` ${flags.join(" ")}` });
  expect({ code, said }).toEqual({ code: 130, said: `albflow: ${goesOn}\n` });
  // The same for who looks on.
  const looks = [
    ["watch", name],
    ["execution", name],
  ];
  for (const command of sampled(2, looks)) {
    const began = cloud.calls.recent({}).length === 0 ? 0 : cloud.clock.now();
    const looked = await pressed(command, asks("GetExecutionHistory", began));
    expect(looked).toEqual({ code: 130, said: `albflow: ${goesOn}\n` });
  }
  expect(cloud.cloudFlow.state.flows.get("albflow-modifyListener")?.executions.get(name)?.execution.status).toBe(
    "Running",
  );
  cloud.faults.clear();
});

longTest(
  "Ctrl-C while many are changed begins nothing more, names what runs, and a second one leaves it at once",
  async () => {
    slowly();
    const many = ["modifyListener", "--selector", "id=lsn-*,protocol=HTTP", "--idle-timeout", "43", "--yes"];
    const { code, said } = await pressed(many, () => isStarted("modifyListener", /^cli-modifyListener-lsn-/), 2);
    expect(code).toBe(130);
    expect(said).toMatch(/^albflow: .*cli-modifyListener-lsn-\S+ .*`albflow stop <name>/);
    cloud.faults.clear();
  },
);

inWholeSuite(() => {
  test("Ctrl-C before an answer is given says that the execution still waits", async () => {
    const name = "to-be-answered";
    const asked = [
      "stopListener",
      "--listener",
      "lsn-ruled",
      "--yes",
      "--no-wait",
      "--name",
      name,
      "--as",
      "olga",
      ...flags,
    ];
    expect((await albflow(asked)).code).toBe(0);
    await vi.waitFor(
      async () => {
        const { stdout } = await albflow(["approvals", "--query", "approvals[].execution", ...flags]);
        expect(stdout).toBe(`${name}\n`);
      },
      { timeout: 100_000 },
    );
    const began = cloud.clock.now();
    cloud.faults.add({ service: "fnf", action: "ReportTaskSucceeded", fault: { kind: "delay", ms: 600_000 } });
    const { code, said } = await pressed(["approve", name, "--as", "ada"], () => asks("GetExecutionHistory", began)());
    const left = cliSentences("approve-interrupted", { execution: name, isGiven: false, flags: ` ${flags.join(" ")}` });
    // Nobody sits at a terminal, and what it waits for is said all the same.
    const reads = `  … ${cliMessage("progress-reading-plan")}\n`;
    const answers = `  … ${cliMessage("progress-answering")}\n`;
    expect({ code, said: said.replace(answers, "") }).toEqual({ code: 130, said: `${reads}albflow: ${left}\n` });
    cloud.faults.clear();
  });
});

longTest(
  "verify of a listener that serves something else than is configured, and fire of a function that fails, end with 1",
  async () => {
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: { kind: "lag", ms: 3_600_000 } });
    expect((await albflow(["verify", "lsn-demo4u54y73wq7b", ...flags])).code).toBe(0);
    const root = { accountId: cloud.accountId, accessKeyId: "local" };
    await cloud.alb.call(root, "UpdateListenerAttribute", {
      ListenerId: "lsn-demo4u54y73wq7b",
      Certificates: [{ CertificateId: "25113402-cn-hangzhou" }],
    });
    const differs = await albflow(["verify", "lsn-demo4u54y73wq7b", ...flags]);
    expect(differs.code).toBe(1);
    expect(differs.stdout).toContain("✗ ");
    cloud.faults.add({ service: "fnf", action: "StartExecution", fault: { kind: "deny" } });
    const fired = await albflow(["local", "fire", "albflow-renewCertificates", ...flags.slice(1)]);
    expect(fired.code).toBe(1);
    cloud.faults.clear();
  },
);

inWholeSuite(() => {
  test("Ctrl-C while a successor is ordered says that the order goes on, and how it is looked at", async () => {
    const fault = { kind: "delay", ms: 600_000 } as const;
    cloud.faults.add({
      service: "fc",
      action: "InvokeFunction",
      resource: "functions/albflow-issueCertificate",
      fault,
    });
    const { code, said } = await pressed(["order", "25113402-cn-hangzhou"], () =>
      isStarted("issueCertificate", /^cli-issueCertificate-/),
    );
    const [execution = ""] = [
      ...(cloud.cloudFlow.state.flows.get("albflow-issueCertificate")?.executions.keys() ?? []),
    ];
    const goesOn = cliSentences("watch-interrupted", { execution, flags: ` ${flags.join(" ")}` });
    const orders = `  … ${cliMessage("progress-ordering", { certificateId: "25113402-cn-hangzhou" })}\n`;
    expect({ code, said }).toEqual({ code: 130, said: `${orders}albflow: ${goesOn}\n` });
    cloud.faults.clear();
  });
});

test("Ctrl-C while time passes in a local cloud says how much has passed, and that it is not taken back", async () => {
  const port = await freePortBlock();
  const clock = simulatedClock(Date.UTC(2026, 10, 22));
  const still = await startLocalCloud({ ...place, port, clock, isolation: { kind: "inProcess" } });
  const began = clock.now();
  const { code, said } = await pressed(["local", "advance", "30000d"], () => clock.now() - began >= 3 * 86_400_000, 1, [
    "--port",
    `${port}`,
  ]);
  expect(code).toBe(130);
  expect(said).toMatch(/^albflow: .*30000 d.*$/m);
  await still.close();
});
