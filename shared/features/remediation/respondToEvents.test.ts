import { expect, test } from "vitest";
import { wholeInput } from "../../core/keptInput.ts";
import { verdictWith } from "../../core/verdict.ts";
import type { ExecutionRow, HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { jsonBytes } from "../../platform/shortened.ts";
import { remediationRulesIn } from "./events/rule.ts";
import { type Remedy, remedyOf } from "./remedy.ts";
import { respondToEvents } from "./respondToEvents.ts";
import { runRemedy } from "./runRemedy.ts";

/** What a state's input and output may have at most, of CloudFlow's 64 KiB. */
const PAYLOAD_BYTES = 48 * 1024;
const KEY = Buffer.alloc(32, 5);
const NOW = Date.UTC(2026, 10, 29);
const LISTENER = `lsn-${"a".repeat(60)}`;

/** Texts without a pattern, the same in every run. */
let state = 5;
function random(characters: number): string {
  return Array.from({ length: characters }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ((state >>> 8) % 36).toString(36);
  }).join("");
}

/** The largest listener that was deleted, as it was kept: a hundred rules, each with a page of its own. */
const SNAPSHOT = {
  LoadBalancerId: "alb-demo",
  ListenerProtocol: "HTTP",
  ListenerPort: 80,
  Rules: Array.from({ length: 100 }, (_, at) => ({
    RuleName: random(128),
    Priority: at + 1,
    RuleConditions: [{ Type: "Path", PathConfig: { Values: Array.from({ length: 5 }, () => `/${random(127)}`) } }],
    RuleActions: [{ Order: 1, Type: "FixedResponse", FixedResponseConfig: { Content: random(1_000) } }],
  })),
};

test("a deleted listener with a hundred rules is made again by states of at most 48 KiB, whatever its caller's name and its end", async () => {
  const started = new Map<string, { flow: string; input: object }>();
  let row: Partial<ExecutionRow> = { Status: "Running" };
  const sizes: number[] = [];
  const verdict = verdictWith({
    operation: "restoreListener",
    execution: "one",
    state: "failed",
    reason: reason("text", { text: random(40_000) }),
    cause: reason("text", { text: random(40_000) }),
  });
  const cloudFlow = {
    start: async (flow: string, name: string, input: object) => {
      started.set(name, { flow, input });
      sizes.push(jsonBytes(input));
      return "started" as const;
    },
    describe: async (_: string, name: string) =>
      ({ ...row, Input: JSON.stringify(started.get(name)?.input) }) as ExecutionRow,
    history: async () =>
      [
        {
          EventId: 1,
          Type: "TaskSucceeded",
          StepName: "ReportFailure",
          EventDetail: JSON.stringify({ Output: { verdict } }),
        },
      ] as unknown as HistoryEvent[],
    call: async () => ({}),
  };
  const rules = remediationRulesIn([
    {
      name: "r".repeat(40),
      match: { event: "listenerDeleted" },
      guard: { coolDownMinutes: 60, attemptsPerDay: 1 },
      action: {
        operation: "restoreListener",
        input: { requireApproval: true },
        agreedBy: Array.from({ length: 10 }, () => random(64)),
      },
    },
  ]);
  const [answer] = await respondToEvents(
    [
      {
        kind: "listenerDeleted",
        listenerId: LISTENER,
        eventId: random(600),
        at: NOW,
        region: "",
        caller: { type: "ram-user", name: random(20_000), userAgent: "" },
        requestId: "1",
      },
    ],
    {
      rules,
      remediation: "on",
      region: "cn-hangzhou",
      rolePrefix: "albflow-",
      targetContext: () => ({
        reader: { listeners: async () => [] } as never,
        snapshots: { latest: async () => ({ snapshot: SNAPSHOT, at: "2026-11-28T12:07:00Z" }) },
        now: NOW,
      }),
      past: { all: async () => [], started: () => {} },
      cloudFlow,
      flow: "albflow-remediate",
      key: () => KEY,
    },
  );
  const name = answer?.execution ?? "";
  expect(answer?.act).toBe("remedy");
  const remedy = remedyOf(started.get(name)?.input) as Remedy;
  const context = {
    cloudFlow,
    prefix: "albflow",
    remediation: "on" as const,
    voteKey: () => KEY,
    requestKey: () => KEY,
    key: () => KEY,
    now: NOW,
  };
  const waiting = await runRemedy(remedy, name, context);
  expect(waiting.state).toBe("waiting");
  // What is carried by name is the whole snapshot.
  expect(await wholeInput(cloudFlow, waiting.input)).toMatchObject({ snapshot: SNAPSHOT });
  row = { Status: "Failed" };
  const failed = await runRemedy(waiting, name, context);
  expect(failed.state).toBe("failed");
  const escalation = [...started.keys()].find((one) => one.startsWith("escalate-"));
  expect(escalation).toBeDefined();
  // A state holds the remedy and, when it was out of reach, the error that was caught.
  const error = { Code: "Transient", Detail: random(2_500) };
  for (const one of [waiting, failed]) sizes.push(jsonBytes({ phase: "act", remedy: one, execution: name, error }));
  console.info(`remediation: largest payload ${Math.max(...sizes)} bytes`);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(PAYLOAD_BYTES);
});
