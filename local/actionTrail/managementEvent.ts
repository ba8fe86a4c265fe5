import { redactCall } from "../callLog/redactCall.ts";
import type { CloudContext, TrailedCall } from "../context.ts";

/** An event of ActionTrail about a call (alb.md §11.1). What would be a secret in it is left out. */
export function managementEvent(
  { at, product, host, action, identity, parameters, requestId, code, message, remoteAddress, userAgent }: TrailedCall,
  { region, accountId }: Pick<CloudContext, "region" | "accountId">,
  eventId: string,
) {
  const shown = Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => !SECRET.test(name))
      .map(([name, value]) => [name, redactCall(value)]),
  );
  const role = identity.roleName;
  return {
    eventId,
    eventVersion: 1,
    eventCategory: "Management",
    eventRW: "Write",
    eventType: "ApiCall",
    eventName: action,
    eventSource: host,
    serviceName: product,
    acsRegion: region,
    eventTime: new Date(at).toISOString().replace(/\.\d+Z$/, "Z"),
    requestId,
    requestParameterJson: JSON.stringify(shown),
    requestParameters: shown,
    responseElements: { RequestId: requestId },
    ...(code === undefined ? {} : { errorCode: code, errorMessage: redactCall(message ?? "") }),
    userIdentity:
      role === undefined
        ? { type: "root-account", accountId, principalId: accountId, userName: "root" }
        : { type: "assumed-role", accountId, principalId: `${role}:local`, userName: `${role}:local` },
    sourceIpAddress: remoteAddress,
    userAgent: redactCall(userAgent),
    isGlobal: false,
  };
}

/** Parameters that hold keys or certificates, or that sign the call. */
const SECRET = /^(?:Cert|Key|Encrypt|Sign|SecurityToken|AccessKey|Password|ClientToken$)/i;
