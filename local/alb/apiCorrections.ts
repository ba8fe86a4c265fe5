import type { Api, ParameterApi } from "../rpc/api.ts";

/** Where later facts than the table's own say otherwise; each with its source. */
const corrections: { actions: string[]; parameter: string; is: Partial<ParameterApi>; because: string }[] = [
  {
    actions: ["CreateListener", "UpdateListenerAttribute"],
    parameter: "RequestTimeout",
    is: { maximum: 600 },
    because: "The quota page of 2025-12 gives 600 s as the default maximum (alb.md §3).",
  },
  {
    actions: ["TagResources", "ListTagResources"],
    parameter: "ResourceType",
    is: { enum: ["acl", "loadbalancer", "securitypolicy", "servergroup", "listener", "rule"] },
    because: "Listeners and rules carry tags, though the text leaves them out (alb.md §3).",
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
  return correction === undefined ? parameter : { ...parameter, ...correction.is };
}
