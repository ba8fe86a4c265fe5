import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { projectFile } from "../../deployment/projectFolder.ts";
import { canPlay, isQuestionName, questionOf } from "../../local/realities/questions.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";

/** What became of a report: what the local cloud does from now on, and what it cannot do. */
interface Applied {
  /** By question; what is as assumed needs no setting. */
  settings: Record<string, string>;
  /** What was found and cannot be played: the local cloud goes on as assumed. */
  notPlayed: { question: string; found: string }[];
}

const report = z.object({
  findings: z.array(z.object({ question: z.string(), found: z.string().optional() })),
});

/** The settings of the local cloud, as a path: what it does against the assumptions. */
export const REALITIES = "local/realities/realities.json";

/**
 * Turns what a field test has found into settings of the local cloud, over those that are set. What was not probed stays as it is
 * set. Throws `AlbflowError` InvalidInput for a text that is no report.
 */
export function settingsFrom(text: string, present: Record<string, string>): Applied {
  const read = report.safeParse(jsonOf(text));
  if (!read.success) throw new AlbflowError("InvalidInput", reason("field-report-invalid"));
  const settings = { ...present };
  const notPlayed: Applied["notPlayed"] = [];
  for (const { question, found } of read.data.findings) {
    // A row that has left the table meanwhile needs no setting.
    if (found === undefined || !isQuestionName(question)) continue;
    if (found === questionOf(question).assumed) delete settings[question];
    else if (canPlay(question, found)) settings[question] = found;
    else notPlayed.push({ question, found });
  }
  const sorted = Object.fromEntries(Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1)));
  return { settings: sorted, notPlayed };
}

/** Reads a report, and writes the settings of the local cloud. */
export function applyReport(file: string, realities = projectFile(REALITIES)): Applied {
  const present = jsonOf(readFileSync(realities, "utf8")) as Record<string, string>;
  const applied = settingsFrom(textOf(file), present);
  writeFileSync(realities, `${JSON.stringify(applied.settings, undefined, 2)}\n`);
  return applied;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new AlbflowError("InvalidInput", reason("field-report-unreadable", { file }));
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
