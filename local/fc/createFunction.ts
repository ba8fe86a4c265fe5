import { resolve } from "node:path";
import { newUuid } from "../rpc/ids.ts";
import { CloudError } from "../wire/cloudError.ts";
import { notEmulated } from "../wire/notEmulated.ts";
import type { FunctionSpec, TriggerSpec } from "./functionSpec.ts";
import { type FunctionConfig, type FunctionRecord, LATEST, type NotOfItsConfig, type TriggerRecord } from "./state.ts";

/**
 * A function from its declaration. `codeRoot` is what `code` is relative to. Throws `CloudError` InvalidArgument for a
 * value that the real service refuses (functionCompute.md §3).
 */
export function createFunction(
  spec: FunctionSpec,
  options: { codeRoot: string; now: number; random: () => number },
): FunctionRecord {
  const { code = "", triggers = [], asyncInvokeConfig, customDomain: _, ...given } = spec;
  const config = checkedConfig({ ...given, folder: resolve(options.codeRoot, code) });
  return {
    config,
    generation: 1,
    createdAt: options.now,
    modifiedAt: options.now,
    triggers: triggers.map((trigger) => createTrigger(trigger, options)),
    asyncConfigs: asyncInvokeConfig === undefined ? {} : { [LATEST]: asyncInvokeConfig },
    versions: [],
    aliases: [],
  };
}

/** Fills in defaults and checks limits. Throws `CloudError` InvalidArgument. */
export function checkedConfig(given: Omit<FunctionSpec, NotOfItsConfig> & { folder: string }): FunctionConfig {
  const config = { memorySize: 512, timeout: 3, environmentVariables: {}, ...given };
  const refuse = (what: string) => new CloudError(400, "InvalidArgument", what);
  if (!/^[A-Za-z_][\w-]{0,63}$/.test(config.functionName)) {
    throw refuse(
      `functionName '${config.functionName}' must begin with a letter or _ and have at most 64 of a-z A-Z 0-9 _ -.`,
    );
  }
  if (!(config.memorySize >= 128 && config.memorySize <= 32_768 && config.memorySize % 64 === 0)) {
    throw refuse(`memorySize ${config.memorySize} must be a multiple of 64 from 128 to 32768.`);
  }
  if (!(Number.isInteger(config.timeout) && config.timeout >= 1 && config.timeout <= 86_400)) {
    throw refuse(`timeout ${config.timeout} must be a whole number of seconds from 1 to 86400.`);
  }
  if (!/^[^.]+(\.[^.]+)+$/.test(config.handler)) {
    throw refuse(`handler '${config.handler}' must be of the form file.export.`);
  }
  const { cpu, diskSize } = config;
  if ((cpu === undefined) !== (diskSize === undefined)) throw refuse("cpu and diskSize must be set together.");
  if (cpu !== undefined && !isFairShare(cpu, config.memorySize / 1024)) {
    throw refuse(
      `cpu ${cpu} must be a multiple of 0.05, and 1 to 4 GB of memory come with each; it has ${config.memorySize} MB.`,
    );
  }
  checkVariables(config.environmentVariables);
  checkVpc(config.vpcConfig);
  return config;
}

/** One VPC for a function, with a vSwitch and a security group of it; ids that are empty take it out (real-cloud.md FB6). */
function checkVpc(vpc: FunctionSpec["vpcConfig"]): void {
  const { vpcId = "", vSwitchIds = [], securityGroupId = "" } = vpc ?? {};
  if (vpcId === "" && vSwitchIds.length === 0 && securityGroupId === "") return;
  const isWhole =
    /^vpc-\w+$/.test(vpcId) &&
    vSwitchIds.length > 0 &&
    vSwitchIds.every((id) => /^vsw-\w+$/.test(id)) &&
    /^sg-\w+$/.test(securityGroupId);
  if (isWhole) return;
  throw new CloudError(400, "InvalidArgument", "vpcConfig must have a vpcId, vSwitchIds and a securityGroupId.");
}

/** real-cloud.md FR22. */
function isFairShare(cpu: number, gigabytes: number): boolean {
  const steps = cpu * 20;
  return (
    Math.abs(steps - Math.round(steps)) < 1e-9 && cpu >= 0.05 && cpu <= 16 && cpu <= gigabytes && gigabytes <= cpu * 4
  );
}

/** All variables of a function together have at most so many bytes (real-cloud.md FR6). */
const MAX_VARIABLES = 4096;
/** Names that the platform sets itself. */
const RESERVED = /^(?:FC_|accessKeyID$|accessKeySecret$|securityToken$|topic$)/;

function checkVariables(variables: Record<string, string>): void {
  const refuse = (what: string) => new CloudError(400, "InvalidArgument", `environmentVariables: ${what}.`);
  const entries = Object.entries(variables);
  for (const [name, value] of entries) {
    if (typeof value !== "string") throw refuse(`${name} must be a string`);
    if (!/^[A-Za-z]\w*$/.test(name) || RESERVED.test(name)) throw refuse(`the name '${name}' cannot be used`);
    if (!/^[\x20-\x7e]*$/.test(value)) throw refuse(`${name} has characters that are not printable ASCII`);
  }
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
  if (bytes > MAX_VARIABLES) throw refuse(`they have ${bytes} bytes; at most ${MAX_VARIABLES} are allowed`);
}

/** A trigger from its declaration. Throws `CloudError` InvalidArgument, or NotEmulated for a type that has no events here. */
export function createTrigger(spec: TriggerSpec, options: { now: number; random: () => number }): TriggerRecord {
  if (OTHER_TYPES.includes(spec.triggerType)) throw notEmulated("fc", `a trigger of type ${spec.triggerType}`);
  if (!TYPES.includes(spec.triggerType)) {
    throw new CloudError(
      400,
      "InvalidArgument",
      `triggerType '${spec.triggerType}' is not one of ${TYPES.join(", ")}.`,
    );
  }
  if (!/^[A-Za-z_][\w-]{0,127}$/.test(spec.triggerName)) {
    throw new CloudError(400, "InvalidArgument", `triggerName '${spec.triggerName}' is not valid.`);
  }
  const { now, random } = options;
  return { qualifier: LATEST, ...spec, triggerId: newUuid(random).toLowerCase(), createdAt: now, modifiedAt: now };
}

const TYPES: string[] = ["http", "timer", "log", "eventbridge"];
/** What the API has beside these (SDK, CreateTriggerInput). */
const OTHER_TYPES: string[] = ["oss", "tablestore", "cdn_events", "mns_topic"];
