import { empty, jsonAnswer, type RestCall, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { createTrigger } from "../createFunction.ts";
import type { TriggerSpec } from "../functionSpec.ts";
import { functionOf } from "../resolveFunction.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import type { TriggerRecord } from "../state.ts";
import { domainPrefix } from "../triggers/httpTrigger.ts";
import { checkTrigger } from "../triggers/triggers.ts";
import { bodyOf, objectOf, paged, pickFields } from "./body.ts";

const SETTINGS = ["triggerName", "triggerType", "qualifier", "description", "sourceArn", "invocationRole"] as const;

/** Triggers of functions. Their configuration travels as JSON text (functionCompute.md §4), or as an object. */
export function triggerRoutes(serviceContext: FcServiceContext, base: string): RestRoute[] {
  const { state, context } = serviceContext;
  const path = `${base}/functions/{name}/triggers`;
  const resource = ({ name, trigger = "*" }: Record<string, string>) => `functions/${name}/triggers/${trigger}`;
  const found = ({ parameters }: RestCall) => {
    const { triggers } = functionOf(state, parameters.name ?? "");
    const trigger = triggers.find(({ triggerName }) => triggerName === parameters.trigger);
    if (trigger === undefined) {
      throw new CloudError(
        404,
        "TriggerNotFound",
        `trigger '${parameters.trigger}' does not exist in function '${parameters.name}'`,
      );
    }
    return { triggers, trigger };
  };
  const view = (name: string, trigger: TriggerRecord) => triggerView(serviceContext, name, trigger);
  return [
    {
      method: "POST",
      path,
      action: "CreateTrigger",
      resource,
      answer({ request, parameters }) {
        const { triggers, config } = functionOf(state, parameters.name ?? "");
        const body = bodyOf(request.body);
        const spec = { ...pickFields(body, SETTINGS), triggerConfig: objectOf(body.triggerConfig, "triggerConfig") };
        // `createTrigger` and `checkTrigger` look at every member.
        const trigger = createTrigger(spec as unknown as TriggerSpec, {
          now: context.clock.now(),
          random: context.random,
        });
        checkTrigger(trigger);
        if (triggers.some(({ triggerName }) => triggerName === trigger.triggerName)) {
          throw new CloudError(409, "TriggerAlreadyExists", `trigger '${trigger.triggerName}' already exists`);
        }
        triggers.push(trigger);
        serviceContext.triggersChanged(config.functionName);
        return jsonAnswer(view(config.functionName, trigger));
      },
    },
    {
      method: "GET",
      path,
      action: "ListTriggers",
      resource,
      answer({ parameters, query }) {
        const { triggers, config } = functionOf(state, parameters.name ?? "");
        const { page, nextToken } = paged(triggers, ({ triggerName }) => triggerName, query);
        const shown = page.map((trigger) => view(config.functionName, trigger));
        return jsonAnswer({ triggers: shown, ...(nextToken !== undefined && { nextToken }) });
      },
    },
    {
      method: "GET",
      path: `${path}/{trigger}`,
      action: "GetTrigger",
      resource,
      answer: (call) => jsonAnswer(view(call.parameters.name ?? "", found(call).trigger)),
    },
    {
      method: "PUT",
      path: `${path}/{trigger}`,
      action: "UpdateTrigger",
      resource,
      answer(call) {
        const { triggers, trigger } = found(call);
        const { triggerConfig, ...body } = bodyOf(call.request.body);
        const changed: TriggerRecord = {
          ...trigger,
          ...pickFields(body, ["qualifier", "description", "invocationRole"]),
          ...(triggerConfig !== undefined && { triggerConfig: objectOf(triggerConfig, "triggerConfig") }),
          modifiedAt: context.clock.now(),
        };
        checkTrigger(changed);
        triggers.splice(triggers.indexOf(trigger), 1, changed);
        serviceContext.triggersChanged(call.parameters.name ?? "");
        return jsonAnswer(view(call.parameters.name ?? "", changed));
      },
    },
    {
      method: "DELETE",
      path: `${path}/{trigger}`,
      action: "DeleteTrigger",
      resource,
      answer(call) {
        const { triggers, trigger } = found(call);
        triggers.splice(triggers.indexOf(trigger), 1);
        serviceContext.triggersChanged(call.parameters.name ?? "");
        return empty(204);
      },
    },
  ];
}

function triggerView({ context }: FcServiceContext, functionName: string, trigger: TriggerRecord) {
  const { createdAt, modifiedAt, triggerConfig, ...rest } = trigger;
  const label = domainPrefix(context.accountId, functionName);
  return {
    ...rest,
    triggerConfig: JSON.stringify(triggerConfig),
    createdTime: new Date(createdAt).toISOString(),
    lastModifiedTime: new Date(modifiedAt).toISOString(),
    status: "",
    targetArn: `acs:fc:${context.region}:${context.accountId}:functions/${functionName}`,
    // Every trigger has the member, only those by HTTP have addresses (the vendor's Terraform provider plans without end else).
    httpTrigger:
      trigger.triggerType === "http"
        ? {
            urlInternet: `https://${label}.${context.region}.fcapp.run`,
            urlIntranet: `https://${label}.${context.region}-vpc.fcapp.run`,
          }
        : {},
  };
}
