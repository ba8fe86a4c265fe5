import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CertConfig } from "../../shared/platform/clients/customDomains.ts";
import type { DescribedFunction } from "../../shared/platform/clients/describedFunction.ts";
import type { FunctionAdmin } from "../../shared/platform/clients/functionAdmin.ts";
import { functionFolder } from "../builtFunctions.ts";
import { type DeploymentChange, orNothing, retryWhileBusy } from "../changes.ts";
import { packageZip } from "../packageZip.mjs";
import { isSecretSetting } from "../secretSettings.ts";

/** A function as a specification has it. */
export interface FunctionToDeploy {
  functionName: string;
  code: string;
  environmentVariables: Record<string, string>;
  triggers?: TriggerToDeploy[];
  asyncInvokeConfig?: object;
  concurrencyConfig?: { reservedConcurrency: number };
  customDomain?: CustomDomain;
  [setting: string]: unknown;
}

interface TriggerToDeploy {
  triggerName: string;
  triggerType: string;
  triggerConfig: object;
}

interface CustomDomain {
  domainName: string;
  protocol: string;
  route: { path: string; qualifier: string };
  certConfig: { certId: string };
}

/** A certificate of the certificate service with its key, by its number: the API takes both, and knows no numbers. */
type Certificates = (certId: string) => Promise<CertConfig>;

/**
 * What must be done so that these functions are there, with their triggers. Code is sent each time: only Function Compute
 * knows what it has. A function that no longer belongs to the deployment is removed.
 */
export async function changesOf(
  admin: FunctionAdmin,
  prefix: string,
  functions: FunctionToDeploy[],
  certificates: Certificates,
): Promise<DeploymentChange[]> {
  const there = await ownFunctions(admin, prefix);
  const wanted = new Set(functions.map(({ functionName }) => functionName));
  const changes = await Promise.all(
    functions.map((one) => changeOf(admin, one, there.has(one.functionName), certificates)),
  );
  const gone = [...there].filter((name) => !wanted.has(name));
  return [...changes, ...gone.map((name) => removalOf(admin, name))];
}

/** What must be done so that they are gone. */
export async function removalsOf(admin: FunctionAdmin, prefix: string): Promise<DeploymentChange[]> {
  return [...(await ownFunctions(admin, prefix))].map((name) => removalOf(admin, name));
}

/** What must be done so that a domain leads nowhere any more. */
export async function domainRemovals(admin: FunctionAdmin, domainName: string): Promise<DeploymentChange[]> {
  const path = `/custom-domains/${domainName}`;
  const apply = async () => {
    await orNothing(() => admin.change("DeleteCustomDomain", "DELETE", path));
  };
  return (await isDomainThere(admin, domainName))
    ? [{ what: `domain ${domainName}`, kind: "remove", diff: [], apply }]
    : [];
}

async function isDomainThere(admin: FunctionAdmin, domainName: string): Promise<boolean> {
  const found = await orNothing(async () => {
    await admin.change("GetCustomDomain", "GET", `/custom-domains/${domainName}`);
    return true;
  });
  return found === true;
}

/** The functions of this deployment. Those of another stage have a longer prefix: names of functions have no hyphen. */
async function ownFunctions(admin: FunctionAdmin, prefix: string): Promise<Set<string>> {
  const names = await retryWhileBusy(() => admin.listFunctions(`${prefix}-`));
  return new Set(names.filter((name) => /^[A-Za-z]+$/.test(name.slice(prefix.length + 1))));
}

async function changeOf(
  admin: FunctionAdmin,
  declared: FunctionToDeploy,
  isThere: boolean,
  certificates: Certificates,
): Promise<DeploymentChange> {
  const what = `function ${declared.functionName}`;
  const triggers = declared.triggers ?? [];
  if (!isThere) {
    const diff = triggers.map(({ triggerName, triggerType }) => `with the ${triggerType} trigger ${triggerName}`);
    return {
      what,
      kind: "create",
      diff,
      apply: () => put(admin, declared, { isThere: false, gone: [], certificates }),
    };
  }
  const found = await retryWhileBusy(() => admin.getFunction(declared.functionName));
  const known = await retryWhileBusy(() => admin.listTriggers(declared.functionName));
  const gone = known
    .flatMap(({ triggerName }) => triggerName ?? [])
    .filter((name) => triggers.every(({ triggerName }) => triggerName !== name));
  const diff = [
    ...differences(declared, found),
    ...triggers
      .filter(({ triggerName }) => known.every((trigger) => trigger.triggerName !== triggerName))
      .map(({ triggerName, triggerType }) => `the ${triggerType} trigger ${triggerName} is new`),
    ...gone.map((name) => `the trigger ${name} goes`),
  ];
  const apply = () => put(admin, declared, { isThere: true, gone, certificates });
  return { what, kind: diff.length === 0 ? "same" : "change", diff, apply };
}

function differences(declared: FunctionToDeploy, found: DescribedFunction): string[] {
  const settings = (["timeout", "memorySize", "role"] as const).flatMap((name) =>
    String(found[name]).toLowerCase() === String(declared[name]).toLowerCase()
      ? []
      : [`${name} ${found[name]} → ${String(declared[name])}`],
  );
  const [before, after] = [found.environmentVariables ?? {}, declared.environmentVariables];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const variables = names.flatMap((name) => {
    if (before[name] === after[name]) return [];
    if (isSecretSetting(name)) return [`${name} ${before[name] === undefined ? "is new" : "changes"}`];
    return [`${name} ${shown(before[name])} → ${shown(after[name])}`];
  });
  return [...settings, ...variables];
}

function shown(value: string | undefined): string {
  return value === undefined || value === "" ? "(not set)" : JSON.stringify(value);
}

/** Everything of a function, the event trigger last. */
async function put(
  admin: FunctionAdmin,
  declared: FunctionToDeploy,
  { isThere, gone, certificates }: { isThere: boolean; gone: string[]; certificates: Certificates },
): Promise<void> {
  const { triggers = [], asyncInvokeConfig, concurrencyConfig, customDomain, code, region: _, ...config } = declared;
  const name = declared.functionName;
  const at = `/functions/${name}`;
  const call = (...given: Parameters<FunctionAdmin["change"]>) => retryWhileBusy(() => admin.change(...given));
  const body = { ...config, code: { zipFile: zipped(functionFolder(code)) } };
  await (isThere ? call("UpdateFunction", "PUT", at, body) : call("CreateFunction", "POST", "/functions", body));
  if (asyncInvokeConfig !== undefined) {
    await call("PutAsyncInvokeConfig", "PUT", `${at}/async-invoke-config`, asyncInvokeConfig);
  }
  if (concurrencyConfig !== undefined) {
    await call("PutConcurrencyConfig", "PUT", `${at}/concurrency`, concurrencyConfig);
  }
  for (const trigger of gone) await call("DeleteTrigger", "DELETE", `${at}/triggers/${trigger}`);
  const known = isThere ? await retryWhileBusy(() => admin.listTriggers(name)) : [];
  for (const { triggerConfig, ...trigger } of triggers) {
    const whole = { ...trigger, triggerConfig: JSON.stringify(triggerConfig) };
    const isKnown = known.some(({ triggerName }) => triggerName === trigger.triggerName);
    await (isKnown
      ? call("UpdateTrigger", "PUT", `${at}/triggers/${trigger.triggerName}`, whole)
      : call("CreateTrigger", "POST", `${at}/triggers`, whole));
  }
  if (customDomain !== undefined) await bind(admin, name, customDomain, certificates);
}

async function bind(
  admin: FunctionAdmin,
  functionName: string,
  { domainName, protocol, route, certConfig: { certId } }: CustomDomain,
  certificates: Certificates,
): Promise<void> {
  const certConfig = await certificates(certId);
  const body = { domainName, protocol, certConfig, routeConfig: { routes: [{ ...route, functionName }] } };
  const at = `/custom-domains/${domainName}`;
  const isThere = await isDomainThere(admin, domainName);
  await (isThere
    ? admin.change("UpdateCustomDomain", "PUT", at, body)
    : admin.change("CreateCustomDomain", "POST", "/custom-domains", body));
}

function removalOf(admin: FunctionAdmin, name: string): DeploymentChange {
  return {
    what: `function ${name}`,
    kind: "remove",
    diff: [],
    async apply() {
      const gone = (...given: Parameters<FunctionAdmin["change"]>) => orNothing(() => admin.change(...given));
      for (const { triggerName } of (await orNothing(() => admin.listTriggers(name))) ?? []) {
        await gone("DeleteTrigger", "DELETE", `/functions/${name}/triggers/${triggerName}`);
      }
      await gone("DeleteAsyncInvokeConfig", "DELETE", `/functions/${name}/async-invoke-config`);
      await gone("DeleteConcurrencyConfig", "DELETE", `/functions/${name}/concurrency`);
      await gone("DeleteFunction", "DELETE", `/functions/${name}`);
    },
  };
}

/** A package as Function Compute takes it: a zip in base64. */
function zipped(folder: string): string {
  const files = readdirSync(folder).map((file): [string, Uint8Array] => [file, readFileSync(join(folder, file))]);
  return packageZip(Object.fromEntries(files)).toString("base64");
}
