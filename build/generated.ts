import { functions, operations } from "../functions/registry.ts";

/** A part of a file that is derived, and what it must say now. */
export interface GeneratedSection {
  file: string;
  /** Stands in the comments around it. */
  section: string;
  text: string;
}

/** Everything that is derived from the registry of functions. */
export function generated(): GeneratedSection[] {
  return [
    { file: "s.yaml", section: "functions", text: functions.map(resourceOf).join("") },
    { file: "README.md", section: "operations", text: operationTable() },
  ];
}

function resourceOf({ name, summary, timeout, timer }: (typeof functions)[number]): string {
  return `  ${name}:
    component: fc3
    extend: { name: function }
    props:
      functionName: \${vars.prefix}-${name}
      description: ${JSON.stringify(summary)}
      code: ./dist/functions/${name}
      timeout: ${timeout}
      role: acs:ram::\${config('AccountID')}:role/\${vars.prefix}-${name}
${timer === undefined ? "" : timerTrigger(timer)}`;
}

function timerTrigger(cronExpression: string): string {
  return `      triggers:
        - triggerName: timer
          triggerType: timer
          qualifier: LATEST
          triggerConfig: { cronExpression: ${JSON.stringify(cronExpression)}, enable: true, payload: "" }
`;
}

function operationTable(): string {
  const rows = Object.values(operations).map(
    ({ name, summary, impact, writes }) => `| \`${name}\` | ${summary} | ${impact} | ${writes.join(", ")} |\n`,
  );
  return `\n| operation | what it does | impact | ALB calls |\n|---|---|---|---|\n${rows.join("")}\n`;
}
