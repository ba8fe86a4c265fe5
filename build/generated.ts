import { readFileSync } from "node:fs";
import { EXAMPLE_FILE, exampleStage } from "../deployment/configuration/configurationHere.ts";
import { configurationJsonSchema } from "../deployment/configuration/jsonSchema.ts";
import { specificationOf } from "../deployment/specification/specificationOf.ts";
import { specificationText } from "../deployment/specification/specificationText.ts";
import { operations, singleFunctions } from "../functions/registry.ts";
import { commonInput } from "../shared/core/operationInput.ts";
import { commonPreconditions } from "../shared/core/operations/preconditions.ts";
import { STATES } from "../shared/core/verdict.ts";
import { describeApi, requestsOf } from "../shared/features/api/description/describeApi.ts";
import { areaTable } from "./areaTable.ts";
import { configurationPage } from "./configurationPage.ts";
import { emulatedActionsPage } from "./emulatedActions.ts";
import { flowPicture } from "./flowPicture.ts";
import { folderTable } from "./folderTable.ts";
import { functionsPage } from "./functionsPage.ts";
import { httpApiPage } from "./httpApiPage.ts";
import { inputFieldsOf, inputTable } from "./inputTable.ts";
import { layFlow } from "./layFlow.ts";
import { requirementList, table } from "./markdown.ts";
import { operationPage } from "./operationPage.ts";
import { planExamples } from "./planExamples.ts";
import { reasonsPage } from "./reasonsPage.ts";
import { troubleshootingPage } from "./troubleshootingPage.ts";

/** A file, or a part of it, that is derived, and what it must say now. */
export interface GeneratedPart {
  file: string;
  /** Stands in the comments around it; a file without sections is derived as a whole. */
  section?: string;
  text: string;
}

/** Everything that is derived from the registry of functions. Plans each operation's example on a local cloud. */
export async function generated(): Promise<GeneratedPart[]> {
  const planned = await planExamples();
  const flow = readFileSync("flows/operation.yaml", "utf8");
  const guide = "docs/operations/README.md";
  const contract = describeApi(Object.values(operations));
  return [
    { file: "s.yaml", text: specificationText(specificationOf(exampleStage().settings), EXAMPLE_FILE) },
    { file: "docs/configuration.md", text: configurationPage() },
    { file: "docs/albflow.schema.json", text: `${JSON.stringify(configurationJsonSchema(), null, 1)}\n` },
    { file: "CONTRIBUTING.md", section: "folders", text: folderTable() },
    { file: "README.md", section: "operations", text: areaTable("docs/operations/") },
    { file: guide, section: "operations", text: areaTable("") },
    { file: guide, section: "common input", text: inputTable(inputFieldsOf(commonInput)) },
    {
      file: guide,
      section: "checked everywhere",
      text: `\n${requirementList(commonPreconditions)}\n`,
    },
    { file: guide, section: "states", text: stateTable() },
    { file: guide, section: "flow", text: flowPicture(flow) },
    ...planned.map(({ operation, plan }) => ({
      file: `docs/operations/${operation.name}.md`,
      text: operationPage(operation, plan),
    })),
    { file: "docs/reasons.md", text: reasonsPage() },
    { file: "docs/troubleshooting.md", text: troubleshootingPage() },
    { file: "docs/local-cloud-actions.md", text: emulatedActionsPage() },
    { file: "docs/operations/functions.md", text: functionsPage(singleFunctions) },
    { file: "console/graph/operationFlow.json", text: `${JSON.stringify(layFlow(flow), null, 1)}\n` },
    { file: "shared/platform/version.ts", text: versionSource() },
    { file: "shared/core/operationNames.json", text: `${JSON.stringify(Object.keys(operations), null, 2)}\n` },
    {
      file: "shared/features/api/openApi.json",
      text: `${JSON.stringify(contract, null, 1)}\n`,
    },
    {
      file: "shared/features/api/requests.json",
      text: `${JSON.stringify(requestsOf(contract as never), null, 1)}\n`,
    },
    { file: "docs/reference/http-api.md", text: httpApiPage(contract) },
  ];
}

function versionSource(): string {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  return `/** The version of albflow, from package.json (\`npm run generate\`). */\nexport const ALBFLOW_VERSION = "${version}";\n`;
}

function stateTable(): string {
  const rows = Object.entries(STATES).map(([state, { by, means }]) => [`\`${state}\``, by, means]);
  return table(["state", "said by", "what it means"], rows);
}
