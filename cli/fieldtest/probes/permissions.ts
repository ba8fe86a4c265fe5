import type { OwnResources } from "../own.ts";
import { forwardTo } from "../ownAlb.ts";
import { type Probes, said } from "../probe.ts";

/** What RAM checks. Each question is asked by a role of its own that may do one thing less. */
export const permissionProbes: Pick<
  Probes,
  "second-resources" | "update-second-resource" | "reads-on-resource" | "server-arn"
> = {
  "second-resources": {
    needs: "write",
    async ask(own) {
      const { loadBalancerId, serverGroupId } = await own.alb();
      const as = await own.role("no-groups", [
        { Action: "alb:CreateListener", Resource: "acs:alb:*:*:loadbalancer/*" },
      ]);
      const parameters = { LoadBalancerId: loadBalancerId, ListenerProtocol: "HTTP", ListenerPort: 8_081 };
      const sent = { ...parameters, ...forwardTo(serverGroupId), DryRun: true };
      return { "second-resources": checked(await own.field.call("alb", "CreateListener", sent, { as })) };
    },
  },
  "update-second-resource": {
    needs: "write",
    async ask(own) {
      const { http: ListenerId, serverGroupId } = await own.alb();
      const as = await own.role("no-group", [
        { Action: "alb:UpdateListenerAttribute", Resource: "acs:alb:*:*:loadbalancer/*" },
      ]);
      const sent = { ListenerId, ...forwardTo(serverGroupId), DryRun: true };
      return {
        "update-second-resource": checked(await own.field.call("alb", "UpdateListenerAttribute", sent, { as })),
      };
    },
  },
  "reads-on-resource": {
    needs: "write",
    async ask(own) {
      const { loadBalancerId } = await own.alb();
      const as = await own.role("reads", [{ Action: "alb:ListListeners", Resource: "acs:alb:*:*:loadbalancer/*" }]);
      const answer = await own.field.call("alb", "ListListeners", { "LoadBalancerIds.1": loadBalancerId }, { as });
      return { "reads-on-resource": said(answer) === "taken" ? "on the resource" : "on * only" };
    },
  },
  "server-arn": {
    needs: "write",
    async ask(own) {
      const alb = await addsWith(own, "alb", "acs:alb:*:*:ecs/*");
      const ecs = await addsWith(own, "ecs", "acs:ecs:*:*:instance/*");
      if (alb && ecs) return { "server-arn": "either is enough" };
      return { "server-arn": alb ? "the name of ALB alone" : ecs ? "the name of ECS alone" : "both are checked" };
    },
  },
};

/** Whether a server can be added by who may use it under one of its two names only. */
async function addsWith(own: OwnResources, name: string, arn: string): Promise<boolean> {
  const { serverGroupId } = await own.alb();
  const as = await own.role(`servers-${name}`, [
    { Action: "alb:AddServersToServerGroup", Resource: ["acs:alb:*:*:servergroup/*", arn] },
  ]);
  const answer = await own.field.call(
    "alb",
    "AddServersToServerGroup",
    {
      ServerGroupId: serverGroupId,
      "Servers.1.ServerType": "Ecs",
      "Servers.1.ServerId": "i-fieldtestunknown000",
      "Servers.1.Port": 80,
      DryRun: true,
    },
    { as },
  );
  return !isDenied(answer);
}

function checked(answer: { status: number; code: string }): string {
  return isDenied(answer) ? "checked" : "not checked";
}

/** RAM is asked first: any other refusal, and a dry run that passed, came after it. */
export function isDenied({ status, code }: { status: number; code: string }): boolean {
  return status === 403 || /Forbidden|NoPermission|AccessDenied/.test(code);
}
