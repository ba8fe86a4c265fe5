import { flowNameOf, prefix } from "../shared/core/flowDefinition.ts";
import { enqueueNotices, NOTIFY_SETTINGS } from "../shared/features/notify/enqueueNotices.ts";
import type { Notice } from "../shared/features/notify/notice.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { reasonIn } from "../shared/platform/reasons/reasonText.ts";
import { redact } from "../shared/platform/redact.ts";
import { apiUrlFrom } from "../shared/platform/settings/apiUrl.ts";
import { shortened } from "../shared/platform/shortened.ts";

/** Where Function Compute sends what it has given up: an event that nobody waits for would vanish without a trace. */
export const reportFailure: SingleFunction = {
  name: "reportFailure",
  summary: "Record a timer, an event or a notice that failed for good, and notify people.",
  permissions: ["fc:InvokeFunction", "log:PostLogStoreLogs"],
  invokes: ["notify"],
  timeout: 20,
  environment: NOTIFY_SETTINGS,
  takes: "what Function Compute tells of an asynchronous invocation that it has given up",
  returns:
    "the record that stands in the deployment's logstore: the `function`, its `requestId`, why it was given up (`condition`), after how many `attempts`, and its last `error`",
  example: {
    timestamp: 1_767_225_600_000,
    requestContext: {
      requestId: "1-2-3",
      functionArn: "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-notify",
      condition: "RetriesExhausted",
      approximateInvokeCount: 4,
    },
    requestPayload: "{}",
    responseContext: { statusCode: 200, functionError: "HandledInvocationError" },
    responsePayload: '{"errorMessage":"Nobody could be told.","errorType":"Transient"}',
  },
};

/** The topic of these records in their logstore. */
const FAILURE_TOPIC = "albflow_failure";

type FailureRecord = Record<"function" | "requestId" | "condition" | "attempts" | "error", string>;

/** Takes the event of an asynchronous destination. Throws `AlbflowError` InvalidInput for anything else. */
export const handler: Handler<FailureRecord> = async (event, context) => {
  const { timestamp, requestContext, responseContext, responsePayload } = jsonEvent(event) as FailedInvocation;
  const { requestId = "", functionArn = "", condition = "", approximateInvokeCount = 0 } = requestContext ?? {};
  const name = /:functions\/([\w-]+)/.exec(functionArn)?.[1];
  if (name === undefined) {
    throw new AlbflowError("InvalidInput", reason("failed-invocation-unreadable"));
  }
  const record = {
    function: name,
    requestId,
    condition,
    attempts: String(approximateInvokeCount),
    // Not what it was called with: the link in a notice is a key to an approval.
    error: errorIn(responsePayload) ?? responseContext?.functionError ?? "",
  };
  const session = sessionOf(context);
  const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "" } = process.env;
  await openLogs(session).write(ALBFLOW_LOG_PROJECT, ALBFLOW_LOGSTORE, FAILURE_TOPIC, [record]);
  // Who could not be told of something cannot be told of that either, the same way.
  if (name !== flowNameOf(prefix(), "notify")) {
    await enqueueNotices(session, noticeOf(record, timestamp ?? 0, apiUrlFrom(process.env)), process.env);
  }
  return record;
};

interface FailedInvocation {
  timestamp?: number;
  requestContext?: { requestId?: string; functionArn?: string; condition?: string; approximateInvokeCount?: number };
  responseContext?: { functionError?: string };
  responsePayload?: unknown;
}

function errorIn(payload: unknown): string | undefined {
  try {
    const { errorMessage } = JSON.parse(String(payload)) as { errorMessage?: unknown };
    return typeof errorMessage === "string" ? shortened(redact(errorMessage), MESSAGE_BYTES) : undefined;
  } catch {
    return undefined;
  }
}

const MESSAGE_BYTES = 800;

function noticeOf({ function: name, requestId, attempts, error }: FailureRecord, at: number, url: string): Notice {
  return {
    key: `failure/invocation/${requestId}`,
    kind: "failure",
    title: reason("invocation-lost", { name, attempts: Number(attempts) }),
    sentences: [...(error === "" ? [] : [reasonIn(error)]), reason("invocation-caller", { requestId })],
    changes: [],
    at,
    ...(url === "" ? {} : { link: { label: reason("see-albflow"), url } }),
  };
}
