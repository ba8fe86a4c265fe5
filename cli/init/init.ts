import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { CONFIGURATION_FILE } from "../../deployment/configuration/configurationFile.ts";
import { environmentHere, SECRETS_FILE } from "../../deployment/configuration/environmentHere.ts";
import { readConfiguration } from "../../deployment/configuration/readConfiguration.ts";
import { cliMessages } from "../../deployment/language.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { complain } from "../complaint.ts";
import type { ConnectionOptions } from "../connection.ts";
import { accountFor } from "../deploy/accountFor.ts";
import { configurationFrom } from "./configurationFrom.ts";
import {
  furtherQuestions,
  QUESTIONS,
  regionQuestion,
  type SetupQuestion,
  type SetupQuestionName,
} from "./questions.ts";
import { type SurveyedHome, type SurveyedRegion, surveyHome, surveyRegions } from "./survey.ts";

export interface InitOptions extends ConnectionOptions {
  yes?: boolean;
  file?: string;
  /** Answers that need no question: `region=cn-hangzhou`. */
  set?: string[];
}

type Answers = Partial<Record<SetupQuestionName, string>>;

/**
 * Looks at the account, asks what it cannot know, and writes albflow.yaml. Gives the exit code: 2 when questions are open and nobody can
 * be asked; then nothing was written. Throws `AlbflowError`.
 */
export async function init(options: InitOptions): Promise<number> {
  const file = options.file ?? CONFIGURATION_FILE;
  if (existsSync(resolve(file))) throw new AlbflowError("Refused", reason("init-file-exists", { file }));
  const given = answersIn(options.set ?? []);
  const messages = cliMessages();
  const say = (reported: Reason) => console.log(messages.sentences(reported));
  const account = await accountFor(options, { region: options.region ?? "cn-hangzhou" });
  const regions = await surveyRegions(account.session, say);
  for (const { vpcs: _, ...one } of regions) say(reason("init-found", one));
  const answering = answerer(options, given);
  try {
    const first = regionQuestion(regions, account.session.region);
    const region = await answering.answer(first, (answer) => problemOf({ region: answer }, regions, NOTHING));
    const home = await surveyHome({ ...account.session, region }, account.ramEndpoint, say);
    const answers: Answers = { region };
    for (const question of furtherQuestions(region, account.session.accountId, regions, home)) {
      const problem = (answer: string) => problemOf({ ...answers, [question.name]: answer }, regions, home);
      answers[question.name] = await answering.answer(question, problem);
    }
    if (answering.open.length > 0) {
      complain(reason("init-answers-needed", { questions: answering.open }));
      return 2;
    }
    writeFileSync(file, configurationFrom(answers, regions, home));
    say(reason("init-written", { file }));
    if (answers.secret === "file") makeSecret(say);
    return 0;
  } finally {
    answering.close();
  }
}

const NOTHING: SurveyedHome = { logProjects: [], trails: [] };

/** Asks on the terminal until an answer makes sense. Without one, questions that nobody has answered are kept in `open`. */
function answerer({ yes }: InitOptions, given: Answers) {
  const messages = cliMessages();
  const terminal =
    yes !== true && process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  const open: string[] = [];
  return {
    open,
    async answer({ name, asked, proposed }: SetupQuestion, problemOf: (answer: string) => AlbflowError | undefined) {
      const set = given[name];
      if (set !== undefined) {
        const problem = problemOf(set);
        if (problem !== undefined) throw problem;
        return set;
      }
      if (terminal === undefined) {
        const line = `${name}: ${messages.message(asked)} [${proposed}]`;
        if (yes === true) console.log(line);
        else open.push(line);
        return proposed;
      }
      for (;;) {
        const written = await terminal.question(`\n${messages.message(asked)}\n${name} [${proposed}]: `);
        const answer = written.trim() === "" ? proposed : written.trim();
        const problem = problemOf(answer);
        if (problem === undefined) return answer;
        console.error(messages.sentences(problem.reason));
      }
    },
    close: () => terminal?.close(),
  };
}

function problemOf(answers: Answers, regions: SurveyedRegion[], home: SurveyedHome): AlbflowError | undefined {
  try {
    readConfiguration(configurationFrom(answers, regions, home), CONFIGURATION_FILE);
    return undefined;
  } catch (error) {
    if (error instanceof AlbflowError) return error;
    throw error;
  }
}

function answersIn(given: string[]): Answers {
  const answers: Answers = {};
  for (const one of given) {
    const [name = "", ...value] = one.split("=");
    const known = QUESTIONS.find((question) => question === name);
    if (known === undefined || value.length === 0) {
      throw new AlbflowError("InvalidInput", reason("init-answer-unknown", { given: name, names: [...QUESTIONS] }));
    }
    answers[known] = value.join("=");
  }
  return answers;
}

/** Makes the deployment's secret, which is shown nowhere, in a file that only its owner reads and that Git is told to leave alone. */
function makeSecret(say: (reported: Reason) => void): void {
  if ((environmentHere().ALBFLOW_SECRET ?? "") !== "") return;
  addLine(SECRETS_FILE, `ALBFLOW_SECRET=${randomBytes(32).toString("base64")}`, 0o600);
  if (existsSync(".git") && !linesOf(".gitignore").includes(SECRETS_FILE)) addLine(".gitignore", SECRETS_FILE);
  say(reason("init-secret-made", { file: SECRETS_FILE }));
}

function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
}

/** Adds a line to a file of lines; the last one may lack its end. The mode is that of a file that was not there. */
function addLine(file: string, line: string, mode = 0o666): void {
  const isWhole = linesOf(file).at(-1) === "" || !existsSync(file);
  appendFileSync(file, `${isWhole ? "" : "\n"}${line}\n`, { mode });
}
