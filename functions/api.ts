import { prefix } from "../shared/core/flowDefinition.ts";
import { operationNames } from "../shared/core/operationNames.ts";
import { answerRequest } from "../shared/features/api/answerRequest.ts";
import type { Deployed } from "../shared/features/api/apiCall.ts";
import { createCostMeter } from "../shared/features/api/authentication/costMeter.ts";
import {
  createRateLimiter,
  type RateLimiter,
  requestsPerMinute,
} from "../shared/features/api/authentication/rateLimiter.ts";
import { callerReader, triggeredAccessFrom } from "../shared/features/api/authentication/readCaller.ts";
import { SIGN_IN_SETTINGS, signInServiceFrom } from "../shared/features/api/authentication/signInService.ts";
import { createApi } from "../shared/features/api/createApi.ts";
import { environmentFrom } from "../shared/features/approvals/approvalRequestOf.ts";
import { APPROVAL_SETTINGS, approvalsNeeded } from "../shared/features/approvals/approvalsNeeded.ts";
import { openCloudFlow } from "../shared/platform/clients/cloudFlow.ts";
import { openInvocations } from "../shared/platform/clients/invocations.ts";
import {
  type FcContext,
  type Handler,
  loggerOf,
  type SingleFunction,
  sessionOf,
} from "../shared/platform/functionCompute.ts";
import { type HttpAnswer, type HttpEvent, httpEventIn } from "../shared/platform/httpTrigger.ts";
import { secretFor } from "../shared/platform/secretFor.ts";
import { apiUrlFrom } from "../shared/platform/settings/apiUrl.ts";
import { regionsFrom } from "../shared/platform/settings/regions.ts";
import { TARGET_SETTINGS, targetAccountsFrom } from "../shared/platform/targetAccounts.ts";
import { withSecrets } from "../shared/platform/withSecrets.ts";

/** Everything over HTTP, for programs and, at `/console`, for people: look, plan, run, follow, stop, take back, approve. */
export const api: SingleFunction = {
  name: "api",
  summary: "Serve the HTTP API and the page: listeners, operations, executions and approvals.",
  permissions: [
    "fc:InvokeFunction",
    "fnf:StartExecution",
    "fnf:DescribeExecution",
    "fnf:GetExecutionHistory",
    "fnf:ListExecutions",
    "fnf:StopExecution",
    "fnf:ReportTaskSucceeded",
  ],
  invokes: /* @__PURE__ */ [
    "listListeners",
    "describeListener",
    "listCertificates",
    "listResources",
    "metrics",
    "bulk",
  ].concat(operationNames),
  timeout: 60,
  most: 50,
  http: {
    checkedBy: "the function itself: bearer tokens (ALBFLOW_TOKEN_*)",
    // All that a trigger lets through: which methods an address takes the API says itself.
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
  },
  environment: /* @__PURE__ */ Object.assign(
    {
      ALBFLOW_TOKEN_ISSUER: "who issues the tokens of people",
      ALBFLOW_TOKEN_AUDIENCE: "whom these tokens are for: this API",
      ALBFLOW_TOKEN_JWKS: "the issuer's public keys: an https address, or the JWKS itself",
      ALBFLOW_TOKEN_ALGORITHMS: "signature algorithms that are taken; RS256,ES256 unless set",
      ALBFLOW_TOKEN_GRANTS_CLAIM: "the claim that holds the grants; roles unless set",
    },
    SIGN_IN_SETTINGS,
    {
      ALBFLOW_API_AUTH: "function: callers are machines whose signature the gateway checks; anonymous unless set",
      ALBFLOW_MACHINES: "their grants by access key id, as JSON",
      ALBFLOW_API_URL: "where people reach this API, for links",
      ALBFLOW_REGIONS:
        "regions that its pages offer to look at, beside the deployment's own, like cn-hangzhou,cn-shanghai",
    },
    TARGET_SETTINGS,
    {
      ALBFLOW_RATE_PER_MINUTE:
        "requests that a caller may make in a minute, and calls to the cloud that their reads may cost; 120 unless set",
    },
    APPROVAL_SETTINGS,
  ),
  takes: "the event of its HTTP trigger; `GET /openapi.json` says what can be asked",
  returns: "the answer to the request",
  example: { version: "v1", rawPath: "/health", requestContext: { http: { method: "GET" } } },
};

/** Answers a request. Throws `AlbflowError` InvalidInput for an event that is no request: that is nobody's to answer. */
export const handler: Handler<HttpAnswer> = withSecrets(async (event, context) => {
  const httpEvent = httpEventIn(event);
  const { requestId, http } = httpEvent.requestContext;
  return answerRequest(() => serving(httpEvent), httpEvent, {
    deployed: () => deployedOf(context),
    sourceIp: http.sourceIp,
    // An event that was captured on the cloud had none (real-cloud.md FR24).
    requestId: requestId === "" ? context.requestId : requestId,
    log: (line) => loggerOf(context).warn(`${requestId}: ${line}`),
  });
});

let served:
  | {
      readCaller: ReturnType<typeof callerReader>;
      anonymousLimiter: RateLimiter;
      api: Served;
      pages?: Served;
    }
  | undefined;

type Served = ReturnType<typeof createApi>;

/**
 * Made by the first request, so that wrong settings are an answer, and kept: it remembers keys and callers. The pages are loaded when
 * the first is asked for.
 */
async function serving({ rawPath, headers }: HttpEvent): Promise<Served> {
  served ??= settled(() => {
    const readCaller = callerReader(triggeredAccessFrom(process.env));
    const perMinute = requestsPerMinute(process.env);
    const callers = createRateLimiter({ perMinute, burst: Math.ceil(perMinute / 2) });
    const anonymousLimiter = createRateLimiter({ perMinute: perMinute * 5, burst: perMinute * 2 });
    const costs = createCostMeter({ perMinute, burst: perMinute * 2 });
    return { readCaller, anonymousLimiter, api: createApi({ readCaller, callers, anonymousLimiter, costs }) };
  });
  const accept = Object.entries(headers).find(([name]) => name.toLowerCase() === "accept")?.[1] ?? "";
  if (!rawPath.startsWith("/console") && !accept.includes("text/html")) return served.api;
  const { createConsole } = await import("../console/createConsole.ts");
  served.pages ??= createConsole({ ...served, signInService: settled(() => signInServiceFrom(process.env)) });
  return served.pages;
}

/** What is wrong with our own settings is not the caller's fault, and none of their business. */
function settled<Value>(make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    throw new Error("The settings are wrong.", { cause: error });
  }
}

function deployedOf(context: FcContext): Deployed {
  const session = sessionOf(context);
  return {
    cloudFlow: openCloudFlow(session),
    functions: openInvocations(session),
    prefix: prefix(),
    region: context.region,
    accountId: context.accountId,
    regions: settled(() => regionsFrom(process.env)),
    accounts: settled(() => targetAccountsFrom(process.env).map(({ accountId }) => accountId)),
    secret: (purpose) => settled(() => secretFor(process.env, purpose)),
    url: settled(() => apiUrlFrom(process.env)),
    account: context.accountId,
    environment: environmentFrom(process.env),
    approvalsNeeded: settled(() => approvalsNeeded(process.env)),
  };
}
