import type { Language } from "../../core/messages/message.ts";
import type { MessageMaker } from "../../core/messages/messagesIn.ts";
import { regionName } from "../../platform/place.ts";
import type { RenewalReport, Row, UnavailableRegion } from "./report.ts";

/**
 * A report as Markdown for a chat, in the language of its reader: the sum in the first line, what needs somebody before what
 * does not, no tables, which DingTalk and Lark do not show, and at most 12 KB. Pure.
 */
export function renderReport(report: RenewalReport, messages: MessageMaker): string {
  const texts = SHOWN.map((shown) => rendered(report, shown, messages));
  return texts.find((text) => Buffer.byteLength(text) <= MOST_BYTES) ?? (texts.at(-1) ?? "").slice(0, MOST_BYTES / 3);
}

/** Rows of a section, as many as fit: more than a chat shows without unfolding helps nobody. */
const SHOWN = [10, 5, 2];
const MOST_BYTES = 12_000;

interface ReportWords {
  stuck: string;
  failed: string;
  held: string;
  elsewhere: string;
  renewed: string;
  running: string;
  now: (id: string) => string;
  more: (count: number) => string;
  waiting: (count: number, from: string) => string;
  stopped: (why: string) => string;
  left: (count: number) => string;
  unavailable: (region: string, why: string) => string;
  last: (report: RenewalReport, seconds: number) => string;
  expired: (days: number) => string;
  daysLeft: (days: number) => string;
  on: (certificate: string, listener: string, region: string) => string;
  nothing: string;
  halted: string;
  head: (parts: string[]) => string;
  needed: (count: number) => string;
  countRenewed: (count: number) => string;
  countFailed: (count: number) => string;
  countHeld: (count: number) => string;
  countRunning: (count: number) => string;
  countUnavailable: (count: number) => string;
  also: string;
}

const counted = (count: number, what: string) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

const WORDS: Record<Language, ReportWords> = {
  en: {
    stuck: "No successor available",
    failed: "Failed, rolled back",
    held: "Skipped",
    elsewhere: "Renewed elsewhere",
    renewed: "Renewed",
    running: "Running",
    now: (id) => `now ${id}`,
    more: (count) => `and ${count} more`,
    waiting: (count, from) => `${counted(count, "certificate")} will be renewed in the window from ${from}.`,
    stopped: (why) => `**No more rotations were started:** ${why}`,
    left: (count) => `Time was up: the next round continues with ${counted(count, "listener")}.`,
    unavailable: (region, why) => `**${region} could not be read:** ${why}`,
    last: ({ round, bindings, listeners, regions, due }, seconds) =>
      `_${round}: ${counted(bindings, "certificate")} on ${counted(listeners, "listener")} in ${counted(regions, "region")}, ${due} due; ${seconds} s._`,
    expired: (days) => `expired ${counted(days, "day")} ago`,
    daysLeft: (days) => `${counted(days, "day")} left`,
    on: (certificate, listener, region) => `(${certificate} on ${listener}, ${region})`,
    nothing: "Certificates: nothing to renew",
    halted: "Certificates: renewal stopped",
    head: (parts) => `Certificates: ${parts.join(", ")}`,
    needed: (count) => `${counted(count, "certificate")} ${count === 1 ? "needs" : "need"} manual action`,
    countRenewed: (count) => `${count} renewed`,
    countFailed: (count) => `${count} failed`,
    countHeld: (count) => `${count} skipped`,
    countRunning: (count) => `${count} running`,
    countUnavailable: (count) => `${counted(count, "region")} not read`,
    also: ", ",
  },
  zh: {
    stuck: "没有可用的替换证书",
    failed: "失败，已回滚",
    held: "已跳过",
    elsewhere: "在别处续期",
    renewed: "已续期",
    running: "进行中",
    now: (id) => `现为 ${id}`,
    more: (count) => `另有 ${count} 项`,
    waiting: (count, from) => `${count} 张证书将在 ${from} 开始的维护窗口内续期。`,
    stopped: (why) => `**未启动更多轮换：** ${why}`,
    left: (count) => `本轮时间已到，下一轮将继续处理 ${count} 个监听。`,
    unavailable: (region, why) => `**无法读取 ${region}：** ${why}`,
    last: ({ round, bindings, listeners, regions, due }, seconds) =>
      `_${round}：${regions} 个地域、${listeners} 个监听、${bindings} 张证书，其中 ${due} 张到期应续；用时 ${seconds} 秒。_`,
    expired: (days) => `已过期 ${days} 天`,
    daysLeft: (days) => `剩余 ${days} 天`,
    on: (certificate, listener, region) => `（${region} 的 ${listener}，${certificate}）`,
    nothing: "证书：无需续期",
    halted: "证书：续期已停止",
    head: (parts) => `证书：${parts.join("，")}`,
    needed: (count) => `${count} 张证书需要人工处理`,
    countRenewed: (count) => `${count} 张已续期`,
    countFailed: (count) => `${count} 张失败`,
    countHeld: (count) => `${count} 张已跳过`,
    countRunning: (count) => `${count} 张进行中`,
    countUnavailable: (count) => `${count} 个地域未能读取`,
    also: "、",
  },
};

function rendered(report: RenewalReport, shown: number, messages: MessageMaker): string {
  const words = WORDS[messages.language];
  const { rotations, orders, held, notRenewable, renewedElsewhere, waiting, unavailable, more } = report;
  const withOutcome = (outcome: string) => rotations.filter((row) => row.outcome === outcome);
  const failed = [...withOutcome("failed"), ...orders.filter(({ outcome }) => outcome === "failed")];
  const running = [...withOutcome("running"), ...orders.filter(({ outcome }) => outcome === "running")];
  const why = ({ reason }: Row) => (reason === null ? "" : messages.message(reason));
  const section = <Kind extends Row>(
    title: string,
    rows: Kind[],
    left: number | undefined,
    detailOf: (row: Kind) => string,
  ) => sectionOf({ title, rows, most: shown, more: left ?? 0, detailOf }, words);
  const sections = [
    section(words.stuck, notRenewable, more.notRenewable, why),
    section(words.failed, failed, undefined, (row) => joined(why(row), code(row.execution))),
    section(words.held, held, more.held, why),
    section(words.elsewhere, renewedElsewhere, more.renewedElsewhere, why),
    section(words.renewed, withOutcome("succeeded"), more.rotations, (row) =>
      joined(words.now(code(row.successorId)), why(row)),
    ),
    section(words.running, running, undefined, ({ execution }) => code(execution)),
  ];
  const missing = unavailable.length + (more.unavailable ?? 0) - Math.min(unavailable.length, shown);
  const notes = [
    waiting.count === 0 ? "" : words.waiting(waiting.count, minuteOf(waiting.opensAt)),
    report.stopped === null ? "" : words.stopped(messages.sentences(report.stopped)),
    report.left === 0 ? "" : words.left(report.left),
    ...unavailable.slice(0, shown).map((row) => words.unavailable(placeOf(row), messages.message(row.reason))),
    missing > 0 ? `- ${words.more(missing)}` : "",
  ];
  const last = words.last(report, Math.round((report.endedAt - report.startedAt) / 1000));
  return [`### ${headline(report, words)}`, ...sections, ...notes, last].filter((part) => part !== "").join("\n\n");
}

/** `2 certificates need manual action, 12 renewed, 1 failed`. */
function headline(
  { rotations, held, notRenewable, more, unavailable, stopped }: RenewalReport,
  words: ReportWords,
): string {
  const count = (outcome: string) => rotations.filter((row) => row.outcome === outcome).length;
  const counts: [number, (count: number) => string][] = [
    [notRenewable.length + (more.notRenewable ?? 0), words.needed],
    [count("succeeded") + (more.rotations ?? 0), words.countRenewed],
    [count("failed"), words.countFailed],
    [held.length + (more.held ?? 0), words.countHeld],
    [count("running"), words.countRunning],
    [unavailable.length + (more.unavailable ?? 0), words.countUnavailable],
  ];
  const parts = counts.filter(([number]) => number > 0).map(([number, reported]) => reported(number));
  if (parts.length === 0) return stopped === null ? words.nothing : words.halted;
  return words.head(parts);
}

function sectionOf<Kind extends Row>(
  {
    title,
    rows,
    most,
    more,
    detailOf,
  }: { title: string; rows: Kind[]; most: number; more: number; detailOf: (row: Kind) => string },
  words: ReportWords,
): string {
  if (rows.length === 0) return "";
  const shown = rows.slice(0, most);
  const left = rows.length - shown.length + more;
  const lines = shown.map((row) => `- ${subject(row, words)}: ${joined(lifetime(row, words), detailOf(row))}`);
  return [`**${title}**`, ...lines, ...(left === 0 ? [] : [`- ${words.more(left)}`])].join("\n");
}

/** A region, one of another account, or another account as a whole. */
function placeOf(row: UnavailableRegion): string {
  return row.account !== undefined && row.region === "*" ? row.account : regionName(row);
}

function subject(row: Row, words: ReportWords): string {
  const { names, certificateId, listenerId } = row;
  const [name = certificateId, ...others] = names;
  const also = others.length === 0 ? "" : `${words.also}${others.join(words.also)}`;
  return `**${name}**${also} ${words.on(code(certificateId), code(listenerId), regionName(row))}`;
}

function lifetime({ daysLeft, names }: Row, words: ReportWords): string {
  if (names.length === 0) return "";
  if (daysLeft < 0) return `**${words.expired(-daysLeft)}**`;
  return daysLeft <= 7 ? `**${words.daysLeft(daysLeft)}**` : words.daysLeft(daysLeft);
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== "").join("; ");
}

function code(text: string): string {
  return `\`${text}\``;
}

/** `2026-11-22 22:10 UTC`. */
function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
