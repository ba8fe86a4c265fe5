import { afterAll, describe, expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import { inWholeSuite, sampled } from "../support/sampled.ts";
import { addressOf, type SeenCall } from "./calls.ts";
import { type ChaosCase, caseId, caseOf } from "./chaosCase.ts";
import { type ChaosCloud, startChaosCloud } from "./cloud/chaosCloud.ts";
import { describeViolation } from "./describeViolation.ts";
import { singleFaultCases } from "./enumerateCases.ts";
import { faultKind, faultKinds } from "./faultKinds.ts";
import { invariants } from "./invariants.ts";
import { randomFaults } from "./randomFaults.ts";
import type { Run } from "./runCase.ts";
import { openRunner } from "./runner.ts";

const LAGGING = "rotateCertificate:alb.UpdateListenerAttribute#2=lag-60s";
const runner = openRunner();
afterAll(() => runner.close());

describe("a case", () => {
  test.each(["startListener:", LAGGING, "startListener:alb.StartListener#2=timeout-after,fc.InvokeFunction#4=refused"])(
    "%s is its id",
    (id) => {
      expect(caseId(caseOf(id))).toBe(id);
    },
  );

  test.each([
    ["startListener:nonsense", '"nonsense" is no fault'],
    ["startListener:alb.StartListener#2=nonsense", 'There is no fault "nonsense"'],
  ])("%s is refused in words", (id, words) => {
    expect(() => caseOf(id)).toThrow(words);
  });

  test("strikes the call that it names, and ends as its last word says", async () => {
    const { run, violations } = await runner.check(caseOf(LAGGING));
    expect(run.struck.map(({ call, kind }) => [call.action, call.ordinal, kind.name])).toEqual([
      ["UpdateListenerAttribute", 2, "lag-60s"],
    ]);
    expect(run.lastWord?.state).toBe("rolledBack");
    expect(violations).toEqual([]);
  });

  inWholeSuite(() => {
    test("comes to the same whenever it is run", async () => {
      const runs = [await runner.check(caseOf(LAGGING)), await runner.check(caseOf(LAGGING))];
      const [first, again] = runs.map(({ run: { calls, elapsedMs, after } }) => ({
        calls: calls.map(({ service, action, at }) => [service, action, at]),
        elapsedMs,
        after,
      }));
      expect(again).toEqual(first);
    });
  });
});

test("the phase that waits for a step looks at what the step changes, and at nothing else", async () => {
  const { calls } = await runner.healthy("promoteCertificate");
  const waiting = calls.filter(({ by, service }) => by === "albflow-promoteCertificate ready" && service !== "fc");
  const [first] = waiting;
  const ofFirstStep = waiting.filter(({ invocation }) => invocation === first?.invocation);
  expect(ofFirstStep.map(({ action }) => action)).toEqual(["ListUserCertificateOrder"]);
});

describe("the matrix", () => {
  test("has every kind of fault at one call at least, but for a late delivery, which comes with five of them", async () => {
    const cases = singleFaultCases(await runner.healthy("rotateCertificate"));
    const kinds = new Set(cases.flatMap(({ faults }) => faults.map(({ kind }) => kind.name)));
    const missing = faultKinds.filter(({ name }) => !kinds.has(name));
    expect(missing.map(({ name }) => name)).toEqual(["delivered-late"]);
    expect(new Set(cases.map(caseId)).size).toBe(cases.length);
  });

  test("strikes every write, and every other call but those that only ask again", async () => {
    const { operation, calls } = await runner.healthy("promoteCertificate");
    const struck = new Set(singleFaultCases({ operation, calls }).map(firstAddress));
    const missing = calls.filter((call) => !struck.has(addressOf(call)));
    expect(missing.filter(({ service, isWrite }) => service !== "fc" && isWrite)).toEqual([]);
    for (const call of missing) {
      const alike = calls.filter(({ action, by }) => action === call.action && by === call.by);
      expect([alike[0], alike.at(-1)]).not.toContain(call);
    }
    expect(missing.length).toBeGreaterThan(0);
  });

  test("has an operation's own example for every operation", () => {
    for (const { example } of Object.values(operations)) expect(example).toBeTypeOf("object");
  });
});

test("random faults are decided by their seed", async () => {
  const { calls } = await runner.healthy("startListener");
  const struckBy = (seed: string) => {
    const choose = randomFaults(seed, calls.length);
    return calls.map((call, index) => choose(call, index)?.name);
  };
  expect(struckBy("1/7")).toEqual(struckBy("1/7"));
  expect(new Set(["1/1", "1/2", "1/3"].map((seed) => struckBy(seed).join())).size).toBe(3);
});

describe("a bug in the product", () => {
  const bugs: [string, ChaosCase, (cloud: ChaosCloud) => void, string][] = [
    ["that says it has gone back and has not", caseOf(LAGGING), skipUndo, "I1"],
    ["that waits for ever", caseOf("startListener:"), neverReady, "I1"],
    ["that writes the private key into a record", caseOf("startListener:"), describeKey, "I7"],
    ["that stops somebody else's listener on its way", caseOf("startListener:"), stopAnother, "I9"],
    ["that verifies what clients are not served", caseOf("rotateCertificate:"), serveTheOldOne, "I10"],
  ];

  test.each(sampled(2, bugs, 2))(
    "%s is found, with the command that repeats it",
    async (_, chaosCase, plant, invariant) => {
      const broken = openRunner(async (options) => {
        const cloud = await startChaosCloud(options);
        // The sound run, with which all others are compared, comes first.
        const original = { ...cloud };
        let runs = 0;
        cloud.begin = async (...given) => {
          runs += 1;
          await original.begin(...given);
          if (runs === 2) plant(cloud);
        };
        return cloud;
      });
      const { violations } = await broken.check(chaosCase);
      await broken.close();
      expect(violations.map((violation) => violation.invariant)).toContain(invariant);
      for (const violation of violations) {
        expect(describeViolation(violation)).toContain(`npm run chaos -- --only '${caseId(chaosCase)}'\n`);
      }
    },
  );

  /** Answers one phase by itself. */
  function replacing(cloud: ChaosCloud, phase: string, change: object) {
    const original = { ...cloud.platform };
    cloud.platform.invoke = async (call) => {
      const event = JSON.parse(call.body) as { phase?: string; verdict: object };
      if (event.phase !== phase) return original.invoke(call);
      const body = Buffer.from(JSON.stringify({ ...event.verdict, ...change }));
      return { status: 200, headers: {}, body };
    };
  }

  function skipUndo(cloud: ChaosCloud) {
    replacing(cloud, "undo", {
      state: "rolledBack",
      reason: {
        code: "rolled-back",
        params: { resource: "lsn-demo4u54y73wq7b", newId: null, keptName: null, kept: [] },
      },
    });
  }

  function neverReady(cloud: ChaosCloud) {
    replacing(cloud, "ready", { state: "pending" });
  }

  function describeKey(cloud: ChaosCloud) {
    const original = { ...cloud.platform };
    cloud.platform.invoke = (call) => {
      cloud.local.sls.write(REPORTS, "t", [{ key: "-----BEGIN PRIVATE KEY-----" }]);
      return original.invoke(call);
    };
  }

  /** A write to a listener that nobody has named. */
  function stopAnother(cloud: ChaosCloud) {
    const original = { ...cloud.platform };
    const { accountId, alb } = cloud.local;
    cloud.platform.invoke = async (call) => {
      if (call.body.includes('"phase":"call"'))
        await alb.call({ accountId, accessKeyId: "local" }, "StopListener", { ListenerId: "lsn-basic" });
      return original.invoke(call);
    };
  }

  /** Sockets that never learn of a change, and a verification that does not mind. */
  function serveTheOldOne(cloud: ChaosCloud) {
    cloud.local.dataPlane.serve = async () => {};
    const original = { ...cloud.platform };
    cloud.platform.invoke = async (call) => {
      if (call.functionName !== "albflow-verify") return original.invoke(call);
      const { verdict } = JSON.parse(call.body) as { verdict: object };
      const body = Buffer.from(JSON.stringify({ ...verdict, state: "verified" }));
      return { status: 200, headers: {}, body };
    };
  }

  const REPORTS = { project: "albflow-reports", logstore: "albflow" };
});

test.each(["createServerGroup", "copyListener", "promoteCertificate", "enableTracing", "enableMutualAuth"])(
  "%s breaks no promise when nothing goes wrong, and what it makes is known as its own",
  async (operation) => {
    const healthy = await runner.healthy(operation);
    const broken = invariants.flatMap(({ name, violations }) =>
      violations(healthy, healthy).map((what) => [name, what]),
    );
    expect(broken).toEqual([]);
  },
);

describe("each invariant finds what it is for", () => {
  const broken: [string, (run: Run) => Run][] = [
    ["I1", (run) => ({ ...run, after: { ...run.after, listeners: [] } })],
    ["I1", (run) => ({ ...run, lastWord: { state: "failed", message: "Something went wrong", next: "" } })],
    ["I2", (run) => written(run, "DissociateAdditionalCertificatesFromListener", "Certificates.1.CertificateId")],
    ["I3", (run) => ({ ...run, served: run.served.map((moment) => ({ ...moment, listener: undefined })) })],
    ["I4", (run) => written(run, "StopListener", "ListenerId", LISTENER)],
    ["I5", (run) => ({ ...run, jobs: [...run.jobs, ...run.jobs, ...run.jobs] })],
    ["I5", (run) => ({ ...run, calls: Array.from({ length: 100 }, () => run.calls).flat() })],
    ["I6", (run) => ({ ...run, status: "Running" })],
    ["I6", (run) => ({ ...run, elapsedMs: 901_000 })],
    ["I6", (run) => ({ ...run, leftRunning: ["albflow-lock/lsn_1"] })],
    ["I7", (run) => ({ ...run, written: `${run.written}-----BEGIN PRIVATE KEY-----` })],
    ["I7", (run) => ({ ...run, written: `${run.written}${run.secrets[0]}` })],
    [
      "I8",
      (run) => ({
        ...run,
        history: Array.from({ length: 601 }, () => run.history)
          .flat()
          .slice(0, 601),
      }),
    ],
    ["I8", (run) => ({ ...run, events: [{ execution: "albflow-lock/lsn_1", count: 601 }] })],
    ["I9", (run) => written(run, "StopListener", "ListenerId", "lsn-basic")],
    [
      "I9",
      (run) => ({ ...run, changed: [...run.changed, { kind: "server group", names: ["sgp-next"], content: "" }] }),
    ],
    ["I9", (run) => called(run, "alb", "CreateServerGroup", { ServerGroupName: "checkout-blue" })],
    ["I9", (run) => called(run, "cas", "UploadUserCertificate", { Name: "albflow-copy-of-25200100-cn-hangzhou" })],
    ["I9", (run) => called(run, "fnf", "StopExecution", { ExecutionName: "lsn-plain_1" }, "flow/albflow-lock")],
    ["I9", (run) => called(run, "fnf", "StopExecution", { ExecutionName: "other" }, "flow/albflow-stopListener")],
    ["I9", (run) => called(run, "sls", "DeleteLogStore", {}, "project/albflow-traces/logstore/alb_traced")],
    ["I9", (run) => ({ ...run, calls: run.calls.map((call) => ({ ...call, by: "albflow-stopListener call" })) })],
    ["I10", (run) => seeing(run, { shown: "00:11" })],
    ["I10", (run) => seeing(run, { shown: "", answer: "ECONNREFUSED" })],
    ["I10", (run) => seeing(run, { isLetIn: false })],
    ["I10", (run) => seeing(run, { answer: "502 Bad Gateway" })],
    ["I10", (run) => ({ ...run, seen: run.seen.slice(1) })],
  ];

  test.each(broken)("%s", async (name, breakIt) => {
    const healthy = await runner.healthy("rotateCertificate");
    const against = (run: Run) => invariants.filter(({ violations }) => violations(run, healthy).length > 0);
    expect(against(healthy)).toEqual([]);
    expect(against(breakIt(healthy)).map((invariant) => invariant.name)).toContain(name);
  });

  /** Where the first of all clients saw something else. */
  function seeing(run: Run, otherwise: Partial<Run["seen"][number]>): Run {
    return { ...run, seen: run.seen.map((one, index) => (index === 0 ? { ...one, ...otherwise } : one)) };
  }

  /** With one write more, of any service. */
  function called(run: Run, service: SeenCall["service"], action: string, given: object, resource?: string): Run {
    const [call] = run.calls;
    if (call === undefined) throw new Error("The run makes no call.");
    const parameters = new Map(Object.entries(given));
    return {
      ...run,
      calls: [...run.calls, { ...call, service, action, isWrite: true, parameters, resource, made: [] }],
    };
  }

  /** With one write more. */
  function written(run: Run, action: string, parameter: string, value = "24870011-cn-hangzhou"): Run {
    const [call] = run.calls.filter(({ service }) => service === "alb");
    if (call === undefined) throw new Error("The run makes no call.");
    const foreign = { ...call, action, isWrite: true, parameters: new Map([[parameter, value]]), resource: value };
    return { ...run, calls: [...run.calls, foreign] };
  }

  const LISTENER = "lsn-demo4u54y73wq7b";
});

function firstAddress({ faults }: ChaosCase): string {
  return faults[0]?.address ?? "";
}

test("a fault that is not known is refused with those that are", () => {
  expect(() => faultKind("earthquake")).toThrow(/known are refused, throttled, /);
});
