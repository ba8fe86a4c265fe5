import { withFix } from "../../deployment/bootstrap/fixOf.ts";
import { stageHere } from "../../deployment/configuration/configurationHere.ts";
import type { DeployOptions } from "./deployOptions.ts";

/** Does it, and tells the fix of what stands in the way, where there is one that whoever deploys can see to. */
export async function withFixes<Result>({ stage, file }: DeployOptions, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw withFix(error, regionOf(stage, file));
  }
}

function regionOf(stage: string | undefined, file: string | undefined): string {
  try {
    return stageHere(stage, file).settings.region;
  } catch {
    // What is wrong with the file is the error itself.
    return "";
  }
}
