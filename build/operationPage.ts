import { IMPACTS, type Impact } from "../shared/core/impact.ts";
import type { AnyOperation } from "../shared/core/operation.ts";
import { commonInput } from "../shared/core/operationInput.ts";
import { permissionsOf } from "../shared/core/operations/permissionsOf.ts";
import type { Plan } from "../shared/core/verdict.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { commandOf, exampleInput } from "./exampleInput.ts";
import { inputFieldsOf, inputTable } from "./inputTable.ts";
import { actionList, codes, jsonBlock, requirementList } from "./markdown.ts";
import { backOf, forwardOf, planText } from "./planText.ts";

/** The page of an operation, with the plan of its example: all that somebody needs to know before they use it. */
export function operationPage(operation: AnyOperation, plan: Plan): string {
  const { name, area, summary, when, impacts, preconditions, input } = operation;
  const given = exampleInput(operation);
  const own = inputFieldsOf(input).filter((field) => !COMMON.includes(field.name.split(".")[0] ?? ""));
  const mayReachQuota = own.some((field) => field.name === "certificateQuota");
  const isOnListener = own.some((field) => field.name === "listenerId");
  return `<!-- Written by \`npm run generate\` from functions/${name}.ts. -->
# ${name}

${summary} Use it when ${when}.

| what clients notice | approval | area | name of flow, function and role |
| --- | --- | --- | --- |
| ${impactText(impacts)} | ${approvalText(impacts)} | [${area}](README.md#the-operations) | \`albflow-${name}\` |

## Input
${inputTable(own)}Beside these it takes [what every operation takes](README.md#what-every-operation-takes): ${codes(COMMON)}.

## What preflight checks

${requirementList(preconditions)}${isOnListener ? OF_LISTENERS : ""}${mayReachQuota ? OF_QUOTA : ""}${requirementList([{ requires: reason("check-dry-run") }])}
What is not so is a reason to refuse. Every reason is told at once, and nothing has been written by then.

## Example

\`\`\`
${commandOf(name, given)}
\`\`\`

The same as input of the flow:

${jsonBlock(given)}
In the [example seed](../../local/seed/example.yaml) this is the plan:
${planText(plan)}
## What it writes

${writesText(operation, plan)}
[The flow](README.md#the-flow) is the one that all operations share.

## What its role allows

${actionList(permissionsOf(operation))}
[How an operation goes](README.md#how-an-operation-goes) · [all operations](README.md#the-operations) · [source](../../functions/${name}.ts)
`;
}

const COMMON = Object.keys(commonInput.shape);

/** The usual impact, and what else the plan may say. */
function impactText([usual = "no interruption", ...others]: Impact[]): string {
  const first = IMPACT[usual];
  return others.length === 0
    ? first
    : `${first}; the plan says whether it is another: ${others.map((one) => IMPACT[one]).join(", ")}`;
}

function approvalText(impacts: Impact[]): string {
  const asking = impacts
    .filter((impact) => IMPACTS[impact].asks)
    .map((impact) => (impact === "may interrupt" ? "may interrupt traffic" : impact));
  return asking.length === 0
    ? "not needed"
    : `[somebody else's](README.md#approve), when the plan ${asking.join(" or ")}`;
}

const IMPACT: Record<Impact, string> = {
  "no interruption": "no interruption",
  "restores traffic": "traffic is back",
  "may interrupt": "some requests may fail",
  "lowers security": "less secure: somebody may get in, or be believed, who was not",
  "interrupts traffic": "traffic is interrupted for some or all",
};

const OF_LISTENERS = `- [What is checked on every listener](README.md#checked-on-every-listener)
${requirementList([{ requires: reason("check-reachable") }])}`;

const OF_QUOTA = `- The instance has quota for the certificates: 10 (Basic) or 25 additional ones, or \`certificateQuota\` where it was raised
`;

function writesText({ writes }: AnyOperation, plan: Plan): string {
  const [forward, back] = [forwardOf(plan), backOf(plan)];
  const others = writes.filter((action) => !forward.includes(action) && !back.includes(action));
  const otherwise = others.length === 0 ? "" : `- in other cases, also: ${codes(others)}\n`;
  return `- forward, in this example: ${codes(forward)}\n- back, should anything fail: ${codes(back)}\n${otherwise}`;
}
