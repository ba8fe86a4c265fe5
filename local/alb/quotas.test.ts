import { beforeEach, describe, expect, test } from "vitest";
import { contractSeed } from "../../test/local/alb/contractSeed.ts";
import { certificate, fixed, group, http, loadBalancer, rule, unchecked } from "../../test/local/alb/refusalCases.ts";
import { type AlbRig, rigSeed } from "../../test/local/alb/rigSeed.ts";

let rig: AlbRig;
beforeEach(async () => {
  rig = await rigSeed({ fast: true });
});

describe("quotas", () => {
  const lean = () =>
    rigSeed({
      fast: true,
      quotas: {
        listeners: { basic: 1, standard: 2 },
        additionalCertificates: { basic: 1, standard: 1 },
        rules: { basic: 1, standard: 1 },
        servers: { basic: 1, standard: 1 },
        serversPerGroup: 1,
        loadBalancers: 3,
        serverGroups: 2,
        securityPolicies: 1,
        listenersPerSecurityPolicy: 0,
      },
    });

  test.each<[string, object, string]>([
    ["CreateListener", { LoadBalancerId: "alb-1", ...http }, "ResourceQuotaExceeded.LoadBalancerListenersNum"],
    [
      "AssociateAdditionalCertificatesWithListener",
      { ListenerId: "lsn-1", Certificates: certificate("1003") },
      "ResourceQuotaExceeded.LoadBalancerCertificatesNum",
    ],
    [
      "CreateRule",
      {
        ListenerId: "lsn-1",
        ...rule,
        RuleActions: [fixed],
      },
      "ResourceQuotaExceeded.LoadBalancerRulesNum",
    ],
    [
      "AddServersToServerGroup",
      { ServerGroupId: "sgp-1", Servers: [{ ServerId: "127.0.0.2", ServerType: "Ip", Port: 80 }] },
      "ResourceQuotaExceeded.ServerAddedNum",
    ],
    ["CreateServerGroup", { ...group, ...unchecked }, "QuotaExceeded.ServerGroupsNum"],
    [
      "CreateSecurityPolicy",
      { SecurityPolicyName: "more", TLSVersions: ["TLSv1.2"], Ciphers: ["AES128-SHA"] },
      "QuotaExceeded.SecurityPoliciesNum",
    ],
    [
      "UpdateListenerAttribute",
      { ListenerId: "lsn-1", SecurityPolicyId: "spy-1" },
      "ResourceQuotaExceeded.SecurityPolicyAttachedNum",
    ],
    [
      "CreateLoadBalancer",
      {
        ...loadBalancer,
        ZoneMappings: [{ ZoneId: "cn-hangzhou-b", VSwitchId: "vsw-1" }],
      },
      "QuotaExceeded.LoadBalancersNum",
    ],
  ])("%s is refused beyond the quota", async (action, parameters, code) => {
    const small = await lean();
    expect(await small.refusal(action, parameters as Record<string, unknown>)).toBe(code);
  });

  test("tell which, of what, how much is used and how much there is", async () => {
    const small = await lean();
    await expect(
      small.call("AssociateAdditionalCertificatesWithListener", {
        ListenerId: "lsn-1",
        Certificates: certificate("1003"),
      }),
    ).rejects.toThrow(
      "The quota of alb_quota_loadbalancer_certificates_num_standard_edition is exceeded for resource alb-1, usage 1/1.",
    );
  });
});

describe("protection", () => {
  test("against deletion holds until it is taken away; the console lock never stops the API", async () => {
    await rig.call("EnableDeletionProtection", { ResourceId: "alb-2" });
    expect(await rig.refusal("DeleteLoadBalancer", { LoadBalancerId: "alb-2" })).toBe(
      "OperationDenied.DeletionProtection",
    );
    await rig.call("DisableDeletionProtection", { ResourceId: "alb-2" });
    await rig.call("UpdateLoadBalancerAttribute", {
      LoadBalancerId: "alb-2",
      ModificationProtectionConfig: { Status: "ConsoleProtection", Reason: "hands off" },
    });
    await rig.clock.advance(20);
    await rig.call("DeleteLoadBalancer", { LoadBalancerId: "alb-2" });
    await rig.clock.advance(20);
    expect(await rig.refusal("GetLoadBalancerAttribute", { LoadBalancerId: "alb-2" })).toBe(
      "ResourceNotFound.LoadBalancer",
    );
  });

  test("an overdue load balancer refuses every change of it and its listeners", async () => {
    rig.alb.importState({
      ...contractSeed,
      loadBalancers: contractSeed.loadBalancers?.map((row) => ({ ...row, LoadBalancerBussinessStatus: "Abnormal" })),
    });
    expect(await rig.refusal("StopListener", { ListenerId: "lsn-1" })).toBe("IncorrectBusinessStatus.LoadBalancer");
  });
});
