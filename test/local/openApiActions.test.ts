import { expect, test } from "vitest";
import { startLocalCloud } from "../../local/localCloud.ts";

const FLOW = `
Type: StateMachine
SpecVersion: v1
Name: inventory
StartAt: Listeners
States:
  - { Name: Listeners, Type: Task, Action: ALB:ListListeners, Parameters: { MaxResults: 2 }, OutputConstructor: { listeners.$: length($Output.Listeners) }, Next: Certificates }
  - { Name: Certificates, Type: Task, Action: CAS:ListUserCertificateOrder, Parameters: { OrderType: CERT }, OutputConstructor: { listeners.$: $Input.listeners, certificates.$: $Output.TotalCount }, Next: Caller }
  - { Name: Caller, Type: Task, Action: STS:GetCallerIdentity, OutputConstructor: { listeners.$: $Input.listeners, certificates.$: $Input.certificates, account.$: $Output.AccountId }, Next: Role }
  - { Name: Role, Type: Task, Action: RAM:GetRole, Parameters: { RoleName: flows }, OutputConstructor: { found.$: $Input, role.$: $Output.Role.RoleName }, Next: Itself }
  - { Name: Itself, Type: Task, Action: FNF:DescribeExecution, Parameters: { FlowName: inventory, ExecutionName.$: $Context.Execution.Name }, OutputConstructor: { found.$: $Input.found, role.$: $Input.role, itself.$: $Output.Status }, Next: Forbidden }
  - Name: Forbidden
    Type: Task
    Action: ALB:DeleteListener
    Parameters: { ListenerId: lsn-plain }
    Catch:
      - { Errors: [FnF.ALL], Description: not allowed, OutputConstructor: { found.$: $Input.found, role.$: $Input.role, itself.$: $Input.itself, code.$: $Context.Current.Error.Code }, Next: Nowhere }
    End: true
  - Name: Nowhere
    Type: Task
    Action: CONSTRUCTOR:ListListeners
    Catch:
      - { Errors: [FnF.ALL], Description: no product, OutputConstructor: { found.$: $Input.found, role.$: $Input.role, itself.$: $Input.itself, code.$: $Input.code, nowhere.$: $Context.Current.Error.Code }, Next: Done }
    End: true
  - { Name: Done, Type: Succeed }
`;

test("a flow calls ALB, CAS, RAM, STS and CloudFlow by their API names, within what its role allows", async () => {
  const allowed = [
    "alb:ListListeners",
    "yundun-cert:ListUserCertificateOrder",
    "ram:GetRole",
    "sts:GetCallerIdentity",
    "fnf:DescribeExecution",
  ];
  const cloud = await startLocalCloud({
    port: 0,
    fast: true,
    seed: "local/seed/example.yaml",
    deployment: {
      functions: [],
      codeRoot: ".",
      roles: [
        {
          name: "flows",
          trusts: ["fnf.aliyuncs.com"],
          policies: [{ Version: "1", Statement: [{ Effect: "Allow", Action: allowed, Resource: "*" }] }],
        },
      ],
      flows: [{ name: "inventory", definition: FLOW, roleArn: "acs:ram::1234567890123456:role/flows" }],
    },
  });
  const ended = new Promise<void>((resolve) => {
    cloud.cloudFlow.onEvent((_, events) => {
      if (events.some(({ type }) => /^Execution(Succeeded|Failed)/.test(type))) resolve();
    });
  });
  const { openCloudFlow } = await import("../../shared/platform/clients/cloudFlow.ts");
  const client = openCloudFlow({
    region: cloud.region,
    accountId: cloud.accountId,
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { fnf: cloud.endpoints.fnf },
  });
  await client.start("inventory", "once", {});
  await ended;
  const { Status, Output } = await client.describe("inventory", "once");
  await cloud.close();
  expect(Status).toBe("Succeeded");
  expect(JSON.parse(Output)).toEqual({
    found: { listeners: 2, certificates: 8, account: "1234567890123456" },
    role: "flows",
    itself: "Running",
    code: "ALB.NoPermission",
    nowhere: "CONSTRUCTOR.InvalidProduct.NotFound",
  });
});
