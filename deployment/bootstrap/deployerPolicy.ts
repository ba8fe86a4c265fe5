import type { Settings } from "../configuration/schema.ts";
import type { PolicyDocument } from "../roles/policyOf.ts";

/**
 * What whoever configures, bootstraps, deploys, examines, tries and removes a stage must be allowed, and nothing more. What RAM cannot
 * narrow to a deployment is on everything: flows, lists, and calls that make something whose name is not known yet. `tryout`
 * makes an instance and removes it, whose id nobody knows before: without it nothing of ALB and of certificates can be changed.
 */
export function deployerPolicy(
  settings: Settings,
  accountId: string,
  { tryout = true }: { tryout?: boolean } = {},
): PolicyDocument {
  const { region, logs, names, domain, remediation } = settings;
  const own = `${names.prefix}-*`;
  const { trail, accessLog } = remediation ?? {};
  const projects = [...new Set([logs.project, trail?.project ?? [], accessLog?.project ?? []].flat())];
  const statement = (Action: string[], Resource: string[]) => ({ Effect: "Allow" as const, Action, Resource });
  const functions = `acs:fc:${region}:${accountId}:functions/${own}`;
  return {
    Version: "1",
    Statement: [
      statement(
        ["CreateRole", "UpdateRole", "DeleteRole", "PassRole"].map((action) => `ram:${action}`),
        [`acs:ram:*:${accountId}:role/${own}`],
      ),
      // The roles of services are looked at, too.
      statement(["ram:GetRole", "ram:ListPoliciesForRole"], [`acs:ram:*:${accountId}:role/*`]),
      statement(
        ["CreatePolicy", "CreatePolicyVersion", "DeletePolicy", "GetPolicy"].map((action) => `ram:${action}`),
        [`acs:ram:*:${accountId}:policy/${own}`],
      ),
      statement(
        ["ram:AttachPolicyToRole", "ram:DetachPolicyFromRole"],
        [`acs:ram:*:${accountId}:role/${own}`, `acs:ram:*:${accountId}:policy/*`],
      ),
      statement(["ram:CreateServiceLinkedRole"], ["*"]),
      statement(["log:CreateProject", "log:ListProject"], [`acs:log:${region}:${accountId}:project/*`]),
      statement(
        [
          "UpdateFunction",
          "DeleteFunction",
          "GetFunction",
          "InvokeFunction",
          "PutAsyncInvokeConfig",
          "DeleteAsyncInvokeConfig",
          "GetAsyncInvokeConfig",
          "PutConcurrencyConfig",
          "DeleteConcurrencyConfig",
          "GetConcurrencyConfig",
          "CreateTrigger",
          "UpdateTrigger",
          "DeleteTrigger",
          "GetTrigger",
          "ListTriggers",
        ].map((action) => `fc:${action}`),
        [functions, `${functions}/*`],
      ),
      statement(["fc:CreateFunction", "fc:ListFunctions"], [`acs:fc:${region}:${accountId}:functions/*`]),
      ...(domain === undefined
        ? []
        : [
            statement(
              ["CreateCustomDomain", "UpdateCustomDomain", "GetCustomDomain", "DeleteCustomDomain"].map(
                (action) => `fc:${action}`,
              ),
              [`acs:fc:${region}:${accountId}:custom-domains/*`],
            ),
            // Its pair: the vendor's component reads it by the older call (devsapp/fc3-domain, https_cert_config.ts).
            statement(["yundun-cert:GetUserCertificateDetail", "yundun-cert:DescribeUserCertificateDetail"], ["*"]),
          ]),
      statement(
        [
          "CreateFlow",
          "UpdateFlow",
          "DeleteFlow",
          "DescribeFlow",
          "ListFlows",
          "ListExecutions",
          "StopExecution",
          "DescribeExecution",
          "GetExecutionHistory",
        ].map((action) => `fnf:${action}`),
        ["*"],
      ),
      statement(
        [
          "GetProject",
          "CreateLogStore",
          "GetLogStore",
          "ListLogStores",
          "CreateIndex",
          "GetIndex",
          "GetLogStoreLogs",
        ].map((action) => `log:${action}`),
        projects.flatMap((project) => {
          const arn = `acs:log:${region}:${accountId}:project/${project}`;
          return [arn, `${arn}/*`];
        }),
      ),
      // `init` looks whether there is a trail.
      statement(
        ["DescribeTrails", ...(trail === undefined ? [] : ["CreateTrail", "StartLogging"])].map(
          (action) => `actiontrail:${action}`,
        ),
        [`acs:actiontrail:*:${accountId}:trail/*`],
      ),
      statement(
        [
          "alb:DescribeRegions",
          "alb:ListLoadBalancers",
          "alb:GetLoadBalancerAttribute",
          "yundun-cert:ListUserCertificateOrder",
        ],
        ["*"],
      ),
      ...(tryout ? ofTryout(region, accountId) : []),
    ],
  };
}

/** What `albflow tryout` needs beside: to make an instance and two certificates, to start a rotation, and to take all of it away. */
function ofTryout(region: string, accountId: string): PolicyDocument["Statement"] {
  const allow = (Action: string[], Resource: string[]) => ({ Effect: "Allow" as const, Action, Resource });
  return [
    allow(
      ["CreateLoadBalancer", "DeleteLoadBalancer", "CreateListener", "CreateServerGroup", "DeleteServerGroup"].map(
        (action) => `alb:${action}`,
      ),
      ["loadbalancer", "servergroup"].map((kind) => `acs:alb:${region}:${accountId}:${kind}/*`),
    ),
    allow(
      [
        "alb:GetListenerAttribute",
        "alb:ListServerGroups",
        "yundun-cert:UploadUserCertificate",
        "yundun-cert:GetUserCertificateDetail",
        "yundun-cert:DeleteUserCertificate",
        "fnf:StartExecution",
      ],
      ["*"],
    ),
  ];
}
