import type { RenewalReport, Row } from "./report.ts";
import { minuteOf } from "./timing.ts";

/**
 * A report as Markdown for a chat: the sum in the first line, what needs somebody before what does not, no tables, which
 * DingTalk and Lark do not show, and at most 12 KB. Pure.
 */
export function renderReport(report: RenewalReport): string {
  const texts = SHOWN.map((shown) => rendered(report, shown));
  return texts.find((text) => Buffer.byteLength(text) <= MOST_BYTES) ?? (texts.at(-1) ?? "").slice(0, MOST_BYTES / 3);
}

/** Rows of a section, as many as fit: more than a chat shows without unfolding helps nobody. */
const SHOWN = [10, 5, 2];
const MOST_BYTES = 12_000;

function rendered(report: RenewalReport, shown: number): string {
  const { rotations, orders, held, notRenewable, renewedElsewhere, waiting, unavailable, more } = report;
  const withOutcome = (outcome: string) => rotations.filter((row) => row.outcome === outcome);
  const failed = [...withOutcome("failed"), ...orders.filter(({ outcome }) => outcome === "failed")];
  const sections = [
    section(shown, "Nothing can replace these", notRenewable, more.notRenewable, (row) => `${row.message}`),
    section(shown, "Failed, and as before", failed, undefined, ({ message, execution }) =>
      joined(message, code(execution)),
    ),
    section(shown, "Not tried", held, more.held, ({ message }) => message),
    section(shown, "Renewed elsewhere", renewedElsewhere, more.renewedElsewhere, ({ message }) => message),
    section(shown, "Renewed", withOutcome("succeeded"), more.rotations, (row) =>
      joined(`now ${code(row.successorId)}`, row.message),
    ),
    section(
      shown,
      "Under way",
      [...withOutcome("running"), ...orders.filter(({ outcome }) => outcome === "running")],
      undefined,
      ({ execution }) => code(execution),
    ),
  ];
  const notes = [
    waiting.count === 0
      ? ""
      : `${counted(waiting.count, "certificate")} will be renewed in the window from ${minuteOf(waiting.opensAt)}.`,
    report.stopped === "" ? "" : `**No more was started:** ${report.stopped}.`,
    report.left === 0 ? "" : `Time was up: the next round goes on with ${counted(report.left, "listener")}.`,
    ...unavailable.map(({ region, message }) => `**${region} could not be looked at:** ${message}`),
  ];
  const last = `_${report.round}: ${counted(report.bindings, "certificate")} on ${counted(report.listeners, "listener")} in ${counted(report.regions, "region")}, ${report.due} due; ${Math.round((report.endedAt - report.startedAt) / 1000)} s._`;
  return [`### ${headline(report)}`, ...sections, ...notes, last].filter((part) => part !== "").join("\n\n");
}

/** `2 certificates need you, 12 renewed, 1 failed`. */
function headline({ rotations, held, notRenewable, more, unavailable }: RenewalReport): string {
  const count = (outcome: string) => rotations.filter((row) => row.outcome === outcome).length;
  const needed = notRenewable.length + (more.notRenewable ?? 0);
  const renewed = count("succeeded") + (more.rotations ?? 0);
  const parts = [
    needed === 0 ? "" : `${counted(needed, "certificate")} ${needed === 1 ? "needs" : "need"} you`,
    renewed === 0 ? "" : `${renewed} renewed`,
    count("failed") === 0 ? "" : `${count("failed")} failed`,
    held.length === 0 ? "" : `${held.length + (more.held ?? 0)} held back`,
    count("running") === 0 ? "" : `${count("running")} under way`,
    unavailable.length === 0 ? "" : `${counted(unavailable.length, "region")} not read`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "Certificates: nothing to renew" : `Certificates: ${parts.join(", ")}`;
}

function section<Kind extends Row>(
  most: number,
  title: string,
  rows: Kind[],
  more: number | undefined,
  enqueueNotices: (row: Kind) => string,
): string {
  if (rows.length === 0) return "";
  const shown = rows.slice(0, most);
  const left = rows.length - shown.length + (more ?? 0);
  const lines = shown.map((row) => `- ${subject(row)}: ${joined(lifetime(row), enqueueNotices(row))}`);
  return [`**${title}**`, ...lines, ...(left === 0 ? [] : [`- and ${left} more`])].join("\n");
}

function subject({ names, certificateId, listenerId, region }: Row): string {
  const [name = certificateId, ...others] = names;
  const also = others.length === 0 ? "" : `, ${others.join(", ")}`;
  return `**${name}**${also} (${code(certificateId)} on ${code(listenerId)}, ${region})`;
}

function lifetime({ daysLeft, names }: Row): string {
  if (names.length === 0) return "";
  if (daysLeft < 0) return `**expired ${counted(-daysLeft, "day")} ago**`;
  return daysLeft <= 7 ? `**${counted(daysLeft, "day")} left**` : `${daysLeft} days left`;
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== "").join("; ");
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
