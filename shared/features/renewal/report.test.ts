import { describe, expect, test } from "vitest";
import { catalogues } from "../../core/messages/catalogues.ts";
import { LANGUAGES } from "../../core/messages/message.ts";
import { messagesIn } from "../../core/messages/messagesIn.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { jsonBytes } from "../../platform/shortened.ts";
import { fitReport, fitRound, STATE_BYTES } from "./fitReport.ts";
import { renderReport } from "./renderReport.ts";
import { emptyReport, type RenewalReport, type Row, rowOf, withRows } from "./report.ts";
import { beginRound, type RenewalRound } from "./round.ts";

const now = Date.UTC(2026, 10, 22);
const PAYLOAD_BYTES = 48 * 1024;
/** As long as names, ids and reasons can be, in letters of three bytes. */
const long = (index: number): Row =>
  rowOf(
    {
      region: "cn-zhangjiakou",
      listenerId: `lsn-${String(index).padStart(18, "0")}`,
      certificate: {
        id: `${10_000_000 + index}-cn-zhangjiakou`,
        names: Array.from({ length: 90 }, (_, other) => `${"名".repeat(240)}.${other}.example.com`),
        addresses: [],
        unusable: [],
        subject: "",
        serial: "",
        notBefore: now,
        notAfter: now + index * 3_600_000,
      },
    },
    now,
    { reason: reason("text", { text: "证书服务没有。".repeat(200) }), execution: `renew-${"x".repeat(120)}` },
  );
const rows = Array.from({ length: 150 }, (_, index) => long(index));

function fullest(): RenewalReport {
  let report = emptyReport("round-20261122T221700", now);
  report = withRows(
    report,
    "rotations",
    rows.map((row) => ({ ...row, successorId: "25113402-cn-zhangjiakou", isCanary: true, outcome: "failed" })),
  );
  report = withRows(
    report,
    "orders",
    rows.map((row) => ({ ...row, outcome: "failed" })),
  );
  const stuck = rows.map((row) => ({ ...row, needsPeople: true, isNew: true }));
  report = withRows(withRows(report, "held", stuck), "notRenewable", stuck);
  return {
    ...report,
    unavailable: Array.from({ length: 40 }, (_, index) => ({
      region: `region-${index}`,
      reason: reason("text", { text: "区".repeat(120) }),
    })),
  };
}

describe("however much there is to tell", () => {
  test("a round fits into a flow's state", () => {
    const regions = Array.from({ length: 40 }, (_, index) => `cn-region-${index}`);
    const round: RenewalRound = {
      ...beginRound("round-20261122T221700", {}, regions, now),
      again: Array.from({ length: 200 }, (_, index) => `cn-zhangjiakou lsn-${String(index).padStart(18, "0")}`),
      report: fullest(),
    };
    const error = { Code: "Transient", Detail: "d".repeat(2_500) };
    const input = { phase: "advance", execution: "round-20261122T221700_12", round: fitRound(round), error };
    expect(Buffer.byteLength(JSON.stringify(input))).toBeLessThan(PAYLOAD_BYTES);
  });

  test.each(LANGUAGES)("the report and its words fit into one, too, and the words into a chat (%s)", (language) => {
    const report = fullest();
    const markdown = renderReport(report, messagesIn(catalogues[language], language));
    const fitting = fitReport(report, STATE_BYTES - jsonBytes(markdown));
    expect(Buffer.byteLength(JSON.stringify({ report: fitting, markdown }))).toBeLessThan(PAYLOAD_BYTES);
    const reported = ({ rotations, more }: RenewalReport) => rotations.length + (more.rotations ?? 0);
    expect(reported(fitting)).toBe(reported(report));
    expect(fitting.rotations[0]).toEqual(report.rotations[0]);
    expect(Buffer.byteLength(markdown)).toBeLessThan(12_001);
  });

  test("the most urgent stay, and how many do not is said", () => {
    const { notRenewable, more } = fullest();
    expect(notRenewable[0]?.listenerId).toBe("lsn-000000000000000000");
    expect(notRenewable.length).toBeGreaterThan(3);
    expect(notRenewable.length + (more.notRenewable ?? 0)).toBe(150);
  });
});

test("reports of the usual length keep as many rows as a chat has space for", () => {
  const usual = Array.from({ length: 60 }, (_, index) => ({
    ...rowOf(
      {
        region: "cn-hangzhou",
        listenerId: `lsn-${index}`,
        certificate: {
          id: `${index}-cn-hangzhou`,
          names: ["shop.example.com"],
          addresses: [],
          unusable: [],
          subject: "",
          serial: "",
          notBefore: 0,
          notAfter: now,
        },
      },
      now,
      { execution: `renew-${index}` },
    ),
    successorId: "25113402-cn-hangzhou",
    isCanary: false,
    outcome: "succeeded" as const,
  }));
  const report = withRows(emptyReport("round", now), "rotations", usual);
  expect(report.rotations).toHaveLength(50);
  expect(report.more).toEqual({ rotations: 10 });
});

test.each([
  ["en", "### Certificates: renewal stopped\n\n**No more rotations were started:**"],
  ["zh", "### 证书：续期已停止\n\n**未启动更多轮换：**"],
] as const)(
  "a round that has stopped before it began is not headed as one with nothing to renew: %s",
  (language, head) => {
    const report = { ...emptyReport("round-1", now), stopped: reason("text", { text: "a setting is not valid" }) };
    expect(renderReport(report, messagesIn(catalogues[language], language)).startsWith(head)).toBe(true);
    const quiet = renderReport(emptyReport("round-1", now), messagesIn(catalogues[language], language));
    expect(quiet).not.toContain(head.split("\n")[0]);
  },
);
