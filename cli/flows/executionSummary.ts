import { cliMessage, cliMessages, labelled } from "../../deployment/language.ts";
import { changeName, saidValues } from "../../shared/core/messages/fieldNames.ts";
import { clientsSawIn } from "../../shared/core/observed.ts";
import { type PlanRow, planRows } from "../../shared/core/planRows.ts";
import { describeStop, type stopIn } from "../../shared/core/stopping.ts";
import { storyOf, textIn, type Verdict } from "../../shared/core/verdict.ts";
import { madeBy } from "../../shared/features/api/views.ts";
import type { ExecutionRow } from "../../shared/platform/clients/cloudFlow.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { labelOf } from "../columns.ts";
import { tableLines } from "../table.ts";
import { durationText } from "./durationText.ts";

/** What is told of an operation's execution: its row, the last verdict of its history, and who has stopped it, if anybody has. */
interface Reported {
  row: ExecutionRow;
  verdict: Verdict;
  stop: ReturnType<typeof stopIn>;
  /** `false` where its record could not be kept. */
  isRecorded?: boolean;
  /** Ends the commands that are told, so that they talk to the same cloud. */
  flags: string;
}

/** An operation's execution in some ten lines: what it is, who wanted it, what was changed, why it ended so, and what to do now. */
export function executionSummary({ row, verdict, stop, flags, isRecorded = true }: Reported): string[] {
  const { Name, Status, StartedTime, StoppedTime } = row;
  const { operation, input, approvedBy, writes } = verdict;
  const given = JSON.parse(row.Input) as Record<string, unknown>;
  const requestedBy = textIn(given, "requestedBy");
  const undoes = textIn(given, "undo") || textIn(given, "goBackFor");
  const took = StoppedTime === "" ? null : durationText(Date.parse(StoppedTime) - Date.parse(StartedTime));
  const isBack = verdict.state === "rolledBack";
  const story: Reason[] = stop === undefined ? storyOf(verdict) : [describeStop(stop, Name, verdict)];
  const seen = clientsSawIn(verdict);
  const mayUndo = StoppedTime !== "" && !isBack && stop === undefined && writes.some(({ back }) => !back);
  return tableLines(
    [
      [labelOf("execution"), Name],
      [
        labelOf("operation"),
        cliMessage("execution-done", { operation, isUndo: undoes !== "", listenerId: textIn(input, "listenerId") }),
      ],
      [
        labelOf("state"),
        cliMessage("execution-times", {
          state: BY_CLOUDFLOW.has(Status) ? Status : verdict.state,
          started: StartedTime,
          took,
        }),
      ],
      [labelOf("asked by"), cliMessage("execution-people", { requestedBy, approvedBy })],
      [labelOf("why"), [textIn(given, "reason"), textIn(given, "ticket")].filter((text) => text !== "").join("; ")],
      [labelOf("takes back"), undoes],
      [labelOf("changes"), ...changeLines(verdict.plan === null ? [] : planRows(verdict.plan), isBack)],
      [
        labelOf("new"),
        madeBy(verdict)
          .map(({ id }) => id)
          .join(", "),
      ],
      [
        labelOf("result"),
        ...[...story, ...(seen === null ? [] : [seen])].map((one) => cliMessages().sentences(one)),
        isRecorded ? "" : cliMessages().sentences(reason("record-not-kept", { flags })),
      ],
      [labelOf("undo"), mayUndo ? `albflow undo ${Name}${flags}` : ""],
    ].flatMap(([what = "", ...texts]) =>
      texts.filter((text) => text !== "").map((text, position) => [position === 0 ? what : "", text]),
    ),
  );
}

/** Of what goes on, or did not end by itself, CloudFlow says the state: where its verdict stood is not how it ended. */
const BY_CLOUDFLOW = new Set(["Running", "Stopped", "TimedOut"]);

/** As many changes as leave the whole at about ten lines. */
const MOST_CHANGES = 4;

function changeLines(rows: PlanRow[], isBack: boolean): string[] {
  const { language } = cliMessages();
  const lines = rows.slice(0, MOST_CHANGES).map(({ field, before, after }) => {
    const text = labelled(
      changeName(field, language),
      `${saidValues(field, before, language)} → ${saidValues(field, after, language)}`,
    );
    return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  });
  const more = rows.length - lines.length;
  const all = more > 0 ? [...lines, cliMessage("more-changes", { count: more })] : lines;
  return isBack && all.length > 0 ? [...all, cliMessage("all-taken-back")] : all;
}

const LONGEST = 200;
