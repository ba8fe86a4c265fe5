import type { commandReasons } from "../../../platform/reasons/topics/commands.ts";
import type { Messages } from "../message.ts";

const not = (value: string | null) => (value === null ? "" : `, not ${value}`);
/** What a change of these impacts does. */
const does = (impacts: readonly string[]) =>
  impacts.map((impact) => (impact === "may interrupt" ? "may interrupt traffic" : impact)).join(" and ");
const FIELD = "Run `albflow fieldtest` first";
const AGAIN = "run remove again";

export const commands: Messages<typeof commandReasons> = {
  "options-invalid": {
    message: ({ problems }, f) => problems.map(f.messageOf).map(f.sentence).join("\n  ").replace(/\.$/, ""),
    next: ({ operation }) => `\`albflow ${operation} --help\` lists the options`,
  },
  "option-missing": ({ option, means }) => `${option} is required: ${means ?? "it has no default"}`,
  "option-unknown": ({ option }) => `${option} is no option of this operation`,
  "option-malformed": ({ option, value, means }) => `${option} is not valid${not(value)}: ${means}`,
  "option-unfit": ({ option, problem, value }, { messageOf }) => `${option} ${messageOf(problem)}${not(value)}`,
  "option-not-boolean": {
    message: ({ option, value }) => `${option} takes true or false (also yes, no, on, off), not "${value}"`,
    next: "Correct it",
  },
  "option-not-number": {
    message: ({ option, value }) => `${option} takes a number, not "${value}"`,
    next: "Correct it",
  },
  "option-not-json": {
    message: ({ option, message }) => `${option} is not JSON: ${message}`,
    next: "Correct it, or name a file with @",
  },
  "option-not-object": { message: ({ option }) => `${option} must be a JSON object`, next: "Correct it" },
  "option-file-unreadable": {
    message: ({ file }) => `@${file} cannot be read`,
    next: ({ file }) => `Check that there is a file ${file}`,
  },
  "option-port-invalid": {
    message: ({ value }) => `--port takes the first port of a local cloud, not ${value}`,
    next: "Give a port like 7700",
  },
  "audit-span-invalid": {
    message: "--from and --to are times, --days is a number",
    next: "Write times like 2026-11-22T00:00:00Z",
  },
  "embedded-must-wait": {
    message: "The embedded engine runs as long as its command",
    next: "Leave out --no-wait",
  },

  "operation-unknown": {
    message: ({ operation }) => `There is no operation ${operation}`,
    next: ({ known }, f) => `Choose one of ${f.list(known, known.length)}`,
  },
  "role-not-declared": {
    message: ({ name }) => `There is no role for ${name}`,
    next: ({ known }, f) => `Choose one of ${f.list(known, known.length)}`,
  },
  "logstore-not-found": {
    message: ({ project, logstore }) => `There is no logstore ${logstore} in the project ${project}`,
    next: "Check the region, and that albflow is deployed there",
  },
  "execution-name-invalid": {
    message: ({ execution }) => `${execution} is no name of an execution`,
    next: "`albflow executions` lists them",
  },
  "execution-name-unfit": {
    message: ({ name }) => `${name} cannot be the name of an execution`,
    next: ({ most }) => `Use at most ${most} letters, digits, _ and -, and begin with a letter or _`,
  },
  "execution-name-reserved": {
    message: ({ name, prefix }) => `Names that begin with ${prefix} are albflow's own, like ${name}`,
    next: "Choose another --name",
  },
  "no-operation-has-execution": {
    message: ({ execution }) => `No operation has an execution ${execution}`,
    next: "`albflow executions` lists them",
  },

  "requester-unproven": ({ requester }) =>
    `ALBFLOW_SECRET is not set here, so nobody can verify that ${requester} asks: one more approval than usual is required`,
  "execution-name-taken": {
    message: ({ execution, earlier, asked }, f) =>
      `${execution} is ${earlier.operation} with ${f.value(earlier.input)} already, and cannot be ${asked.operation} with ${f.value(asked.input)} as well`,
    next: "Choose another --name",
  },
  "impacts-named": ({ impacts }) => impacts.join(", "),
  "confirm-impact": ({ impacts }) => `This ${does(impacts)}. Go on? (yes/no)`,
  "impact-unconfirmed": {
    message: ({ impacts }) => `This ${does(impacts)}, and stdin is no terminal`,
    next: "Pass --yes to confirm",
  },
  "execution-not-waiting": {
    message: ({ execution }) => `${execution} is not waiting for approval`,
    next: ({ execution }) => `\`albflow execution ${execution}\` shows where it stands`,
  },
  "measured-run-failed": {
    message: ({ operation, status }) => `The run of ${operation} ended as ${status}`,
    next: "Report it",
  },

  "field-report-invalid": { message: "The file is no report of a field test", next: FIELD },
  "field-report-unreadable": {
    message: ({ file }) => `${file} cannot be read`,
    next: `${FIELD}, or name another file with --file`,
  },
  "field-test-ended": { message: "The field test was ended", next: "Run it again; it removes what is left" },
  "field-test-embedded": {
    message: "A field test asks the cloud itself",
    next: "Leave out --embedded",
  },
  "field-no-answer": { message: ({ error }) => `no answer (${error})`, next: "Check the network" },
  "field-zones-missing": {
    message: "An instance needs two zones",
    next: "Give --zone cn-hangzhou-h=vsw-… --zone cn-hangzhou-i=vsw-…",
  },
  "field-needs-write": { message: "it creates resources of its own", next: "Add --write" },
  "field-network-unknown": {
    message: "no network is known for an instance",
    next: "Give --vpc and --zone",
  },
  "field-not-settled": {
    message: ({ cloudCode }) => cloudCode ?? "it took too long",
    next: "Run the field test again",
  },
  "field-call-failed": { message: ({ cloudCode }) => cloudCode, next: "Look up the code" },

  "flows-still-running": {
    message: ({ flow, execution }) =>
      `The execution ${execution} of ${flow} is running, so the flows and their functions stay`,
    next: ({ execution }) => `Wait for it or \`albflow stop ${execution}\`, then ${AGAIN}`,
  },
  "functions-still-there": {
    message: ({ functions }, f) => `These functions are still there, so their roles stay: ${f.list(functions, 5)}`,
    next: "Run remove again",
  },
  "properties-invalid": {
    message: ({ resource, problems }, { messageOf }) =>
      problems
        .map(
          ({ property, problem }) =>
            `s.yaml: resources.${resource}.props.${property}: ${problem === null ? "there is no such property" : messageOf(problem)}`,
        )
        .join("\n"),
    next: "Correct s.yaml",
  },
  "functions-not-unpacked": {
    message: ({ folders }) => `The functions of this package cannot be unpacked into ${folders.join(" or ")}`,
    next: "Set XDG_CACHE_HOME to a folder that you can write",
  },
  "flow-invalid": {
    message: ({ flow, findings }, f) => `The flow ${flow} would be refused:\n${findings.map(f.messageOf).join("\n")}`,
    next: "Correct its definition",
  },
};
