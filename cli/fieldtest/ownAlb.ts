import { handshake, type OfferedKey } from "../../shared/core/probes/handshake.ts";
import { AlbflowError, kindOfCode } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import type { CallParameters, Field } from "./field.ts";
import { mustWrite, type OwnAlb, type OwnResources, ownDomain, ownName, ownTag } from "./own.ts";
import { taken } from "./probe.ts";
import { type CallAnswer, textAt } from "./signedCall.ts";

/** The ports of its listeners: such as any process may open. */
export const PORTS = { http: 8_080, https: 8_443, third: 9_443 } as const;

/** The name of a field test's certificates. */
export const OWN_NAME = "fieldtest.example";

/** Makes it, ready to serve. */
export async function makeOwnAlb(own: OwnResources): Promise<OwnAlb> {
  const { field } = own;
  const { loadBalancerId, host } = await makeInstance(field, "Standard");
  const serverGroupId = await makeServerGroup(field, "servers");
  const first = await own.certificate([ownDomain(field), `first.${ownDomain(field)}`], "RSA");
  const forward = forwardTo(serverGroupId);
  const make = async (parameters: CallParameters) => {
    const answer = await field.call("alb", "CreateListener", {
      LoadBalancerId: loadBalancerId,
      ...forward,
      ...ownTag(field),
      ...parameters,
    });
    return textAt(taken(answer).body, "ListenerId");
  };
  const http = await make({ ListenerProtocol: "HTTP", ListenerPort: PORTS.http });
  const https = await make({
    ListenerProtocol: "HTTPS",
    ListenerPort: PORTS.https,
    "Certificates.1.CertificateId": first.id,
  });
  await untilSettled(field, http);
  await untilSettled(field, https);
  return { loadBalancerId, host, serverGroupId, http, https, first };
}

/** An instance in the zones of one that is there. */
export async function makeInstance(field: Field, edition: "Basic" | "Standard") {
  mustWrite(field);
  const { network } = field;
  if (network === undefined) throw new AlbflowError("Refused", reason("field-network-unknown"));
  const zones = network.zones.flatMap(({ zone, vSwitch }, index) => [
    [`ZoneMappings.${index + 1}.ZoneId`, zone],
    [`ZoneMappings.${index + 1}.VSwitchId`, vSwitch],
  ]);
  const answer = await field.call("alb", "CreateLoadBalancer", {
    LoadBalancerName: ownName(field, edition.toLowerCase()),
    LoadBalancerEdition: edition,
    AddressType: "Internet",
    VpcId: network.vpcId,
    "LoadBalancerBillingConfig.PayType": "PostPay",
    ...Object.fromEntries(zones),
    ...ownTag(field),
  });
  const loadBalancerId = textAt(taken(answer).body, "LoadBalancerId");
  const attribute = await until(
    field,
    () => field.call("alb", "GetLoadBalancerAttribute", { LoadBalancerId: loadBalancerId }),
    (one) => textAt(one.body, "LoadBalancerStatus") === "Active",
  );
  return { loadBalancerId, host: textAt(attribute.body, "DNSName") };
}

/** A group without servers: nothing of the account is used for it. */
export async function makeServerGroup(field: Field, name: string): Promise<string> {
  const made = await field.call("alb", "CreateServerGroup", {
    ServerGroupName: ownName(field, name),
    ServerGroupType: "Ip",
    VpcId: field.network?.vpcId ?? "",
    Protocol: "HTTP",
    "HealthCheckConfig.HealthCheckEnabled": false,
    "StickySessionConfig.StickySessionEnabled": false,
    ...ownTag(field),
  });
  const ServerGroupId = textAt(taken(made).body, "ServerGroupId");
  await until(
    field,
    () => field.call("alb", "ListServerGroups", { "ServerGroupIds.1": ServerGroupId }),
    (answer) => textAt(answer.body, "ServerGroups.0.ServerGroupStatus") === "Available",
  );
  return ServerGroupId;
}

/** The default action of a listener, as parameters. */
export function forwardTo(serverGroupId: string): CallParameters {
  return {
    "DefaultActions.1.Type": "ForwardGroup",
    "DefaultActions.1.ForwardGroupConfig.ServerGroupTuples.1.ServerGroupId": serverGroupId,
  };
}

/** Waits until a listener is Running or Stopped; gives its attributes. */
export async function untilSettled(field: Field, ListenerId: string): Promise<CallAnswer> {
  return until(
    field,
    () => field.call("alb", "GetListenerAttribute", { ListenerId }),
    (answer) => /^(?:Running|Stopped)$/.test(textAt(answer.body, "ListenerStatus")),
  );
}

/** Changes a listener of its own and waits until that is done. */
export async function changed(field: Field, action: string, parameters: CallParameters): Promise<CallAnswer> {
  const answer = taken(await field.call("alb", action, parameters));
  await untilSettled(field, String(parameters.ListenerId));
  return answer;
}

/** Asks until the answer is good. Rejects with `AlbflowError` when it takes too long. */
export async function until(
  field: Field,
  ask: () => Promise<CallAnswer>,
  isGood: (answer: CallAnswer) => boolean,
): Promise<CallAnswer> {
  for (let waited = 0; ; waited += field.pauseMs) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    // To wait gives nobody a right.
    if (kindOfCode(answer.code) === "Denied") taken(answer);
    if (waited > field.timeoutMs)
      throw new AlbflowError(
        "Transient",
        reason("field-not-settled", { cloudCode: answer.code === "" ? null : answer.code }),
      );
    await field.pause();
  }
}

/** The serial number that a handshake with its HTTPS listener is served; `none` where none came about. */
export async function served(
  host: string,
  serverName: string | undefined,
  key?: OfferedKey,
  port: number = PORTS.https,
) {
  return handshake({ host, port, serverName, key, timeoutMs: 5_000 }).then(
    ({ serial }) => serial.toUpperCase(),
    () => "none",
  );
}
