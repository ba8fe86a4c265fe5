import type { fieldReasons } from "../../../platform/reasons/topics/fields.ts";
import type { Messages } from "../message.ts";

export const fields: Messages<typeof fieldReasons> = {
  "must-be-text": "必须是文本",
  "must-be-true-or-false": "必须是 true 或 false",
  "must-be-list": "必须是列表",
  "must-not-be-empty": "不能为空",
  "must-have-at-most": ({ most }) => `最多 ${most} 项`,
  "must-have-fields": "必须包含字段",
  "must-have-fields-below": "下面必须有字段，目前为空",
  "must-be-project-name": "必须是日志 Project：3 到 63 个小写字母、数字或连字符",
  "must-be-logstore-name": "必须是 Logstore：3 到 63 个小写字母、数字、- 或 _",
  "must-be-trail-logstore":
    "必须是 Logstore：3 到 63 个小写字母、数字、- 或 _；`actiontrail_` 之后是跟踪的名称，6 到 36 个字符",
  "must-be-mail-address": "必须是邮箱地址",
  "must-be-listener-pattern": "必须是监听 ID，* 代表任意文本；不在部署地域时写作 <账号>/<地域>/<ID>",
  "must-be-account-number": "必须是 16 位数字的账号 ID，并加引号",
  "must-be-access-name": "必须是 `s config` 中某个密钥配置的名称",
  "must-be-so-long": ({ least, most }) => `必须是 ${least} 到 ${most} 个字符`,
  "must-be-vpc-id": "必须是 VPC 的 ID，例如 vpc-bp1aevy8sofi8mh1q",
  "must-be-vswitch-id": "必须是交换机的 ID，例如 vsw-bp1x8xx6tm2x",
  "must-be-security-group-id": "必须是安全组的 ID，例如 sg-bp1k8xx6tm2x",
  "must-be-certificate-id": '必须是加引号的证书 ID，例如 "24664588"',
  "must-be-key-set": "必须是 https 地址，或带有列表 `keys` 的 JWKS",
  "must-be-secret-reference": "必须是 env:<变量名> 或 kms:<机密名>，不能是机密本身",
  "must-be-stage-name": "必须是阶段名：1 到 16 个小写字母、数字或连字符",
};
