import { existsSync, mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { createFunctionCompute, type FunctionCompute, type Isolation } from "../../../local/fc/functionCompute.ts";
import type { FunctionSpec } from "../../../local/fc/functionSpec.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { sampled } from "../../support/sampled.ts";
import { ACCOUNT, testContext } from "../testContext.ts";

const codeRoot = fileURLToPath(new URL(".", import.meta.url));
const identity = { accountId: ACCOUNT, accessKeyId: "local" };
const stoppedFile = (kind: string) => join(mkdtempSync(join(tmpdir(), "albflow-fc-")), kind);

const ISOLATIONS: [name: string, isolation: Isolation][] = [
  ["a thread", { kind: "thread" }],
  ["a process", { kind: "process", node: process.execPath }],
  ["this process", { kind: "inProcess" }],
];

function spec(functionName: string, more: Partial<FunctionSpec> = {}): FunctionSpec {
  const handler = `index.${functionName}`;
  return { functionName, runtime: "nodejs20", handler, code: "./functions", memorySize: 128, timeout: 1, ...more };
}

test.each(sampled(2, ISOLATIONS.slice(0, 2)))(
  "an instance in %s is frozen between calls, and ends when it is to, frozen as it is",
  async (_, isolation) => {
    const fc = createFunctionCompute(testContext(), { codeRoot, isolation, functions: [spec("ticks"), spec("text")] });
    const ticks = async () => (await fc.invoke({ functionName: "ticks", body: "", identity })).body.toString();
    expect(await ticks()).toBe("0");
    await systemClock.sleep(150);
    // It may have had a moment before it stood still.
    expect(Number(await ticks())).toBeLessThan(3);
    await systemClock.sleep(50);
    await fc.close();
  },
);

test.each(ISOLATIONS)(
  "in %s, the name of an internal instance leads there from its VPC, and from nowhere else",
  async (_, isolation) => {
    const server = createServer((_request, response) => response.end());
    const { port } = await new Promise<AddressInfo>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve(server.address() as AddressInfo));
    });
    const vpc = (vpcId: string) => ({ vpcConfig: { vpcId, vSwitchIds: ["vsw-1"], securityGroupId: "sg-1" } });
    const functions = [
      spec("inside", { handler: "index.connect", ...vpc("vpc-a") }),
      spec("elsewhere", { handler: "index.connect", ...vpc("vpc-b") }),
      spec("outside", { handler: "index.connect" }),
    ];
    const fc = createFunctionCompute(testContext(), { codeRoot, isolation, functions });
    const reached = async (functionName: string, host: string) => {
      const body = JSON.stringify({ host, port });
      return JSON.parse((await fc.invoke({ functionName, body, identity })).body.toString()) as string[];
    };
    const name = "alb-1.127-0-0-1.vpc-a.intranet.invalid";
    expect(await reached("inside", name)).toEqual(["reached", "reached", "reached"]);
    expect(await reached("inside", "127.0.0.1")).toEqual(["reached", "reached", "reached"]);
    for (const functionName of ["elsewhere", "outside"]) {
      const codes = await reached(functionName, name);
      expect(codes.every((code) => code === "ENOTFOUND" || code === "EAI_AGAIN")).toBe(true);
    }
    await fc.close();
    server.close();
  },
);

describe.each(ISOLATIONS)("a function in %s", (_, isolation) => {
  const stopped = stoppedFile(isolation.kind);
  let fc: FunctionCompute;
  beforeAll(() => {
    fc = createFunctionCompute(testContext(), {
      codeRoot,
      isolation,
      functions: [
        ...["text", "bytes", "nothing", "exit", "kill", "spin", "hang", "throwLater", "leaveTraces"].map((name) =>
          spec(name),
        ),
        spec("eat", { timeout: 20 }),
        spec("warm", { handler: "index.echo", timeout: 5 }),
        spec("other", { handler: "index.leaveTraces", environmentVariables: { OWN: "other's" } }),
        spec("prepared", {
          handler: "index.echo",
          environmentVariables: { STOPPED_FILE: stopped },
          instanceLifecycleConfig: {
            initializer: { handler: "index.initialize" },
            preStop: { handler: "index.preStop" },
          },
        }),
        spec("unprepared", {
          handler: "index.echo",
          instanceLifecycleConfig: { initializer: { handler: "index.failingInitializer" } },
        }),
        spec("missingFile", { handler: "nothing.handler" }),
        spec("missingExport", { handler: "index.absent" }),
      ],
    });
  });
  afterAll(() => fc.close());

  const call = async (functionName: string, body = "") => {
    const { headers, body: answer } = await fc.invoke({ functionName, body, identity });
    return { error: headers["x-fc-error-type"], answer, text: answer.toString("utf8") };
  };
  /** What a call that failed says. */
  const failure = async (functionName: string) => {
    const { error, text } = await call(functionName);
    return { error, message: (JSON.parse(text) as { errorMessage: string }).errorMessage };
  };

  it("may answer with text, bytes or nothing", async () => {
    expect((await call("text")).text).toBe("just text");
    expect([...(await call("bytes")).answer]).toEqual([0, 255, 1]);
    expect((await call("nothing")).text).toBe("");
  });

  it("is used again while it is warm, but for one call at a time", async () => {
    const started = async () => (JSON.parse((await call("warm")).text) as { started: number }).started;
    expect(await started()).toBe(1);
    expect(await started()).toBe(2);
    const both = await Promise.all([started(), started()]);
    expect(both.sort()).toEqual([1, 3]);
  });

  it("shares neither globals nor environment with others or with the platform", async () => {
    expect(JSON.parse((await call("leaveTraces")).text)).toEqual({ before: null });
    expect(JSON.parse((await call("leaveTraces")).text)).toEqual({ before: "left" });
    expect(JSON.parse((await call("other")).text)).toEqual({ before: null });
    expect((globalThis as { trace?: unknown }).trace).toBeUndefined();
    expect(process.env.TRACE).toBeUndefined();
  });

  it("that exits has ended with an error, and the next call gets a new instance", async () => {
    for (let calls = 0; calls < 2; calls += 1) {
      expect(await failure("exit")).toEqual({
        error: "UnhandledInvocationError",
        message: "Process exited unexpectedly before completing request (the process exited with code 3)",
      });
    }
  });

  it("that kills itself harms nobody else", async () => {
    const { error, message } = await failure("kill");
    expect(error).toBe("UnhandledInvocationError");
    expect(message).toMatch(/exited with code 137|ended by SIGKILL/);
    expect((await call("text")).text).toBe("just text");
  });

  // Each of these takes a second or two in which nothing else happens: they take it together.
  it.concurrent("that never answers is cut off after its timeout", async () => {
    expect(await failure("hang")).toEqual({ error: "FunctionTimeout", message: "Function timed out after 1 seconds" });
  });

  // What runs in this process cannot be limited, and says so (inProcessInstance.ts).
  if (isolation.kind !== "inProcess") {
    it.concurrent("that never gives way is cut off, too", async () => {
      expect(await failure("spin")).toEqual({
        error: "FunctionTimeout",
        message: "Function timed out after 1 seconds",
      });
    });

    it.concurrent("that eats all its memory ends alone", async () => {
      const { error, message } = await failure("eat");
      expect(error).toBe("UnhandledInvocationError");
      expect(message).toContain("out of memory: 128 MB");
    });

    it("that throws where nobody catches has ended with that error", async () => {
      const { error, message } = await failure("throwLater");
      expect(error).toBe("UnhandledInvocationError");
      expect(message).toContain("nobody catches this");
    });
  }

  it("is initialised once before its first call, and told before it is let go", async () => {
    const answer = JSON.parse((await call("prepared")).text) as { initialised: boolean };
    expect(answer.initialised).toBe(true);
    expect(existsSync(stopped)).toBe(false);
    await fc.close();
    expect(existsSync(stopped)).toBe(true);
  });

  it("whose initializer fails is not called", async () => {
    expect(await failure("unprepared")).toEqual({ error: "HandledInitializationError", message: "cannot begin" });
  });

  it("whose code is missing says what is missing", async () => {
    expect((await failure("missingFile")).message).toBe("Module 'nothing' is missing.");
    expect((await failure("missingExport")).message).toContain("does not export 'absent'");
  });
});
