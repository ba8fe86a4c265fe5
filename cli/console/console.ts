import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { CONFIGURATION_FILE } from "../../deployment/configuration/configurationFile.ts";
import { stageHere } from "../../deployment/configuration/configurationHere.ts";
import { environmentHere } from "../../deployment/configuration/environmentHere.ts";
import { variablesOf } from "../../deployment/configuration/variables.ts";
import { cliMessages } from "../../deployment/language.ts";
import { OF_ALL } from "../../deployment/specification/specificationOf.ts";
import { functions } from "../../functions/registry.ts";
import { callerIdentity } from "../../shared/platform/clients/ram.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { LOCAL_SECRET } from "../../shared/platform/secretFor.ts";
import type { ConnectionOptions } from "../connection.ts";
import { accountFor } from "../deploy/accountFor.ts";
import { makeLocalIssuer } from "../local/localIssuer.ts";
import { isForMachines, type OutputOptions, printAnswer } from "../output.ts";
import { listenForPages } from "./listenForPages.ts";

export interface ConsoleOptions extends ConnectionOptions, OutputOptions {
  listen?: string;
  stage?: string;
  file?: string;
}

/** Serves until it is ended by Ctrl-C. Throws `AlbflowError`. */
export async function serveConsole(options: ConsoleOptions): Promise<void> {
  const pages = await openPages(options);
  await new Promise<void>((ended) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ended());
  });
  await pages.close();
}

/**
 * The pages of what is deployed, on 127.0.0.1: the deployed code itself, run here with the caller's own keys, which decide what
 * can be done. Prints the address, which lets one browser in, once. It changes the settings of this process.
 */
export async function openPages(options: ConsoleOptions): Promise<{ address: string; close(): Promise<void> }> {
  if (options.embedded === true) throw new AlbflowError("InvalidInput", reason("nothing-deployed-embedded"));
  const { settings } = stageHere(options.stage, options.file);
  const { session, ramEndpoint } = await accountFor(options, settings);
  const { arn } = await callerIdentity(session.credentials, ramEndpoint);
  const [name = "root"] = /[^/:]+$/.exec(arn) ?? [];
  const isBorn = options.local === true && options.file === undefined && !existsSync(resolve(CONFIGURATION_FILE));
  const secret = isBorn ? LOCAL_SECRET : secretOf(settings.secret);
  const issuer = makeLocalIssuer();
  const variables = Object.entries(variablesOf(settings)).filter(([variable]) => READ.has(variable));
  const endpoints = Object.entries(session.endpoints).flatMap(([product, url]) =>
    url === undefined ? [] : [[`ALBFLOW_ENDPOINT_${product.toUpperCase()}`, url] as const],
  );
  // Where the deployment is, as Function Compute says it to the function: grants that name no place are for things there.
  const home = { FC_REGION: session.region, FC_ACCOUNT_ID: session.accountId };
  Object.assign(process.env, Object.fromEntries(variables), issuer.environment, Object.fromEntries(endpoints), home);
  if (secret === undefined) delete process.env.ALBFLOW_SECRET;
  else process.env.ALBFLOW_SECRET = secret;
  // Without the deployment's secret nobody can say who asks, and so nothing can be asked for.
  const grants = secret === undefined ? ["viewer"] : ["operator", "approver"];
  const pages = await listenForPages({
    session,
    port: Number(options.listen ?? 0),
    token: (now) => issuer.token({ name, grants, now, days: 1 }),
  });
  const say = secret === undefined ? reason("console-views-only", { setting: settings.secret }) : undefined;
  if (say !== undefined && !isForMachines(options)) console.error(cliMessages().sentences(say));
  await printAnswer({ address: pages.address, name, mayChange: secret !== undefined }, options, () => [
    cliMessages().sentences(reason("console-open", { address: pages.address, name })),
  ]);
  return pages;
}

/** What the function reads, but who calls it and where: that is said here. */
const READ = new Set(
  [...OF_ALL, ...Object.keys(functions.find(({ name }) => name === "api")?.environment ?? {})].filter(
    (variable) => variable !== "ALBFLOW_MACHINES" && variable !== "ALBFLOW_API_URL",
  ),
);

/** As functions have it: what is kept in KMS they read themselves. */
function secretOf(reference: string): string | undefined {
  return reference.startsWith("env:") ? environmentHere()[reference.slice(4)] : reference;
}
