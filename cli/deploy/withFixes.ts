import type { DeployOptions } from "./deployOptions.ts";

/** Does it, and tells the fix of what stands in the way, where there is one that whoever deploys can see to. */
export async function withFixes<Result>({ stage, file }: DeployOptions, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // What knows the fixes knows all clients, which commands that end well need not load.
    const { withFix } = await import("../../deployment/bootstrap/fixOf.ts");
    throw withFix(error, await regionOf(stage, file));
  }
}

async function regionOf(stage: string | undefined, file: string | undefined): Promise<string> {
  const { stageHere } = await import("../../deployment/configuration/configurationHere.ts");
  try {
    return stageHere(stage, file).settings.region;
  } catch {
    // What is wrong with the file is the error itself.
    return "";
  }
}
