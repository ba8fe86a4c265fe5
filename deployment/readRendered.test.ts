import { readdirSync, readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { functions } from "../functions/registry.ts";
import type { TriggerSpec } from "../local/fc/functionSpec.ts";
import { readRendered } from "./readRendered.ts";

const { resources } = readRendered("1234567890123456");
const rendered = Object.entries(resources).filter(([, { component }]) => component.startsWith("fc3"));

test("every function keeps its log and a record of each call, in a logstore beside the reports", () => {
  // In no VPC, nobody stands in one.
  const deployed = functions.filter(({ name }) => name !== "probe");
  expect(rendered.map(([name]) => name)).toEqual(deployed.map(({ name }) => name));
  for (const [name, { props }] of rendered) {
    expect(props.logConfig, name).toEqual({
      project: "albflow-reports",
      logstore: "albflow-functions",
      enableRequestMetrics: true,
      enableInstanceMetrics: true,
      logBeginRule: "DefaultRegex",
    });
  }
});

test("every function is called again for an hour at most, and what nobody waits for goes to reportFailure in the end", () => {
  const again = { maxAsyncEventAgeInSeconds: 3600, maxAsyncRetryAttempts: 3 };
  const onFailure = { destination: "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-reportFailure" };
  for (const [name, { props }] of rendered) {
    const { asyncTask: _, ...config } = props.asyncInvokeConfig as Record<string, unknown>;
    const isLeftAlone = ["renewCertificates", "keepLedger", "remediate", "notify"].includes(name);
    expect(config, name).toEqual(isLeftAlone ? { ...again, destinationConfig: { onFailure } } : again);
  }
});

test("notify alone is sent its calls under names, and keeps them so that none is told twice", () => {
  const keeping = rendered.filter(([, { props }]) => (props.asyncInvokeConfig as { asyncTask?: boolean }).asyncTask);
  expect(keeping.map(([name]) => name)).toEqual(["notify"]);
});

test("the vendor's component is pinned to one version", () => {
  expect(new Set(rendered.map(([, { component }]) => component))).toEqual(new Set(["fc3@0.1.22"]));
});

test("what people ask leaves half of the account's instances to what runs by itself", () => {
  expect(resources.api?.props.concurrencyConfig).toEqual({ reservedConcurrency: 50 });
});

test("an event trigger is the last of its function: behind one that has not changed the component deploys none", () => {
  const last = new Map<string, string | undefined>();
  for (const [name, { props }] of rendered) {
    const types = ((props.triggers ?? []) as TriggerSpec[]).map(({ triggerType }) => triggerType);
    expect(types.slice(0, -1), name).not.toContain("eventbridge");
    last.set(name, types.at(-1));
  }
  expect(last.get("remediate")).toBe("eventbridge");
});

test("logstores come before roles, roles before functions, functions before flows", () => {
  const order = Object.keys(parse(readFileSync("s.yaml", "utf8")).resources);
  expect([order[0], order[1], order.at(-1)]).toEqual(["logs", "roles", "flows"]);
});

test("what calls by itself is removed first, then flows, then what they run on, and the roles behind all that have them", () => {
  const { flow, resources: declared } = parse(readFileSync("s.yaml", "utf8"));
  const [callers, flows, others, ...rest] = flow.remove as string[][];
  expect(callers).toEqual(["renewCertificates", "api", "keepLedger", "remediate"]);
  expect([flows, ...rest]).toEqual([["flows"], ["roles"], ["logs"]]);
  expect(others).toContain("startListener");
  // What is not in the order would not be removed at all.
  expect(flow.remove.flat().sort()).toEqual(Object.keys(declared).sort());
});

test("the functions that are said to look at listeners, and the one that does so in a VPC, are those that carry the code for it", () => {
  const looking = readdirSync("dist/functions").filter((name) => {
    const code = readdirSync(`dist/functions/${name}`).map((file) => {
      const bytes = readFileSync(`dist/functions/${name}/${file}`);
      return (file.endsWith(".br") ? brotliDecompressSync(bytes) : bytes).toString("latin1");
    });
    // Only what makes handshakes knows an address that is private.
    return code.some((text) => text.includes("EPRIVATE"));
  });
  const probing = functions.filter(({ probes }) => probes === true).map(({ name }) => name);
  // Renewal looks at the pages' own domain, at a host of Function Compute that everybody reaches.
  expect(looking.sort()).toEqual([...probing, "probe", "renewCertificates"].sort());
});
