import type { basicReasons } from "../../../platform/reasons/topics/basics.ts";
import { isOfNetwork, type Messages } from "../message.ts";

export const basics: Messages<typeof basicReasons> = {
  text: ({ text }) => text,
  several: ({ parts }, { messageOf }) => parts.map(messageOf).join("; "),
  "cloud-error": {
    message: ({ product, action, cloudCode, requestId, message }) =>
      requestId === null && isOfNetwork(cloudCode)
        ? `${product} was not reached for ${action}: ${message}`
        : `${product} ${action} returned ${cloudCode === null ? "" : `${cloudCode}: `}${message}${requestId === null ? "" : ` (request ${requestId})`}`,
    next: ({ cloudCode, requestId }) =>
      requestId === null && isOfNetwork(cloudCode)
        ? "Check the network, the name of the region and, where one is set, the endpoint"
        : "Look up the code in the API reference of the product; with the request id Alibaba Cloud's support finds the call",
  },
  "cloud-answer-unexpected": {
    message: ({ product, action }) => `${product} ${action} gave an unexpected answer`,
    next: "Try again; report it if it stays",
  },
  "sdk-without-action": {
    message: ({ product, action }) => `the SDK of ${product} has no action ${action}`,
    next: "Report it",
  },
  "sdk-would-not-send": {
    message: ({ product, action, fields }, f) =>
      `${product} ${action} was not called, as the SDK would not send ${f.list(fields)}`,
    next: "Report it",
  },
  "account-unknown": {
    message: ({ setting }) =>
      `the address of Function Compute needs the number of the account, and ${setting} is not set`,
    next: ({ setting }) => `Set ${setting} to the sixteen digits that the console shows`,
  },
  "credentials-missing": {
    message: ({ profile, cause }, { messageOf }) =>
      `There are no credentials${profile === null ? "" : ` in the profile "${profile}"`}: ${messageOf(cause)}`,
    next: "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, run `aliyun configure`, or use --local for a local cloud",
  },
  "credentials-nowhere":
    "neither the environment nor ~/.aliyun/config.json, ~/.alibabacloud/credentials or the role of the instance has any",
  "function-failed": {
    message: ({ functionName, cause }, { messageOf }) => `the function ${functionName} failed: ${messageOf(cause)}`,
    next: ({ cause }, { next }) => next(cause) || "Read the log of the function",
  },
  "function-without-role": {
    message: ({ functionName }) => `the function ${functionName} has no role`,
    next: "Give it one in s.yaml, and deploy again",
  },
  "event-not-json": {
    message: ({ bytes }) => `the event of ${bytes} bytes is not a JSON object`,
    next: "Call the function with a JSON object",
  },
  "event-not-http": {
    message: ({ bytes }) => `the event of ${bytes} bytes is not of an HTTP trigger`,
    next: "Call the API over HTTP",
  },
  "request-not-http": { message: "the request is not one that HTTP can hold", next: "Correct the request" },
  "kept-text-changed": {
    message: ({ execution }) => `what CloudFlow keeps under ${execution} is not what was kept there`,
    next: "Find out who may start executions of the flow keep, and start the operation again",
  },
  "records-invalid": {
    message: "these are no records that keepRecords keeps",
    next: "Deploy functions of the same version",
  },
  "cloudflow-not-offered": {
    message: ({ region }) => `CloudFlow is not offered in ${region}, so that albflow is not deployed there`,
    next: ({ regions }, f) => `Choose one of ${f.list(regions, regions.length)}`,
  },
  "failure-unexplained": "it does not say why",
  "failed-invocation-unreadable": {
    message: "The event is none that Function Compute sends about a failed invocation",
    next: "Check the destination of asynchronous invocations",
  },
  "internal-error": {
    message: ({ message }) => `albflow itself has failed (${message})`,
    next: "Report it, with the name of the execution",
  },
};
