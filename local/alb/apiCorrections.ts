import type { Api, ParameterApi } from "../rpc/api.ts";

interface Correction {
  actions: string[];
  parameter: string;
  is: Partial<ParameterApi>;
  /** A resource that does not hold. */
  without?: keyof ParameterApi;
  message: string;
}

/** Where later facts than the table's own say otherwise; each with its source. */
const corrections: Correction[] = [
  {
    actions: ["CreateListener", "UpdateListenerAttribute"],
    parameter: "RequestTimeout",
    is: { maximum: 600 },
    message: "The quota page of 2025-12 gives 600 s as the default maximum (alb.md §3).",
  },
  {
    actions: ["CreateListener", "UpdateListenerAttribute"],
    parameter: "IdleTimeout",
    is: { minimum: 0, maximum: 600 },
    message: "The table says 1 to 60, the vendor's Terraform provider sets 0 to 600 (real-cloud.md CR24): both pass.",
  },
  {
    actions: ["TagResources", "UnTagResources", "ListTagResources", "ListTagKeys", "ListTagValues"],
    parameter: "ResourceType",
    is: { enum: ["acl", "loadbalancer", "securitypolicy", "servergroup", "listener", "rule"] },
    message: "Listeners and rules carry tags, though the text leaves them out (alb.md §3).",
  },
  {
    actions: ["CreateServerGroup", "UpdateServerGroupAttribute"],
    parameter: "HealthCheckConfig.HealthCheckCodes.N",
    is: { pattern: "^(http_[2-5]xx|\\d{1,2}(-\\d{1,2})?)$" },
    without: "enum",
    message: "For gRPC the codes are numbers or ranges from 0 to 99 (the table's own note).",
  },
];

/** The API with its corrections laid over it. */
export function corrected(api: Api): Api {
  const actions = Object.entries(api.actions).map(([name, action]) => [
    name,
    { ...action, parameters: action.parameters.map((parameter) => correct(name, parameter)) },
  ]);
  return { ...api, actions: Object.fromEntries(actions) };
}

function correct(action: string, parameter: ParameterApi): ParameterApi {
  const correction = corrections.find((one) => one.parameter === parameter.name && one.actions.includes(action));
  if (correction === undefined) return parameter;
  const kept = Object.entries(parameter).filter(([resource]) => resource !== correction.without);
  return { ...(Object.fromEntries(kept) as unknown as ParameterApi), ...correction.is };
}
