import { albActions } from "./alb/registry.ts";
import { alidnsActions } from "./alidns/registry.ts";
import { casActions } from "./cas/registry.ts";
import { apiActions } from "./cloudflow/api/actions/registry.ts";
import { cmsActions } from "./cms/registry.ts";
import type { FunctionCompute } from "./fc/functionCompute.ts";
import { kmsActions } from "./kms/registry.ts";
import { ramActions } from "./ram/ramService.ts";
import type { Sls } from "./sls/sls.ts";

/** Every action that is played, by the service under which its calls are logged. */
export function playedActions(
  fc: Pick<FunctionCompute, "actions">,
  sls: Pick<Sls, "actions">,
): Record<string, readonly string[]> {
  const played = {
    alb: albActions,
    cas: casActions,
    cms: cmsActions,
    dns: alidnsActions,
    fnf: apiActions,
    kms: kmsActions,
  };
  return {
    ...Object.fromEntries(Object.entries(played).map(([service, actions]) => [service, Object.keys(actions)])),
    ram: [...ramActions.keys()],
    fc: fc.actions,
    sls: sls.actions,
  };
}
