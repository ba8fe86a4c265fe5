import { writeFileSync } from "node:fs";
import { CONFIGURATION_FILE, type ConfiguredStage } from "../configuration/configurationHere.ts";
import { projectFile } from "../projectFolder.ts";
import { specificationOf } from "./specificationOf.ts";
import { specificationText } from "./specificationText.ts";

/** The file of a stage, at the top of the project: `s.yaml` for prod, `s.<stage>.yaml` for every other. */
export function specificationFile(stage: string): string {
  return stage === "prod" ? "s.yaml" : `s.${stage}.yaml`;
}

/** Writes it, for Serverless Devs to read. */
export function writeSpecification({ stage, settings }: ConfiguredStage): string {
  const file = specificationFile(stage);
  writeFileSync(projectFile(file), specificationText(specificationOf(settings), CONFIGURATION_FILE));
  return file;
}
