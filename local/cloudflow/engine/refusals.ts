import { CloudError } from "../../wire/cloudError.ts";

/** The refusals of CloudFlow, in its own codes and statuses (cloudflow.md §8.3, A22). */
export const refusals = {
  invalidArgument: (message: string) => new CloudError(400, "InvalidArgument", message),
  missingParameter: (name: string) =>
    new CloudError(400, "MissingRequiredParams", `The HTTP query '${name}' must be specified.`),
  unknownAction: (action: string) =>
    new CloudError(400, "ActionNotSupported", `The requested API operation '${action}' is incorrect. Please check.`),
  wrongMode: (mode: string) => new CloudError(400, "ActionNotSupported", `${mode} execution is not supported`),
  wrongVersion: (version: string) =>
    new CloudError(400, "APIVersionNotSupported", `The requested API version '${version}' is not supported.`),
  tooLarge: (bytes: number) =>
    new CloudError(400, "EntityTooLarge", `The payload size exceeds maximum allowed size (${bytes} bytes).`),
  flowNotExists: (name: string) => new CloudError(404, "FlowNotExists", `Flow ${name} does not exist.`),
  flowExists: (name: string) => new CloudError(409, "FlowAlreadyExists", `Flow ${name} already exists.`),
  executionNotExists: (flow: string, name: string) =>
    new CloudError(404, "ExecutionNotExists", `Execution ${name} of flow ${flow} does not exist.`),
  executionExists: (flow: string, name: string) =>
    new CloudError(409, "ExecutionAlreadyExists", `Execution ${name} of flow ${flow} already exists.`),
  scheduleNotExists: (flow: string, name: string) =>
    new CloudError(404, "ScheduleNotExists", `Schedule ${name} of flow ${flow} does not exist.`),
  scheduleExists: (flow: string, name: string) =>
    new CloudError(409, "ScheduleAlreadyExists", `Schedule ${name} of flow ${flow} already exists.`),
  throttled: (action: string) =>
    new CloudError(400, "Throttling.User", `Request was denied due to request throttling of ${action}.`),
};
