import type { declarationReasons } from "../../../platform/reasons/topics/declarations.ts";
import type { Messages } from "../message.ts";

export const declarations: Messages<typeof declarationReasons> = {
  "component-unknown": ({ component }) => `${component} is no component that is known here`,
  "component-count": ({ count, component }) => `${count} resources have the component ${component}; one must`,
  "property-unknown": "there is no such property",
  "must-have-cloudflow": ({ regions }) => `must be a region that has CloudFlow: ${regions.join(", ")}`,
  "must-be-prefix": "must be 1 to 31 of a-z, 0-9 and -, a letter first",
  "must-be-log-project": "must be a project of Simple Log Service",
  "must-be-logstore": "must be a logstore",
  "must-be-role": "must be a RAM role's ARN or name",
  "must-be-role-arn":
    "must be a role's ARN: the component makes lower case of any name, and an ARN at least says whose it is",
  "must-be-trigger-role": "must be a role's ARN: without it the component makes one",
  "must-be-function-name": "must be a function's name, of 64 characters at most",
  "must-be-trigger-name": "must be a trigger's name",
  "must-be-variable-name": "must be a variable's name",
  "must-be-domain-name": "must be a domain's name",
  "must-be-handler": "must be <file>.<export>",
  "must-be-code-folder": "must be a folder beside s.yaml",
  "must-be-certificate-number": "must be the number of a certificate in its service",
  "must-be-log-source": "must be acs:log:<region>:<account>:project/<project>",
  "must-be-fc3-version": "must be fc3 with its version: without one it is always the newest",
  "must-be-json-text": "must be JSON, as text",
  "cpu-between-steps": "must be a multiple of 0.05",
  "cpu-unfit-for-memory": ({ memorySize, least, most }) =>
    `must be a quarter to one for each GB of memory: with ${memorySize} MB, ${least} to ${most}`,
  "keys-belong-to-jwt": "belongs to authType jwt, which needs it",
  "open-to-everybody": "opens the function to everybody: say in the trigger's description who checks its callers",
  "expression-not-filled-in": ({ expression }) => `${expression} is not filled in`,
  "definition-refused": ({ line, column, state, why }, f) =>
    `line ${line}, column ${column}${state === null ? "" : `, state "${state}"`}: ${f.sentence(f.messageOf(why))} ${f.next(why)}`,

  "cron-no-interval": ({ expression }) =>
    `"${expression}" is no interval: @every <n>m or @every <n>h, a minute at least`,
  "cron-fields-missing": ({ fields }) => `"${fields}" must have six fields, seconds first`,
  "cron-second-open": ({ fields }) => `"${fields}" is due several times a minute; name one second`,
  "cron-never-due": ({ fields }) => `"${fields}" is never due`,
  "cron-unreadable": ({ expression, error }) => `"${expression}" is no time: ${error}`,

  "handler-missing": ({ file }) => `there is no ${file}; run \`npm run build\``,
  "handler-not-exported": ({ file, name }) => `${file} does not export ${name}`,
  "handler-not-loading": ({ file, error }) => `${file} does not load: ${error}`,

  "role-not-made-here": ({ role }) => `nothing makes the role ${role}`,
  "function-declared-twice": ({ name }) => `${name} is declared twice`,
  "trigger-declared-twice": "is the name of another trigger, too",
  "destination-not-declared": ({ name }) => `names ${name}, which is not declared`,
  "target-not-declared": ({ action, target }) => `${action} names ${target}, which is not declared`,

  "package-too-heavy": ({ kib, budget }) => `weighs ${kib} KiB zipped; ${budget} are the budget`,
  "policy-too-long": ({ length, most }) =>
    `its policy has ${length} characters; RAM takes ${most}. Choose a shorter prefix or logstore`,
  "variables-too-long": ({ bytes, most }) => `its variables have ${bytes} bytes; Function Compute takes ${most}`,
  "variable-not-ascii": ({ variable }) =>
    `${variable} has characters that are not printable ASCII, which Function Compute does not take`,
  "pattern-too-many-values": ({ field, count, most }) => `has ${count} values for ${field}; EventBridge takes ${most}`,

  "secret-by-its-looks": "looks like a secret; give the function's role what it needs",
  "secret-by-its-name": "is named like a secret, and has a value",

  "changes-counted": ({ created, changed, removed, unchanged }) =>
    `${created} to create, ${changed} to change, ${removed} to remove, ${unchanged} as they should be`,
  "lines-left-out": ({ lines }) => `… and ${lines} lines more`,
  "policy-detached": ({ policy }) => `detach ${policy}, which this deployment does not give`,
  "logstore-stays": ({ what }) => `${what} stays, with what is in it`,
  "roles-settle": ({ seconds }) =>
    `waiting ${seconds} s until the new roles can be used. If a function is refused its role all the same, run this again`,
  "flows-lose-histories":
    "The histories of the flows go with them, and do not come back with flows of the same names: what has run cannot be undone any more, what waits for approval cannot be answered, and of the audit trail what Simple Log Service keeps is left",
};
