import type { stepReasons } from "../../../platform/reasons/topics/steps.ts";
import type { Messages } from "../message.ts";

/** What ids stand for that the cloud has yet to give. */
const MADE: Record<string, string> = {
  "@serverGroup": "the new server group",
  "@securityPolicy": "the new TLS policy",
  "@successorCopy": "the copy of the new default certificate",
  "@formerCopy": "the copy of the former default certificate",
  "@closedGroup": "the empty server group",
  "@canaryRule": "the canary rule",
  "@copy": "the new listener",
  "@listener": "the new listener",
};

const named = (id: string) => MADE[id] ?? id;
const all = (ids: readonly string[]) => ids.map(named).join(", ");

export const steps: Messages<typeof stepReasons> = {
  "step-associate-certificates": ({ certificateIds, listenerId }) =>
    `associate ${all(certificateIds)} with ${named(listenerId)}`,
  "step-dissociate-certificates": ({ certificateIds, listenerId }) =>
    `dissociate ${all(certificateIds)} from ${named(listenerId)}`,
  "step-set-default-certificate": ({ certificateIds, listenerId }) =>
    `set ${all(certificateIds)} as the default certificate of ${named(listenerId)}`,
  "step-update-listener": ({ fields, listenerId }) => `update ${fields.join(", ")} of ${named(listenerId)}`,
  "step-set-tracing": ({ listenerId }) => `set the tracing of ${named(listenerId)}`,
  "step-start-listener": ({ listenerId }) => `start ${named(listenerId)}`,
  "step-stop-listener": ({ listenerId }) => `stop ${named(listenerId)}`,
  "step-create-listener": ({ protocol, port, loadBalancerId }) =>
    `create a listener for ${protocol} on port ${port} of ${loadBalancerId}`,
  "step-delete-listener": ({ listenerId }) => `delete ${named(listenerId)}`,
  "step-create-rules": ({ count, listenerId }, f) =>
    `create ${f.count(count, "rule", "rules")} on ${named(listenerId)}`,
  "step-probe-canary": ({ serverGroupId }) => `send only albflow's own requests to ${named(serverGroupId)}`,
  "step-share-requests": ({ percent, serverGroupId }) => `send ${percent} % of the requests to ${named(serverGroupId)}`,
  "step-delete-rule": ({ ruleId }) => `delete ${named(ruleId)}`,
  "step-enable-access-log": ({ loadBalancerId, project, logstore }) =>
    `write the access log of ${loadBalancerId} to ${project}/${logstore}`,
  "step-disable-access-log": ({ loadBalancerId }) => `stop the access log of ${loadBalancerId}`,
  "step-associate-acls": ({ aclType, listenerId }) =>
    `associate access control lists (${aclType}) with ${named(listenerId)}`,
  "step-create-server-group": ({ name }) => `create the server group ${name}`,
  "step-create-closed-group": "create an empty server group, which answers 503 until the listener is complete",
  "step-add-servers": ({ count }, f) => `add ${f.count(count, "server", "servers")} to it`,
  "step-delete-server-group": ({ serverGroupId }) =>
    serverGroupId === "@closedGroup"
      ? "delete the empty server group"
      : `delete the server group ${named(serverGroupId)}`,
  "step-create-tls-policy": ({ name }) => `create the TLS policy ${name}`,
  "step-delete-tls-policy": ({ policyId }) => `delete the TLS policy ${named(policyId)}`,
  "step-copy-certificate": ({ certificateId }) => `copy ${certificateId} in Certificate Management Service`,
  "step-delete-certificate-copy": ({ certificateId }) =>
    `delete the copy of ${certificateId} from Certificate Management Service`,
  "step-create-log-project": ({ project }) => `create the log project ${project}`,
  "step-create-logstore": ({ project, logstore }) => `create the logstore ${project}/${logstore}`,
  "step-create-index": ({ project, logstore }) => `index ${project}/${logstore}`,
  "more-steps": ({ count }, f) => f.count(count, "more step", "more steps"),
};
