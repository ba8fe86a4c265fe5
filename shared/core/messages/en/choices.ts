import type { choiceReasons } from "../../../platform/reasons/topics/choices.ts";
import type { Messages } from "../message.ts";

export const choices: Messages<typeof choiceReasons> = {
  "group-in-other-vpc": {
    message: ({ vpcId, loadBalancerId, instanceVpcId }) =>
      `it is in ${vpcId}, and ${loadBalancerId} in ${instanceVpcId}`,
    next: () => "Use a server group in the VPC of the instance",
  },
  "group-protocol-unfit": {
    message: ({ protocol, listenerProtocol }) =>
      `its servers speak ${protocol}, and behind ${listenerProtocol} they must speak HTTP`,
    next: () => "Use a server group whose servers speak HTTP",
  },
  "group-https-on-basic": {
    message: () => "its servers speak HTTPS, which the Basic edition does not forward",
    next: () => "Upgrade the instance, or use a server group whose servers speak HTTP",
  },
  "group-without-servers": {
    message: () => "it has no servers, so every request would fail",
    next: () => "Add servers first",
  },
  "own-policy-on-basic": {
    message: ({ loadBalancerId }) => `${loadBalancerId} is of the Basic edition, which has no custom TLS policies`,
    next: () => "Use a policy of the system, or upgrade the instance",
  },
};
