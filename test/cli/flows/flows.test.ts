import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { FlowsIo } from "../../../cli/flows/io.ts";
import { lintFlows } from "../../../cli/flows/lintFlows.ts";
import { listExecutions } from "../../../cli/flows/listExecutions.ts";
import { showExecution } from "../../../cli/flows/showExecution.ts";
import { showFlow } from "../../../cli/flows/showFlow.ts";
import { watch } from "../../../cli/flows/watch.ts";
import { cliMessage, cliMessages, cliSentences, speak } from "../../../deployment/language.ts";
import type { CloudFlow } from "../../../local/cloudflow/cloudFlow.ts";
import { catalogues } from "../../../shared/core/messages/catalogues.ts";
import { messagesIn } from "../../../shared/core/messages/messagesIn.ts";
import { type SimulatedClock, simulatedClock } from "../../../shared/platform/clock.ts";
import { type Reason, reason } from "../../../shared/platform/reasons/reason.ts";
import { flowOf } from "../../flowlang/runFlow.ts";
import { openContext } from "../../local/cloudflow/openContext.ts";
import { call, type FakeFunction, ROLE, startCloudFlow } from "../../local/cloudflow/testCloud.ts";

const GOOD = flowOf("- { Name: A, Type: Task, Action: FC:InvokeFunction, Timeout: 9, End: true }");
const DOUBTFUL = flowOf("- { Name: A, Type: Task, Action: FC:InvokeFunction, End: true }");
const WRONG = flowOf("- { Name: A, Type: Pass, Next: Z }");

const cloudFlows: CloudFlow[] = [];
afterEach(() => Promise.all(cloudFlows.splice(0).map((cloudFlow) => cloudFlow.close())));

function ioWith(files: Record<string, string>, cloudFlow?: CloudFlow, clock: SimulatedClock = simulatedClock(0)) {
  const lines: string[] = [];
  const warnings: string[] = [];
  const io: FlowsIo = {
    write: (line) => lines.push(line),
    complain: (about) => warnings.push(cliMessages().sentences(about)),
    readFile: async (path) => files[path] ?? Promise.reject(new Error("no such file")),
    clock,
    cloudFlow: async (action, parameters) => {
      if (cloudFlow === undefined) throw new Error("no cloud");
      const texts = Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, String(value)]));
      try {
        return await clock.hold((held) => call(cloudFlow, action, texts, held));
      } catch (error) {
        throw Object.assign(error as Error, { code: (error as { Code?: string }).Code });
      }
    },
  };
  return { io, lines, warnings };
}

/** The line of a state that waits. */
const waits = (state: string, since: string | null = null, why: Reason = reason("waits-for-time")) =>
  `… ${cliMessage("state-waits", { state, since, why })}`;

describe("albflow flows lint", () => {
  const timeless = reason("flow-task-without-timeout");
  const astray = reason("flow-target-unknown", { field: "Next", target: "Z", states: ["A"] });
  const at = (file: string, line: number, column: number) => ({ file, line, column, state: "A" });

  it("gives programs code, parameters, message, file and line of each finding, with the message in the reader's language", async () => {
    const { io } = ioWith({ "a.yaml": WRONG });
    const answers: object[] = [];
    const answer = async (given: object) => void answers.push(given);
    for (const language of ["en", "zh"]) {
      speak(language);
      await lintFlows(["a.yaml"], { ...io, answer });
    }
    speak("en");
    expect(answers).toEqual(
      (["en", "zh"] as const).map((language) => ({
        definitions: 1,
        wrong: 1,
        doubtful: 0,
        findings: [
          {
            ...at("a.yaml", 6, 34),
            severity: "error",
            ...astray,
            message: messagesIn(catalogues[language], language).sentences(astray),
          },
        ],
      })),
    );
  });

  it("passes what is right, and tells doubts without failing", async () => {
    const { io, lines } = ioWith({ "a.yaml": GOOD, "b.yaml": DOUBTFUL });
    expect(await lintFlows(["a.yaml", "b.yaml"], io)).toBe(0);
    expect(lines).toEqual([
      cliMessage("definition-finding", { ...at("b.yaml", 6, 5), isError: false, why: timeless }),
      cliSentences("definitions-checked", { definitions: 2, wrong: 0, doubtful: 1 }),
    ]);
  });

  it("fails on what is wrong, with file, line and column", async () => {
    const { io, lines } = ioWith({ "a.yaml": WRONG });
    expect(await lintFlows(["a.yaml"], io)).toBe(1);
    expect(lines).toEqual([
      cliMessage("definition-finding", { ...at("a.yaml", 6, 34), isError: true, why: astray }),
      cliSentences("definitions-checked", { definitions: 1, wrong: 1, doubtful: 0 }),
    ]);
  });

  it("fails on a state that nothing leads to, on a file that is not there, and without files", async () => {
    const { io, lines, warnings } = ioWith({
      "a.yaml": flowOf("- { Name: A, Type: Succeed }\n- { Name: B, Type: Succeed }"),
    });
    expect(await lintFlows(["a.yaml"], io)).toBe(1);
    expect(lines[0]).toContain("[flow-state-unreachable]");
    expect(await lintFlows(["gone.yaml"], io)).toBe(1);
    expect(await lintFlows([], io)).toBe(2);
    expect(warnings).toEqual([
      cliSentences("definition-unreadable", { file: "gone.yaml", error: "no such file" }),
      cliSentences("definition-not-named", { usage: "albflow flows lint <files>" }),
    ]);
  });

  it("finds nothing wrong with our own operation flow", async () => {
    const { io, lines } = ioWith({ "operation.yaml": await readFile("flows/operation.yaml", "utf8") });
    const code = await lintFlows(["operation.yaml"], io);
    expect(lines.filter((line) => line.includes(" error "))).toEqual([]);
    expect(code).toBe(0);
  });
});

describe("albflow flows show", () => {
  it("draws states, ways, loops and what is inside", async () => {
    const flow = flowOf(
      `
- { Name: A, Type: Task, Description: Looks., Action: FC:InvokeFunction, Timeout: 9, Retry: [{ Errors: [X], MaxAttempts: 2, IntervalSeconds: 1, BackoffRate: 2 }], Catch: [{ Errors: [FnF.ALL], OutputConstructor: {}, Next: F }], Next: B }
- { Name: B, Type: Choice, Branches: [{ Condition: $Input.ok, Next: P }], Default: W }
- { Name: W, Type: Wait, Seconds: 5, Next: A }
- Name: P
  Type: Parallel
  Branches:
    - { StartAt: C, States: [{ Name: C, Type: Succeed }] }
    - { StartAt: D, States: [{ Name: D, Type: Pass, End: true }] }
  End: true
- { Name: F, Type: Fail, Code: Bad, Detail: why }`,
      { top: "Description: Does it all.\n" },
    );
    const { io, lines } = ioWith({ "a.yaml": flow });
    expect(await showFlow(["a.yaml"], io)).toBe(0);
    expect(lines).toEqual([
      "flow: Does it all.",
      "",
      "● A  FC:InvokeFunction, at most 9 s",
      "│   Looks.",
      `│   ↻ ${cliMessage("draw-retry", { errors: ["X"], maxAttempts: 2, intervalSeconds: 1, backoffRate: 2 })}`,
      "│   ⚡ FnF.ALL → F",
      "▼",
      "◆ B",
      "│   $Input.ok → P",
      "│   otherwise → W",
      "",
      "═ P  2 branches at once",
      "│   branch 0",
      "│   ✔ C",
      "│   ",
      "│   branch 1",
      "│   ○ D",
      "│   ■",
      "│   ",
      "■",
      "",
      "◷ W  5 s",
      "╰─→ A",
      "",
      "✘ F  Bad: why",
      "",
    ]);
  });

  it("says what is wrong instead of drawing it", async () => {
    const { io, warnings } = ioWith({ "a.yaml": WRONG });
    expect(await showFlow(["a.yaml"], io)).toBe(1);
    const why = reason("flow-target-unknown", { field: "Next", target: "Z", states: ["A"] });
    const finding = reason("definition-refused", { line: 6, column: 34, state: "A", why });
    expect(warnings[0]).toBe(cliSentences("definition-wrong", { file: "a.yaml", finding }));
    expect(await showFlow([], io)).toBe(2);
  });
});

async function cloud(functions: Record<string, FakeFunction>, definition: string) {
  const clock = simulatedClock(Date.UTC(2026, 0, 1));
  const cloudFlow = await startCloudFlow({ context: openContext(clock), functions });
  cloudFlows.push(cloudFlow);
  await cloudFlow.putFlow({ name: "flow", definition, roleArn: ROLE });
  return { clock, cloudFlow };
}

const WORK = "Action: FC:InvokeFunction, Timeout: 60, Parameters: { resourceArn: acs:fc:::functions/work }";

describe("albflow executions", () => {
  it("lists the newest first, with status and duration, filtered", async () => {
    const { clock, cloudFlow } = await cloud({}, flowOf("- { Name: A, Type: Wait, Seconds.$: $Input.s, End: true }"));
    for (const [name, s] of [
      ["first", 5],
      ["second", 300],
    ] as const) {
      await call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: name, Input: `{"s":${s}}` });
      await clock.advance(60_000);
    }
    const { io, lines } = ioWith({}, cloudFlow, clock);
    expect(await listExecutions([], io)).toBe(0);
    expect(await listExecutions(["flow", "--status", "Succeeded"], io)).toBe(0);
    expect(await listExecutions(["flow", "--status", "Failed"], io)).toBe(0);
    expect(lines).toEqual([
      "started (UTC)        state      flow  execution  took",
      "2026-01-01 00:01:00  Running    flow  second     1 min",
      "2026-01-01 00:00:00  Succeeded  flow  first      5.0 s",
      "started (UTC)        state      flow  execution  took",
      "2026-01-01 00:00:00  Succeeded  flow  first      5.0 s",
      cliSentences("no-executions"),
    ]);
  });
});

describe("albflow watch", () => {
  it("follows what was started last and still runs, and says when nothing does", async () => {
    const { clock, cloudFlow } = await cloud({}, flowOf("- { Name: A, Type: Wait, Seconds.$: $Input.s, End: true }"));
    const { io, lines } = ioWith({}, cloudFlow, clock);
    expect(await watch([], io)).toBe(0);
    expect(lines.splice(0)).toEqual(["No execution is running."]);
    await call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: "short", Input: '{"s":1}' });
    await clock.advance(60_000);
    expect(await watch(["short"], io)).toBe(0);
    expect(lines.splice(0)[0]).toBe("flow / short, started 2026-01-01T00:00:00.000Z");
    await call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: "long", Input: '{"s":5}' });
    let code: number | undefined;
    void watch([], io).then((ended) => {
      code = ended;
    });
    await vi.waitFor(
      async () => {
        await clock.advance(1_000);
        expect(code).toBe(0);
      },
      { interval: 20, timeout: 200_000 },
    );
    expect(lines[0]).toBe("flow / long, started 2026-01-01T00:01:00.000Z");
  });
});

describe("albflow executions for programs and with filters", () => {
  it("lists those that somebody has asked for, or that have to do with a resource, whole", async () => {
    const { clock, cloudFlow } = await cloud({}, GOOD.replace(/- \{.*/, "- { Name: A, Type: Succeed }"));
    for (const [name, who] of [
      ["first", "olga"],
      ["second", "ada"],
    ] as const) {
      const Input = JSON.stringify({ requestedBy: who, listenerId: `lsn-${name}` });
      await call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: name, Input });
      await clock.advance(60_000);
    }
    const { io } = ioWith({}, cloudFlow, clock);
    const answers: unknown[] = [];
    const asked = {
      ...io,
      answer: async (answer: unknown) => void answers.push((answer as { executions: object[] }).executions),
    };
    await listExecutions(["--requestedBy", "olga"], asked);
    await listExecutions(["--resource", "lsn-second"], asked);
    await listExecutions(["--since", "2026-01-01T00:05:00Z"], asked);
    const first = { flow: "flow", name: "first", status: "Succeeded", requestedBy: "olga", listenerId: "lsn-first" };
    expect(answers).toEqual([
      [{ ...first, startedAt: "2026-01-01T00:00:00.000Z", stoppedAt: "2026-01-01T00:00:00.000Z" }],
      [expect.objectContaining({ name: "second", requestedBy: "ada" })],
      [],
    ]);
  });
});

describe("albflow execution", () => {
  it("tells an ended one: states, durations, tries and errors, inside and out", async () => {
    let calls = 0;
    const work = () => {
      calls += 1;
      if (calls !== 2) throw Object.assign(new Error("busy"), { name: "Busy" });
      return {};
    };
    const { clock, cloudFlow } = await cloud(
      { work },
      flowOf(`
- { Name: A, Type: Task, ${WORK}, Retry: [{ Errors: [Busy], MaxAttempts: 1, IntervalSeconds: 3 }], Next: P }
- Name: P
  Type: Parallel
  Branches:
    - { StartAt: B, States: [{ Name: B, Type: Task, ${WORK}, End: true }] }
    - { StartAt: C, States: [{ Name: C, Type: Wait, Seconds: 9, End: true }] }
  End: true`),
    );
    await call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: "e1", Input: '{"x":1}' });
    await clock.advance(60_000);
    const { io, lines } = ioWith({}, cloudFlow, clock);
    expect(await showExecution(["e1"], io)).toBe(1);
    const busy = 'Busy: {"errorMessage":"busy","errorType":"Busy","stackTrace":[]}';
    expect(lines).toEqual([
      "flow / e1, started 2026-01-01T00:00:00.000Z",
      'input {"x":1}',
      `✔ A  3.0 s, after ${busy}`,
      `  ✘ B  0.0 s  ${busy}`,
      `✘ P  0.0 s  ${busy}`,
      "Failed after 3.0 s",
    ]);
  });

  it("says what a running one waits for", async () => {
    const { clock, cloudFlow } = await cloud(
      { work: () => new Promise(() => {}) },
      flowOf(`
- Name: A
  Type: Parallel
  Branches:
    - { StartAt: B, States: [{ Name: B, Type: Task, ${WORK}, End: true }] }
    - { StartAt: C, States: [{ Name: C, Type: Wait, Seconds: 300, End: true }] }
    - { StartAt: D, States: [{ Name: D, Type: Task, Action: "HTTP:Request", Timeout: 60, Retry: [{ Errors: [FnF.ALL], MaxAttempts: 1, IntervalSeconds: 300 }], End: true }] }
  End: true`),
    );
    await call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: "e1" });
    await clock.advance(15_000);
    const { io, lines } = ioWith({}, cloudFlow, clock);
    expect(await showExecution(["e1", "flow", "--once"], io)).toBe(0);
    expect(lines.slice(2)).toEqual([
      `  ${waits("B", "15 s", reason("waits-for-answer", { action: "FC:InvokeFunction" }))}`,
      `  ${waits("C", "15 s")}`,
      expect.stringMatching(/^ {2}… D .*15 s: .*HTTP\.InvalidArgument: /),
    ]);
  });

  it("follows a running one live until it ends", async () => {
    const { clock, cloudFlow } = await cloud(
      {},
      flowOf("- { Name: A, Type: Wait, Seconds: 5, Next: B }\n- { Name: B, Type: Wait, Seconds: 5, End: true }"),
    );
    await call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: "e1" });
    const { io, lines } = ioWith({}, cloudFlow, clock);
    let code: number | undefined;
    void showExecution(["e1"], io).then((ended) => {
      code = ended;
    });
    // It looks once a second, over a socket: each second has to wait for its answer.
    const until = (done: () => void) =>
      vi.waitFor(
        async () => {
          await clock.advance(1_000);
          done();
        },
        { interval: 20, timeout: 200_000 },
      );
    await until(() => expect(lines.length).toBeGreaterThanOrEqual(5));
    expect(lines.slice(2, 5)).toEqual([waits("A"), "✔ A  5.0 s", waits("B")]);
    await until(() => expect(code).toBe(0));
    expect(lines.slice(5)).toEqual(["✔ B  5.0 s", "Succeeded after 10 s", "output {}"]);
  });

  it("says when there is no such execution", async () => {
    const { clock, cloudFlow } = await cloud({}, GOOD);
    const { io, warnings } = ioWith({}, cloudFlow, clock);
    expect(await showExecution(["gone"], io)).toBe(1);
    expect(await showExecution(["gone", "flow"], io)).toBe(1);
    expect(await showExecution([], io)).toBe(1);
    expect(warnings).toEqual([
      cliSentences("execution-nowhere", { execution: "gone", flow: null }),
      cliSentences("execution-nowhere", { execution: "gone", flow: "flow" }),
      cliSentences("execution-not-named", { usage: "albflow execution <name> [flow]" }),
    ]);
  });
});
