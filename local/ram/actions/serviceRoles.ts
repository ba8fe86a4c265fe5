import { CloudError } from "../../wire/cloudError.ts";
import { roleIn } from "../directory.ts";
import { trustDocument } from "../documents.ts";
import { type RamAction, requiredParameter } from "./action.ts";
import { ramTime, roleId, roleOf } from "./roles.ts";

/** Roles that belong to services, by the names that these have (real-cloud.md FB3, FB5, FR2, CR15). */
const NAMES: Record<string, string> = {
  "fc.aliyuncs.com": "AliyunServiceRoleForFC",
  "sendtofc.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSendToFC",
  "source-actiontrail.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSourceActionTrail",
  "source-cms.eventbridge.aliyuncs.com": "AliyunServiceRoleForEventBridgeSourceCMS",
  "logdelivery.alb.aliyuncs.com": "AliyunServiceRoleForAlbLogDelivery",
};

/** Service-linked roles, of Resource Management (API 2020-03-31). */
export const serviceRoleActions: Record<string, RamAction> = {
  CreateServiceLinkedRole: {
    product: "resourcemanager",
    resource: () => "*",
    permission: "ram:CreateServiceLinkedRole",
    answer(parameters, { context: { ram, accountId } }) {
      const service = requiredParameter(parameters, "ServiceName", /./);
      const name = Object.hasOwn(NAMES, service) ? NAMES[service] : undefined;
      if (name === undefined)
        throw new CloudError(404, "EntityNotExist.ServiceName", `There is no service ${service}.`);
      if (roleIn(ram.directory, name) !== undefined) {
        throw new CloudError(409, "EntityAlreadyExists.Role", `The role already exists: ${name}`);
      }
      ram.putRole({ name, trusts: [service], policies: [] });
      const role = roleOf(ram.directory, name);
      role.description = parameters.get("Description") ?? "";
      return {
        Role: {
          RoleId: roleId(role),
          RoleName: name,
          RolePrincipalName: `${name.toLowerCase()}@role.${accountId}.onaliyunservice.com`,
          Arn: `acs:ram::${accountId}:role/${name.toLowerCase()}`,
          Description: role.description,
          AssumeRolePolicyDocument: trustDocument(role.trusts),
          CreateDate: ramTime(role.createdAt),
          IsServiceLinkedRole: true,
        },
      };
    },
  },
  /** What the vendor's deployment tool asks before it makes an EventBridge trigger. */
  CheckServiceLinkedRoleExistence: {
    product: "resourcemanager",
    resource: () => "*",
    permission: "ram:CheckServiceLinkedRoleExistence",
    answer(parameters, { context: { ram } }) {
      const service = requiredParameter(parameters, "ServiceName", /./);
      const name = Object.hasOwn(NAMES, service) ? NAMES[service] : undefined;
      return { Existence: name !== undefined && roleIn(ram.directory, name) !== undefined };
    },
  },
};
