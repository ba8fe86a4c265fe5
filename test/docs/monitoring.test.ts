import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { exposition } from "../../shared/features/metrics/exposition.ts";
import { figuresOf } from "../../shared/features/metrics/figuresOf.ts";
import { emptyReport } from "../../shared/features/renewal/report.ts";
import { readPrometheusText } from "../support/prometheusText.ts";
import { commandPath } from "../tools.ts";

const TEXT = exposition(
  figuresOf({
    certificates: { certificates: [], unavailable: [] },
    ended: [
      {
        at: 0,
        operation: "stopListener",
        state: "verified",
        code: "",
        cause: "",
        part: "",
        apiCalls: 1,
        throttled: 0,
        elapsedMs: 1,
      },
    ],
    isCut: false,
    round: emptyReport("round-1", 0),
    errorBudget: 3,
    now: 0,
  }),
);
const FAMILIES = [...readPrometheusText(TEXT).keys()];

interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; action: string };
}
const rules = (
  parse(readFileSync("docs/monitoring/alerts.yaml", "utf8")) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules);
const panels = (
  JSON.parse(readFileSync("docs/monitoring/dashboard.json", "utf8")) as {
    panels: { title: string; gridPos: { x: number; w: number }; targets: { expr: string }[] }[];
  }
).panels;

const metricsIn = (expression: string) => expression.match(/albflow_\w+/g) ?? [];

test("Every figure is explained on the page about monitoring, and that explains no other.", () => {
  const page = readFileSync("docs/monitoring/README.md", "utf8");
  const explained = [...page.matchAll(/^\| `(albflow_\w+)`/gm)].map(([, name]) => name);
  expect(explained).toEqual(FAMILIES);
});

test("Rules and panels ask for figures that are told, in expressions whose brackets close.", () => {
  const expressions = [
    ...rules.map(({ expr }) => expr),
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ];
  expect(expressions.length).toBeGreaterThan(15);
  for (const expression of expressions) {
    expect(metricsIn(expression).length).toBeGreaterThan(0);
    expect(FAMILIES).toEqual(expect.arrayContaining(metricsIn(expression)));
    for (const [open, close] of ["()", "{}"]) {
      expect(expression.split(open ?? "").length, expression).toBe(expression.split(close ?? "").length);
    }
  }
});

test("Each of the kinds of trouble has a rule: ends of certificates, renewal, verification, failures, budget, throttling, silence.", () => {
  expect(rules.map(({ alert }) => alert)).toEqual([
    "AlbflowCertificateEndsSoon",
    "AlbflowCertificateEndsAtOnce",
    "AlbflowRenewalNeedsPeople",
    "AlbflowRenewalStopped",
    "AlbflowRenewalSilent",
    "AlbflowVerificationFailed",
    "AlbflowNeedsAPerson",
    "AlbflowThrottled",
    "AlbflowRegionUnavailable",
    "AlbflowSilent",
  ]);
  for (const { annotations } of rules) expect([annotations.summary, annotations.action]).not.toContain(undefined);
});

test("The dashboard's panels fit beside each other.", () => {
  for (const { title, gridPos } of panels) expect([title, gridPos.x + gridPos.w <= 24]).toEqual([title, true]);
});

/** Debian's package `prometheus` has it. Where it is not, the parser of test/support/prometheusText.ts is what figures are held to. */
const promtool = commandPath("promtool");
describe.skipIf(promtool === undefined)("promtool, where it is installed,", () => {
  const run = (parameters: string[], input = "") => {
    const { status, stdout, stderr } = spawnSync(promtool ?? "", parameters, { input, encoding: "utf8" });
    return { status, said: `${stdout}${stderr}` };
  };
  test("finds nothing wrong with the figures", () => {
    expect(run(["check", "metrics"], TEXT)).toEqual({ status: 0, said: "" });
  });
  test("finds nothing wrong with the rules, which raise what they shall", () => {
    expect(run(["check", "rules", "docs/monitoring/alerts.yaml"])).toMatchObject({ status: 0 });
    expect(run(["test", "rules", "docs/monitoring/alerts.test.yaml"])).toMatchObject({ status: 0 });
  });
});
