import type { usageReasons } from "../../../platform/reasons/topics/usage.ts";
import type { Messages } from "../message.ts";

const HELP = "Add --help to see what it takes";
const meantOf = (meant: readonly string[]) =>
  meant.length === 0 ? HELP : `Did you mean ${meant.length === 1 ? "" : "one of "}${meant.join(", ")}?`;

export const usage: Messages<typeof usageReasons> = {
  "usage-option-unknown": {
    message: ({ option }) => `There is no option ${option}`,
    next: ({ meant }) => meantOf(meant),
  },
  "usage-command-unknown": {
    message: ({ command }) => `There is no command ${command}`,
    next: ({ meant }) => meantOf(meant),
  },
  "usage-command-missing": { message: ({ command }) => `${command} needs a command after it`, next: HELP },
  "usage-argument-missing": { message: ({ argument }) => `<${argument}> is missing`, next: HELP },
  "usage-arguments-excess": {
    message: ({ given, most }, f) => `${f.count(given, "argument", "arguments")} given, and at most ${most} taken`,
    next: HELP,
  },
  "usage-option-missing": { message: ({ option }) => `${option} must be given`, next: HELP },
  "usage-options-exclusive": {
    message: ({ option, other }) => `${option} and ${other} exclude each other`,
    next: "Leave one of them out",
  },
  "usage-value-missing": { message: ({ option }) => `${option} lacks its value`, next: HELP },
  "usage-value-unfit": {
    message: ({ option, value, problem }) => `"${value}" is no value of ${option}: ${problem}`,
    next: HELP,
  },
  "usage-value-not-offered": {
    message: ({ option, value }) => `"${value}" is no value of ${option}`,
    next: ({ offered }) => `Give one of ${offered.join(", ")}`,
  },
  "local-cloud-refuses": ({ message }) => message.replace(/\.$/, ""),
  "stage-problems": {
    message: ({ stage, problems }, { messageOf }) =>
      problems.map(({ at, problem }) => `${stage}: ${at}: ${messageOf(problem)}`).join("\n  "),
    next: "Correct albflow.yaml",
  },
  "error-unexpected": ({ message }) => message,
};
