import { CloudError } from "../../wire/cloudError.ts";
import { roleIn } from "../directory.ts";
import { type RamAction, required } from "./action.ts";

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
      const service = required(parameters, "ServiceName", /./);
      const name = Object.hasOwn(NAMES, service) ? NAMES[service] : undefined;
      if (name === undefined)
        throw new CloudError(404, "EntityNotExist.ServiceName", `There is no service ${service}.`);
      if (roleIn(ram.directory, name) !== undefined) {
        throw new CloudError(409, "EntityAlreadyExists.Role", `The role already exists: ${name}`);
      }
      ram.putRole({ name, trusts: [service], policies: [] });
      return {
        Role: { RoleName: name, Arn: `acs:ram::${accountId}:role/${name.toLowerCase()}`, IsServiceLinkedRole: true },
      };
    },
  },
};
