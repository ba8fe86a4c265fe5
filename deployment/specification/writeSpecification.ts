import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { functionFolder } from "../builtFunctions.ts";
import { CONFIGURATION_FILE } from "../configuration/configurationFile.ts";
import type { ConfiguredStage } from "../configuration/configurationHere.ts";
import { projectFile, projectFolder } from "../projectFolder.ts";
import { type ServerlessSpecification, specificationOf } from "./specificationOf.ts";
import { specificationText } from "./specificationText.ts";

/** The folder below a person's own in which a deployment leaves what it writes. */
export const LEFT_BY_DEPLOYMENTS = ".albflow";

/**
 * Writes the specification of a stage, for Serverless Devs to read, and gives the file: in a clone at its top, `s.yaml` for
 * prod and `s.<stage>.yaml` for every other; elsewhere in `.albflow`, as albflow's own folder may be one that npm has made.
 */
export function writeSpecification({ stage, settings }: ConfiguredStage): string {
  const isClone = resolve(".") === projectFolder();
  const name = stage === "prod" ? "s.yaml" : `s.${stage}.yaml`;
  const file = isClone ? name : join(LEFT_BY_DEPLOYMENTS, name);
  mkdirSync(dirname(resolve(file)), { recursive: true });
  const specification = specificationOf(settings);
  const text = specificationText(isClone ? specification : fromAnywhere(specification), CONFIGURATION_FILE);
  writeFileSync(file, text);
  return file;
}

/** With whole paths, as they are otherwise relative to the file. */
function fromAnywhere(specification: ServerlessSpecification): ServerlessSpecification {
  const whole = (path: string) => (path.startsWith("./") ? projectFile(path.slice(2)) : path);
  const resources = Object.entries(specification.resources).map(([name, { component, props }]) => {
    const own = component.startsWith("./components/") ? { definitions: projectFile("flows") } : {};
    const moved = typeof props.code === "string" ? { code: functionFolder(props.code) } : own;
    const isLogs = component === "./components/logs";
    return [name, { component: whole(component), props: { ...props, ...(isLogs ? {} : moved) } }];
  });
  return { ...specification, resources: Object.fromEntries(resources) as ServerlessSpecification["resources"] };
}
