import type { WriteLogs } from "../alb/dataPlane/contract.ts";
import type { CloudContext } from "../context.ts";
import type { TemporaryCredentials } from "../ram/contract.ts";
import { type Restore, snapshotMap } from "../snapshot.ts";
import { CloudError } from "../wire/cloudError.ts";
import { type Invocation, type InvocationResult, resultOf } from "./invocation.ts";
import type { Pool } from "./pool.ts";
import { resolveFunction } from "./resolveFunction.ts";
import type { PlainContext } from "./runtime/instance.ts";
import type { FcState, FunctionConfig } from "./state.ts";

/** Runs a function once and says how it ended. Rejects with `CloudError` when it could not even be tried. */
export interface Invoke {
  (invocation: Invocation): Promise<InvocationResult>;
  /** Remembers the credentials that functions hold. */
  snapshot(): Restore;
}

/** Credentials of functions are valid for 36 hours (functionCompute.md §5) and renewed after half of that. */
const CREDENTIALS_SECONDS = 36 * 3600;

/** Makes the invoker: finds the code, gives it credentials and environment, writes its logs. */
export function createInvoker(options: {
  context: CloudContext;
  state: FcState;
  pool: Pool;
  writeLogs: WriteLogs | undefined;
  reportRefusal(functionName: string, caller: string, error: CloudError): void;
  /** Set in a function, whatever the function itself says. */
  environmentOf(functionName: string): Record<string, string>;
}): Invoke {
  const { context, state, pool } = options;
  const { clock, region, accountId } = context;
  const held = new Map<string, TemporaryCredentials>();

  function credentialsOf({ functionName, role }: FunctionConfig): TemporaryCredentials | undefined {
    if (role === undefined || role === "") return undefined;
    const key = `${functionName} ${role}`;
    const known = held.get(key);
    if (known !== undefined && known.expiresAt - clock.now() > (CREDENTIALS_SECONDS / 2) * 1000) return known;
    try {
      const fresh = context.ram.assumeRole(role, "fc.aliyuncs.com", CREDENTIALS_SECONDS);
      held.set(key, fresh);
      return fresh;
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      throw new CloudError(403, "AccessDenied", `Function Compute cannot assume the role ${role}: ${error.message}`);
    }
  }

  function environmentOf(config: FunctionConfig, credentials: TemporaryCredentials | undefined) {
    return {
      TZ: "UTC",
      FC_FUNCTION_NAME: config.functionName,
      FC_FUNCTION_HANDLER: config.handler,
      FC_FUNCTION_MEMORY_SIZE: String(config.memorySize),
      FC_REGION: region,
      FC_ACCOUNT_ID: accountId,
      FC_FUNC_CODE_PATH: config.folder,
      ...(credentials !== undefined && {
        ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.accessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.accessKeySecret,
        ALIBABA_CLOUD_SECURITY_TOKEN: credentials.securityToken,
      }),
      ...config.environmentVariables,
      ...options.environmentOf(config.functionName),
    };
  }

  /**
   * Keeps what a function wrote, in its own name: its role must allow it, and without a role Function Compute's own must be
   * there (real-cloud.md FB5). What may not be written is lost, and the call log says so.
   */
  function writeLogs(
    config: FunctionConfig,
    run: { instanceId: string; qualifier: string; requestId: string },
    text: string,
    metrics: Record<string, string>,
  ) {
    const { functionName, logConfig, role = "" } = config;
    if (logConfig === undefined || options.writeLogs === undefined) return;
    const { project, logstore, enableRequestMetrics = false } = logConfig;
    try {
      const arn = `acs:log:${region}:${accountId}:project/${project}/logstore/${logstore}`;
      const identity = context.ram.identityOfRole(role === "" ? serviceRole(accountId) : role, "fc.aliyuncs.com");
      const isRole = context.realities?.is("log-writer", "AliyunServiceRoleForFC") !== true;
      if (role !== "" && isRole) context.ram.authorise(identity, "log:PostLogStoreLogs", arn);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      return options.reportRefusal(functionName, "(logs)", error);
    }
    const { instanceId: instanceID, qualifier, requestId } = run;
    const about = { functionName, qualifier, requestId };
    const lines = text.split("\n").filter((line) => line !== "");
    options.writeLogs(
      logConfig,
      `FCLogs:${functionName}`,
      lines.map((message) => ({ ...about, instanceID, message })),
    );
    if (enableRequestMetrics)
      options.writeLogs(logConfig, `FCRequestMetrics:${functionName}`, [{ ...about, ...metrics }]);
  }

  const invoke = async ({ functionName, qualifier, body, requestId, retryCount = 0 }: Invocation) => {
    const found = resolveFunction(state, functionName, qualifier);
    const { config } = found;
    const credentials = credentialsOf(config);
    const began = clock.now();
    const run = await pool.run({
      config,
      key: [functionName, found.versionId, found.generation, config.folder].join(":"),
      event: body,
      context: contextOf(config, found, credentials, { requestId, retryCount, region, accountId }),
      environment: environmentOf(config, credentials),
    });
    const duration = Math.max(0, clock.now() - began);
    const text = [
      `FC Invoke Start RequestId: ${requestId}`,
      run.log.replace(/\n$/, ""),
      `FC Invoke End RequestId: ${requestId}`,
      `Duration: ${duration} ms, Billed Duration: ${Math.ceil(duration)} ms, Memory Size: ${config.memorySize} MB`,
    ].join("\n");
    const result = resultOf(run.ended, requestId);
    const errorType = result.headers["x-fc-error-type"] ?? "";
    writeLogs(config, { instanceId: run.instanceId, qualifier: found.qualifier, requestId }, text, {
      operation: "InvokeFunction",
      durationMs: String(duration),
      memoryMB: String(config.memorySize),
      isColdStart: String(run.coldStart),
      hasFunctionError: String(errorType !== ""),
      errorType,
    });
    return {
      ...result,
      headers: {
        ...result.headers,
        "x-fc-instance-id": run.instanceId,
        "x-fc-invocation-duration": String(duration),
      },
      log: text,
    };
  };
  return Object.assign(invoke, { snapshot: () => snapshotMap(held) });
}

/** The service-linked role of Function Compute, for functions that have none of their own. */
function serviceRole(accountId: string): string {
  return `acs:ram::${accountId}:role/AliyunServiceRoleForFC`;
}

function contextOf(
  config: FunctionConfig,
  found: { qualifier: string; versionId: string },
  credentials: TemporaryCredentials | undefined,
  call: Pick<PlainContext, "requestId" | "retryCount" | "region" | "accountId">,
): PlainContext {
  const { functionName: name, handler, memorySize, timeout, logConfig } = config;
  const keys = credentials ?? ({} as Partial<TemporaryCredentials>);
  const { accessKeyId, accessKeySecret, securityToken } = keys;
  return {
    ...call,
    credentials:
      accessKeyId === undefined || accessKeySecret === undefined || securityToken === undefined
        ? {}
        : { accessKeyId, accessKeySecret, securityToken },
    function: { name, handler, memory: memorySize, timeout },
    service: {
      name: "",
      logProject: logConfig?.project ?? "",
      logStore: logConfig?.logstore ?? "",
      qualifier: found.qualifier,
      versionId: found.versionId,
    },
    tracing: {},
  };
}
