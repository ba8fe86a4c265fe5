import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { stringify } from "yaml";
import { deployerPolicy } from "../../deployment/bootstrap/deployerPolicy.ts";
import { CONFIGURATION_FILE } from "../../deployment/configuration/configurationFile.ts";
import { configurationHere, stageOf } from "../../deployment/configuration/configurationHere.ts";
import { readConfiguration } from "../../deployment/configuration/readConfiguration.ts";

/** What says of which deployment it is. */
interface Named {
  account: string;
  stage?: string;
  file?: string;
  region?: string;
  tryout?: boolean;
}

/**
 * `albflow policy deployer`: what the person who does all this must be allowed. Before there is an albflow.yaml it is what `init --yes`
 * would write.
 */
export function printDeployerPolicy({ account, stage, file, region, tryout }: Named): void {
  const isThere = file !== undefined || stage !== undefined || existsSync(resolve(CONFIGURATION_FILE));
  const configuration = isThere
    ? configurationHere(file)
    : readConfiguration(
        stringify({ region: region ?? "cn-hangzhou", logs: { project: `albflow-reports-${account}` } }),
        CONFIGURATION_FILE,
      );
  const { settings } = stageOf(configuration, stage);
  console.log(JSON.stringify(deployerPolicy(settings, account, tryout === false ? { tryout } : {}), null, 2));
}
