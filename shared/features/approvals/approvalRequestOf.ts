import { textIn, type Verdict } from "../../core/verdict.ts";
import { redact } from "../../platform/redact.ts";
import { type Environment, settingText } from "../../platform/settings/readSetting.ts";

/** Where a deployment is, as people tell deployments apart. */
export interface Home {
  /** Id of the account. */
  account: string;
  region: string;
  /** What whoever deploys calls it, like production; empty when they do not. */
  environment: string;
}

/** What somebody who is asked has to know beside the plan. Texts are empty where nothing is known or was said. */
interface ApprovalRequest extends Home {
  listenerId: string;
  listenerName: string;
  /** `HTTPS:443`. */
  listens: string;
  loadBalancerId: string;
  why: string;
  ticket: string;
}

/** The setting that names a deployment, for the documentation. */
export const ENVIRONMENT_SETTING = {
  ALBFLOW_ENVIRONMENT: "what people call this deployment, like production; questions to approvers say it",
};

/** That name; empty when it is not set. */
export function environmentFrom(environment: Environment): string {
  return settingText(environment, "ALBFLOW_ENVIRONMENT") ?? "";
}

/** What is asked, of which listener where, and why. */
export function approvalRequestOf(
  { input, plan, place: there }: Pick<Verdict, "input" | "plan" | "place">,
  place: Home,
): ApprovalRequest {
  const { ListenerDescription, ListenerProtocol, ListenerPort, LoadBalancerId } = plan?.snapshot?.listener ?? {};
  return {
    ...place,
    // The listener's, which may be another than where albflow is deployed.
    ...(there === undefined ? {} : { account: there.accountId, region: there.region }),
    listenerId: textIn(input, "listenerId"),
    listenerName: ListenerDescription ?? "",
    listens: ListenerProtocol === undefined ? "" : `${ListenerProtocol}:${ListenerPort}`,
    loadBalancerId: LoadBalancerId ?? "",
    why: redact(textIn(input, "reason")),
    ticket: redact(textIn(input, "ticket")),
  };
}
