import { existsSync } from "node:fs";
import { projectFile } from "../../deployment/projectFolder.ts";
import { cloudEndpoints } from "../../local/admin/cloudEndpoints.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { type Deployment, type LocalCloudOptions, startLocalCloud } from "../../local/localCloud.ts";
import { lastMomentIn } from "../../local/seed/readDataDir.ts";
import { youngGeneration } from "../../local/youngGeneration.ts";
import { simulatedClock, systemClock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { folderUnusable } from "../folderUnusable.ts";
import { emptyDeployment, localDeployment } from "../localDeployment.ts";
import { environmentLines } from "./environment.ts";
import { keptSecrets } from "./keptSecrets.ts";
import { forgetKeys, home, storeKeys } from "./keysOnPort.ts";
import { type LocalIssuer, makeLocalIssuer } from "./localIssuer.ts";
import { welcome } from "./welcome.ts";

interface StartOptions {
  port: number;
  data?: string;
  seed?: string;
  /** Nothing is deployed. */
  empty?: boolean;
  fast?: boolean;
  changeMs?: number;
  time: "system" | "simulated";
  json?: boolean;
  /** Absent: with `data`. */
  randomKeys?: boolean;
}

/** `albflow local start`: runs a local cloud until it is interrupted, then closes it and ends with exit code 0. */
export async function start(options: StartOptions): Promise<void> {
  const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
  const { randomKeys = options.data !== undefined } = options;
  const { issuerKey, rootKey } = keptSecrets(options.data, randomKeys);
  const issuer = makeLocalIssuer(issuerKey);
  const { deployment, problem } =
    options.empty === true ? { deployment: emptyDeployment(target), problem: undefined } : deploymentOf(target, issuer);
  const cloud = await startLocalCloud({
    ...target,
    port: options.port,
    rootKey,
    ...(options.data !== undefined && { dataDir: options.data }),
    ...(options.seed !== undefined && { seed: seedFile(options.seed) }),
    ...(options.fast !== undefined && { fast: options.fast }),
    ...(options.changeMs !== undefined && { changeMs: options.changeMs }),
    ...(options.time === "simulated" && { clock: await simulatedTime(options.data), isolation: { kind: "inProcess" } }),
    ...(deployment !== undefined && { deployment }),
  }).catch((cause: Error) => {
    // The local cloud says in whole sentences what is wrong with a seed, a folder or a port, and knows no codes.
    throw new AlbflowError("Failed", reason("local-cloud-refuses", { message: cause.message }), { cause });
  });
  try {
    storeKeys(options.port, rootKey);
  } catch (cause) {
    await cloud.close();
    throw folderUnusable(home(), "ALBFLOW_HOME", cause);
  }
  const interrupted = interruption();
  const where = await cloudEndpoints(cloud);
  const { functions, flows } = deployed(cloud, deployment);
  const api = deployment?.front === undefined ? undefined : await apiOf(cloud, deployment, issuer);
  if (options.json === true) console.log(JSON.stringify({ ...where, keys: rootKey, functions, flows, api }));
  else {
    // Since the process began.
    const bootMs = performance.now();
    console.log(
      welcome({
        where,
        keys: environmentLines(rootKey, randomKeys),
        functions,
        flows,
        api,
        problem,
        data: options.data,
        bootMs,
      }),
    );
  }
  youngGeneration.mayGrow();
  await interrupted;
  forgetKeys(options.port);
  await cloud.close();
  // Functions in this process may have left things behind that would keep it.
  process.exit(0);
}

/** A seed of your own, or one that albflow brings along. */
function seedFile(seed: string): string {
  if (existsSync(seed)) return seed;
  const own = projectFile(seed);
  return existsSync(own) ? own : seed;
}

/** Where the API is, and two people who may use it: one who asks for changes, and one who may agree to them. */
async function apiOf({ endpoints, clock }: LocalCloud, deployment: Deployment, issuer: LocalIssuer) {
  const tokenOf = (name: string, grant: string) => issuer.token({ name, grants: [grant], now: clock.now() });
  return {
    url: deployment.environment?.(endpoints).ALBFLOW_API_URL ?? "",
    tokens: { operator: await tokenOf("olga", "operator"), approver: await tokenOf("ada", "approver") },
  };
}

/** What `npm run build` has made ready; or why it cannot be deployed. */
function deploymentOf(
  target: { region: string; accountId: string },
  { environment }: LocalIssuer,
): Pick<LocalCloudOptions, "deployment"> & {
  problem?: string;
} {
  try {
    const { ALBFLOW_REMEDIATION = "on" } = process.env;
    return { deployment: localDeployment(target, { ...environment, ALBFLOW_REMEDIATION }) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function deployed({ cloudFlow }: LocalCloud, deployment: LocalCloudOptions["deployment"]) {
  return {
    functions: deployment?.functions.map(({ functionName }) => functionName) ?? [],
    flows: [...cloudFlow.state.flows.keys()],
  };
}

/** Time that goes on where a former cloud in this folder has stopped, or from now. */
async function simulatedTime(data: string | undefined) {
  const last = data === undefined ? undefined : await lastMomentIn(data);
  return simulatedClock(Math.max(last ?? 0, systemClock.now()));
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = () => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
  });
}
