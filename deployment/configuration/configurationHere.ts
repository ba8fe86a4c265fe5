import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { projectFile } from "../projectFolder.ts";
import { CONFIGURATION_FILE } from "./configurationFile.ts";
import { environmentHere } from "./environmentHere.ts";
import { type Configuration, readConfiguration } from "./readConfiguration.ts";
import type { Settings } from "./schema.ts";

/** A deployment in which everything is switched on: local clouds run it, and s.yaml is made of it until there is one of your own. */
export const EXAMPLE_FILE = "albflow.example.yaml";

/** One stage of a configuration. */
export interface ConfiguredStage {
  stage: string;
  settings: Settings;
}

/**
 * The configuration in the folder of the person who calls, or in `file`. Throws `AlbflowError` InvalidInput: `configuration-missing`, or
 * everything that is wrong with it.
 */
export function configurationHere(file?: string): Configuration {
  const path = resolve(file ?? CONFIGURATION_FILE);
  if (!existsSync(path)) {
    throw new AlbflowError("InvalidInput", reason("configuration-missing", { file: file ?? CONFIGURATION_FILE }));
  }
  return readConfiguration(readFileSync(path, "utf8"), file ?? CONFIGURATION_FILE, environmentHere());
}

/** The example's one stage. */
export function exampleStage(): ConfiguredStage {
  return stageOf(configurationHere(projectFile(EXAMPLE_FILE)));
}

/** What is deployed from here: the stage of albflow.yaml, or of `file`, that is meant; the example's when there is no such file. */
export function stageHere(stage?: string, file?: string): ConfiguredStage {
  const isNamed = stage !== undefined || file !== undefined;
  if (!isNamed && !existsSync(resolve(CONFIGURATION_FILE))) return exampleStage();
  return stageOf(configurationHere(file), stage);
}

/** A stage by its name, or the only one. Throws InvalidInput for one that there is not, and when there are several and none is named. */
export function stageOf({ stages }: Configuration, stage?: string): ConfiguredStage {
  const names = [...stages.keys()];
  const [only] = names;
  const named = stage ?? (names.length === 1 ? only : undefined);
  if (named === undefined) throw new AlbflowError("InvalidInput", reason("stage-not-named", { stages: names }));
  const settings = stages.get(named);
  if (settings === undefined)
    throw new AlbflowError("InvalidInput", reason("stage-unknown", { stage: named, stages: names }));
  return { stage: named, settings };
}
