import { expect, test } from "vitest";
import { readPrometheusText } from "../../../test/support/prometheusText.ts";
import { reason } from "../../platform/reasons/reason.ts";
import type { CertificateStatus } from "../inventory/certificateStatus.ts";
import { emptyReport, type StuckRow } from "../renewal/report.ts";
import { exposition } from "./exposition.ts";
import { type Figures, figuresOf } from "./figuresOf.ts";
import type { ReportedEnd } from "./reportedEnd.ts";

const NOW = Date.UTC(2026, 10, 20, 12);
const HOUR_MS = 3_600_000;

const NOTHING: Figures = {
  certificates: { certificates: [], unavailable: [] },
  ended: [],
  isCut: false,
  round: undefined,
  errorBudget: 3,
  now: NOW,
};

const SHOP: CertificateStatus = {
  id: "1-cn-hangzhou",
  names: ["shop.example.com", "*.example.com"],
  notBefore: 0,
  notAfter: Date.UTC(2026, 11, 1),
  daysLeft: 10,
  listeners: [{ region: "cn-hangzhou", listenerId: "lsn-1", description: 'a "shop"\\', isDefault: true }],
  successor: null,
  reason: null,
  renewalStatus: "blocked",
  dueAt: 0,
  actsAt: 0,
};

const END: ReportedEnd = {
  at: NOW - HOUR_MS,
  operation: "rotateCertificate",
  state: "verified",
  code: "verified",
  cause: "",
  part: "renewal",
  apiCalls: 10,
  throttled: 0,
  elapsedMs: 4_500,
};

/** The series of a family, as it is written. */
function series(figures: Partial<Figures>, name: string): Record<string, number> {
  const families = readPrometheusText(exposition(figuresOf({ ...NOTHING, ...figures })));
  return Object.fromEntries(families.get(name)?.series ?? [["no such family", 0]]);
}

test("A certificate is told for each of its names on each listener, whatever letters a listener's name has.", () => {
  const certificates = { certificates: [SHOP], unavailable: [] };
  const place = 'region="cn-hangzhou",listener_id="lsn-1",listener="a \\"shop\\"\\\\",certificate_id="1-cn-hangzhou"';
  expect(series({ certificates }, "albflow_certificate_expiry_timestamp_seconds")).toEqual({
    [`${place},name="shop.example.com"`]: 1_796_083_200,
    [`${place},name="*.example.com"`]: 1_796_083_200,
  });
  expect(series({ certificates }, "albflow_certificate_left_seconds")[`${place},name="shop.example.com"`]).toBe(
    864_000,
  );
  expect(series({ certificates }, "albflow_certificate_renewal")).toEqual({ [`${place},status="blocked"`]: 1 });
});

test("A certificate that cannot be read has no end that is made up, and is told all the same.", () => {
  const lost = { ...SHOP, names: [], notAfter: 0, daysLeft: null, renewalStatus: "missing" as const };
  const certificates = { certificates: [lost], unavailable: [{ region: "cn-x", reason: reason("certificate-lost") }] };
  expect(series({ certificates }, "albflow_certificate_expiry_timestamp_seconds")).toEqual({});
  expect(series({ certificates }, "albflow_certificate_left_seconds")).toEqual({});
  expect(Object.keys(series({ certificates }, "albflow_certificate_renewal"))[0]).toContain('status="missing"');
  expect(series({ certificates }, "albflow_regions_unavailable")).toEqual({ "": 1 });
});

test("More names than anybody can keep are counted and not told.", () => {
  const names = Array.from({ length: 5_003 }, (_, index) => `n${index}.example.com`);
  const certificates = { certificates: [{ ...SHOP, names }], unavailable: [] };
  expect(Object.keys(series({ certificates }, "albflow_certificate_left_seconds"))).toHaveLength(5_000);
  expect(series({ certificates }, "albflow_certificate_names_omitted")).toEqual({ "": 3 });
});

test("Executions are counted by operation and state, with those that go on, their failures of verification, calls and throttled calls.", () => {
  const ended = [
    END,
    { ...END, state: "rolledBack", cause: "verification-failed", throttled: 2, elapsedMs: 500 },
    { ...END, operation: "stopListener", state: "refused", part: "" },
  ];
  const running = { startListener: 2 };
  expect(series({ ended, running }, "albflow_executions")).toEqual({
    'operation="startListener",state="running"': 2,
    'operation="rotateCertificate",state="verified"': 1,
    'operation="rotateCertificate",state="rolledBack"': 1,
    'operation="stopListener",state="refused"': 1,
  });
  expect(series({ ended }, "albflow_verification_failures")).toEqual({
    'operation="rotateCertificate"': 1,
    'operation="stopListener"': 0,
  });
  expect(series({ ended }, "albflow_api_calls")['operation="rotateCertificate"']).toBe(20);
  expect(series({ ended }, "albflow_api_throttled")['operation="rotateCertificate"']).toBe(2);
  expect(series({ ended }, "albflow_execution_seconds")['operation="rotateCertificate"']).toBe(5);
  expect(series({ ended, isCut: true }, "albflow_reports_cut")).toEqual({ "": 1 });
});

test("The error budget counts failed rotations of renewal in six hours, and none that was refused, older, or a person's.", () => {
  const failed = { ...END, state: "rolledBack" };
  const ended = [
    END,
    failed,
    { ...failed, state: "failed" },
    { ...failed, at: NOW - 6 * HOUR_MS - 1_000 },
    { ...failed, part: "" },
    { ...failed, state: "refused" },
    { ...failed, state: "unchanged" },
    { ...failed, operation: "startListener" },
  ];
  expect(series({ ended }, "albflow_error_budget_spent")).toEqual({ "": 2 });
  expect(series({ ended }, "albflow_error_budget")).toEqual({ "": 3 });
  expect(series({ ended }, "albflow_renewals")).toEqual({
    'state="verified"': 1,
    'state="rolledBack"': 2,
    'state="failed"': 1,
    'state="refused"': 1,
    'state="unchanged"': 1,
  });
});

test("The last round of renewal tells when it ended, what was due, who needs people and whether it stopped; before the first nothing is told of it.", () => {
  const stuck = { needsPeople: true } as StuckRow;
  const round = {
    ...emptyReport("round-1", NOW - HOUR_MS),
    due: 4,
    notRenewable: [stuck, { needsPeople: false } as StuckRow],
    held: [stuck],
    stopped: reason("error-budget-used-up", { failed: 3, ended: 4, budget: 3 }),
  };
  expect(series({ round }, "albflow_renewal_round_timestamp_seconds")).toEqual({ "": (NOW - HOUR_MS) / 1000 });
  expect(series({ round }, "albflow_renewal_due")).toEqual({ "": 4 });
  expect(series({ round }, "albflow_renewal_needs_people")).toEqual({ "": 2 });
  expect(series({ round }, "albflow_renewal_stopped")).toEqual({ "": 1 });
  expect(series({}, "albflow_renewal_stopped")).toEqual({});
});
