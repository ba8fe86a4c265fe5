import type { SingleFunction } from "../shared/platform/functionCompute.ts";
import { inputFieldsOf, inputTable } from "./inputTable.ts";
import { actionList, jsonBlock } from "./markdown.ts";

/** One page for the functions that are no operations, and so have no flow. */
export function functionsPage(functions: SingleFunction[]): string {
  return `<!-- Written by \`npm run generate\` from the functions' own descriptions. -->
# Functions without a flow

They are called as they are, by people, by flows or by a timer, and change no listener themselves.
${functions.map(sectionOf).join("")}`;
}

function sectionOf({
  name,
  summary,
  timer,
  takes,
  returns,
  input,
  example,
  permissions,
  ofDomain = [],
}: SingleFunction): string {
  const called = timer === undefined ? "" : ` Its timer calls it: \`${timer}\` (seconds first, UTC).`;
  return `
## ${name}

${summary}${called} [Source](../../functions/${name}.ts)

It takes ${takes}.
${input === undefined ? "\n" : inputTable(inputFieldsOf(input))}It returns ${returns}.

An event:

${jsonBlock(example)}
What its role allows:

${actionList(permissions)}${
  ofDomain.length === 0
    ? ""
    : `

Where the pages have a domain, on that one:

${actionList(ofDomain)}`
}`;
}
