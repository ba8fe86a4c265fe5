import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { excuseFor } from "../fidelity/excuses.ts";
import { emulatedActions } from "../fidelity/measureFidelity.ts";
import { type Recording, startRecording } from "../fidelity/recording.ts";
import { albScenario } from "../fidelity/scenarios/alb.ts";
import { casScenario } from "../fidelity/scenarios/cas.ts";
import { cloudFlowScenario } from "../fidelity/scenarios/cloudFlow.ts";
import { cmsScenario } from "../fidelity/scenarios/cms.ts";
import { dnsScenario } from "../fidelity/scenarios/dns.ts";
import { kmsScenario } from "../fidelity/scenarios/kms.ts";
import { ramScenario } from "../fidelity/scenarios/ram.ts";
import { pythonSdks } from "./pythonSdks.ts";

if (!pythonSdks.areThere) console.warn(`SKIPPED: the contract suite in Python. ${pythonSdks.hint}`);

interface Outcome {
  answer?: unknown;
  error?: { name: string; code: string; message: string };
  differences?: string[];
  called?: string[];
}

/** The Python program: one line in, one line out. */
function startPython(endpoints: Record<string, string>) {
  const child: ChildProcess = spawn("python3", ["test/python/contract.py"], {
    env: {
      ...process.env,
      PYTHONPATH: pythonSdks.folder,
      PYTHONDONTWRITEBYTECODE: "1",
      ENDPOINTS: JSON.stringify(endpoints),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let waiting: { resolve: (outcome: Outcome) => void; reject: (error: Error) => void }[] = [];
  child.once("exit", (code) => {
    for (const { reject } of waiting) reject(new Error(`Python ended with ${code}.`));
    waiting = [];
  });
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on("line", (line) =>
      waiting.shift()?.resolve(JSON.parse(line) as Outcome),
    );
  }
  return {
    ask: (line: object) =>
      new Promise<Outcome>((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin?.write(`${JSON.stringify(line)}\n`);
      }),
    async end() {
      child.stdin?.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

describe.skipIf(!pythonSdks.areThere)("the official Python SDKs", () => {
  let recording: Recording;
  let python: ReturnType<typeof startPython>;
  let end: Outcome;
  beforeAll(async () => {
    recording = await startRecording();
    const { alb, cas, fnf, fc, log, ram, alidns, kms, cms } = recording.cloud.endpoints;
    const bare = { alb, cas, fnf, fc, ram, kms, cms, dns: alidns };
    const hosts = Object.entries(bare).map(([name, endpoint]) => [name, endpoint.replace("http://", "")]);
    python = startPython({ ...Object.fromEntries(hosts), sls: log });
    const call: Recording["call"] = async (product, action, parameters = {}) => {
      const { answer, error } = await python.ask({ product, action, parameters });
      if (error !== undefined) throw new Error(`${product} ${action}: ${error.name} ${error.code} ${error.message}`);
      return answer as never;
    };
    const bySdk: Recording = { ...recording, call };
    for (const play of [
      albScenario,
      casScenario,
      cloudFlowScenario,
      cmsScenario,
      dnsScenario,
      kmsScenario,
      ramScenario,
    ])
      await play(bySdk);
    end = await python.ask({ end: true });
  });
  afterAll(async () => {
    await python?.end();
    await recording?.close();
  });

  test("make every call, and every answer is what their models say", () => {
    expect((end.differences ?? ["no end"]).filter((difference) => excuseFor(difference) === undefined)).toEqual([]);
  });

  test("have called every action of the products that they call by actions", () => {
    const called = new Set(end.called);
    const byAction = emulatedActions().filter(([product]) => !["fc", "sls"].includes(product));
    const missed = byAction.map(([product, action]) => `${product} ${action}`).filter((name) => !called.has(name));
    // Tasks need a function that hands their token out.
    expect(missed.sort()).toEqual(["fnf ReportTaskFailed", "fnf ReportTaskSucceeded"]);
  });
});
