import { functions } from "../../functions/registry.ts";
import { probeNameAt } from "../../shared/core/probes/probedVpcs.ts";
import type { FunctionDescription } from "../../shared/platform/functionCompute.ts";
import { TARGET_SETTINGS } from "../../shared/platform/targetAccounts.ts";
import type { Settings } from "../configuration/schema.ts";
import { variablesOf } from "../configuration/variables.ts";
import { kmsSecretsIn } from "../roles/kmsSecretsIn.ts";
import { FAILURES, isLeftAlone } from "../roles/policyOf.ts";
import { isSecretSetting } from "../secretSettings.ts";
import { triggersOf } from "./triggersOf.ts";

/** A deployment as Serverless Devs takes it. */
export interface ServerlessSpecification {
  edition: "3.0.0";
  name: "albflow";
  access: string;
  vars: { region: string; prefix: string; logProject: string; logstore: string; functionLogstore: string };
  /** In which order resources are removed. */
  flow: { remove: string[][] };
  resources: Record<string, { component: string; props: Record<string, unknown> }>;
}

/** What stands where a specification needs what only the one who deploys has. */
interface Places {
  /** The number of the account, or what is filled in with it. */
  account: string;
  /** What a secret setting becomes: `variable` is what its function reads, `reference` how albflow.yaml names it. */
  secret: (reference: string, variable: string) => string;
}

/** What s.yaml holds: places that Serverless Devs fills in while it deploys. */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are its expressions.
export const OPEN: Places = {
  account: "${config('AccountID')}",
  secret: (reference) => (reference.startsWith("env:") ? `\${env('${reference.slice(4)}', '')}` : reference),
};
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are its expressions.

/** The vendor's component; without a version it is always the newest (real-cloud.md FR12). */
const FC3 = "0.1.22";

/** The function that stands in a VPC. */
const PROBE = probeNameAt(0);

/** The whole system of one stage. */
export function specificationOf(settings: Settings, places: Places = OPEN): ServerlessSpecification {
  const { region, logs, names, remediation } = settings;
  const prefix = names.prefix ?? "";
  const { project: logProject, logstore, functionLogstore } = logs;
  const vars = { region, prefix, logProject, logstore, functionLogstore };
  const listened = [remediation?.trail ?? [], remediation?.accessLog ?? []].flat();
  const roleOf = (name: string) => `acs:ram::${places.account}:role/${prefix}-${name}`;
  const resources = Object.fromEntries(
    functions.flatMap((described) => {
      if (described.name !== PROBE) return [[described.name, resourceOf(described, settings, places)]];
      // One in each VPC, and none where no VPC is named: docs/decisions/a-probe-in-each-vpc.md.
      return settings.network.map((vpcConfig, at) => {
        const one = { ...described, name: probeNameAt(at) };
        const { component, props } = resourceOf(one, settings, places, PROBE);
        return [one.name, { component, props: { ...props, vpcConfig } }];
      });
    }),
  );
  const secrets = kmsSecretsIn(resources, prefix);
  return {
    edition: "3.0.0",
    name: "albflow",
    access: settings.access,
    vars,
    flow: { remove: removalOrder(Object.keys(resources)) },
    resources: {
      // Before everything that writes to them or is called with what is written there.
      logs: {
        component: "./components/logs",
        props: { ...vars, retentionDays: logs.retentionDays, sources: listened },
      },
      // Before the functions, which name their roles.
      roles: {
        component: "./components/roles",
        props: {
          ...vars,
          logTriggers: listened.map((store) => ({ function: "remediate", ...store })),
          ...(secrets.length === 0 ? {} : { secrets }),
          ...(settings.regions === undefined ? {} : { regions: settings.regions }),
          ...(settings.domain === undefined ? {} : { domain: settings.domain.name }),
          ...(settings.targets === undefined ? {} : { accounts: settings.targets.map(({ account }) => account) }),
        },
      },
      ...resources,
      // After the functions, which they invoke.
      flows: { component: "./components/cloudflow", props: { ...vars, role: roleOf("flows") } },
    },
  };
}

/** `source` is the function whose code and role it has: itself, unless it is a copy. */
function resourceOf(described: FunctionDescription, settings: Settings, places: Places, source = described.name) {
  const { region, logs, names, domain } = settings;
  const { name, summary, timeout, most, http } = described;
  const triggers = triggersOf(described, settings, places.account);
  return {
    component: `fc3@${FC3}`,
    props: {
      region,
      functionName: `${names.prefix}-${name}`,
      description: summary,
      runtime: "nodejs20",
      handler: "index.handler",
      code: `./dist/functions/${source}`,
      memorySize: 256,
      cpu: 0.2,
      diskSize: 512,
      timeout,
      internetAccess: true,
      role: `acs:ram::${places.account}:role/${names.prefix}-${source}`,
      // A part that is not written here is taken away by the next deployment, whoever has set it.
      logConfig: {
        project: logs.project,
        logstore: logs.functionLogstore,
        enableRequestMetrics: true,
        enableInstanceMetrics: true,
        logBeginRule: "DefaultRegex",
      },
      asyncInvokeConfig: asyncOf(described, settings, places.account),
      // What people ask must leave instances for what runs by itself: the account has 100 for all functions (real-cloud.md FR9).
      ...(most === undefined ? {} : { concurrencyConfig: { reservedConcurrency: most } }),
      ...(http !== undefined && domain !== undefined ? { customDomain: customDomain(domain) } : {}),
      environmentVariables: environmentOf(described, settings, places),
      ...(triggers.length === 0 ? {} : { triggers }),
    },
  };
}

/**
 * Who is called without waiting is called again for an hour, and then a record of it is kept. Of those that others call
 * under a name of their own, the same name again is the same call.
 */
function asyncOf(described: FunctionDescription, { region, names }: Settings, account: string): object {
  const destination = `acs:fc:${region}:${account}:functions/${names.prefix}-${FAILURES}`;
  return {
    maxAsyncEventAgeInSeconds: 3600,
    maxAsyncRetryAttempts: 3,
    ...(described.sentByName === true ? { asyncTask: true } : {}),
    ...(isLeftAlone(described) ? { destinationConfig: { onFailure: { destination } } } : {}),
  };
}

/** Signing in needs HTTPS: browsers keep its cookie under nothing else. The component reads the certificate by its number. */
function customDomain({ name, certificateId }: NonNullable<Settings["domain"]>): object {
  return {
    domainName: name,
    protocol: "HTTPS",
    route: { path: "/*", qualifier: "LATEST" },
    certConfig: { certId: certificateId.replace(/-.*$/, "") },
  };
}

/** Read by every function, whatever it declares. */
export const OF_ALL: readonly string[] = [
  "ALBFLOW_PREFIX",
  "ALBFLOW_LOG_PROJECT",
  "ALBFLOW_LOGSTORE",
  "ALBFLOW_UNASKED_MAY_INTERRUPT",
  "ALBFLOW_UNASKED_LOWERS_SECURITY",
];

/** Read by functions that work in other regions and accounts. */
export const ELSEWHERE: readonly string[] = ["ALBFLOW_REGIONS", ...Object.keys(TARGET_SETTINGS)];

/** The variables that a function reads, of those that are set. */
function environmentOf(
  { environment = {}, probes, elsewhere }: FunctionDescription,
  settings: Settings,
  places: Places,
): Record<string, string> {
  const all = variablesOf(settings);
  const ofProbes = probes === true ? ["ALBFLOW_PROBED_VPCS"] : [];
  const ofPlaces = elsewhere === true ? ELSEWHERE : [];
  const read = [...new Set([...OF_ALL, ...ofProbes, ...ofPlaces, ...Object.keys(environment)])].filter(
    (variable) => all[variable] !== undefined,
  );
  return Object.fromEntries(
    read.map((variable) => {
      const value = all[variable] ?? "";
      return [variable, isSecretSetting(variable) ? places.secret(value, variable) : value];
    }),
  );
}

/**
 * What calls by itself goes first, then what runs, then what it runs on: in the order of the file roles would go before the
 * functions that have them (real-cloud.md FR11).
 */
function removalOrder(names: string[]): string[][] {
  const callers = functions
    .filter(({ timer, listens, http }) => [timer, listens, http].some((one) => one !== undefined))
    .map(({ name }) => name);
  const others = names.filter((name) => !callers.includes(name));
  return [callers, ["flows"], others, ["roles"], ["logs"]];
}
