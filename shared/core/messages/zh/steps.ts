import type { stepReasons } from "../../../platform/reasons/topics/steps.ts";
import type { Messages } from "../message.ts";

/** What ids stand for that the cloud has yet to give. */
const MADE: Record<string, string> = {
  "@serverGroup": "新服务器组",
  "@securityPolicy": "新 TLS 安全策略",
  "@successorCopy": "新默认证书的副本",
  "@formerCopy": "原默认证书的副本",
  "@closedGroup": "空服务器组",
  "@canaryRule": "灰度转发规则",
  "@copy": "新监听",
  "@listener": "新监听",
};

const named = (id: string) => MADE[id] ?? id;
/** 名称在句中：ID 两侧留空格，中文名称不留。 */
const within = (id: string) => MADE[id] ?? ` ${id} `;
const atEnd = (id: string) => MADE[id] ?? ` ${id}`;
const all = (ids: readonly string[]) => ids.map(named).join("、");

export const steps: Messages<typeof stepReasons> = {
  "step-associate-certificates": ({ certificateIds, listenerId }) =>
    `为${within(listenerId)}添加扩展证书 ${all(certificateIds)}`,
  "step-dissociate-certificates": ({ certificateIds, listenerId }) =>
    `从${within(listenerId)}移除扩展证书 ${all(certificateIds)}`,
  "step-set-default-certificate": ({ certificateIds, listenerId }) =>
    `将${within(listenerId)}的默认证书设为 ${all(certificateIds)}`,
  "step-update-listener": ({ fields, listenerId }) => `修改${within(listenerId)}的 ${fields.join("、")}`,
  "step-set-tracing": ({ listenerId }) => `设置${within(listenerId)}的链路追踪`,
  "step-start-listener": ({ listenerId }) => `启动${atEnd(listenerId)}`,
  "step-stop-listener": ({ listenerId }) => `停止${atEnd(listenerId)}`,
  "step-create-listener": ({ protocol, port, loadBalancerId }) =>
    `在 ${loadBalancerId} 的 ${port} 端口创建 ${protocol} 监听`,
  "step-delete-listener": ({ listenerId }) => `删除${atEnd(listenerId)}`,
  "step-create-rules": ({ count, listenerId }) => `在${within(listenerId)}上创建 ${count} 条转发规则`,
  "step-probe-canary": ({ serverGroupId }) => `仅将 albflow 自己的请求发送到${atEnd(serverGroupId)}`,
  "step-share-requests": ({ percent, serverGroupId }) => `将 ${percent}% 的请求发送到${atEnd(serverGroupId)}`,
  "step-delete-rule": ({ ruleId }) => `删除${atEnd(ruleId)}`,
  "step-enable-access-log": ({ loadBalancerId, project, logstore }) =>
    `将 ${loadBalancerId} 的访问日志写入 ${project}/${logstore}`,
  "step-disable-access-log": ({ loadBalancerId }) => `关闭 ${loadBalancerId} 的访问日志`,
  "step-associate-acls": ({ aclType, listenerId }) => `为${within(listenerId)}绑定访问控制策略组（${aclType}）`,
  "step-create-server-group": ({ name }) => `创建服务器组 ${name}`,
  "step-create-closed-group": "创建一个空服务器组，在监听配置完成前返回 503",
  "step-add-servers": ({ count }) => `向其中添加 ${count} 台后端服务器`,
  "step-delete-server-group": ({ serverGroupId }) =>
    serverGroupId === "@closedGroup" ? "删除空服务器组" : `删除服务器组${atEnd(serverGroupId)}`,
  "step-create-tls-policy": ({ name }) => `创建 TLS 安全策略 ${name}`,
  "step-delete-tls-policy": ({ policyId }) => `删除 TLS 安全策略${atEnd(policyId)}`,
  "step-copy-certificate": ({ certificateId }) => `在数字证书管理服务中复制 ${certificateId}`,
  "step-delete-certificate-copy": ({ certificateId }) => `从数字证书管理服务中删除 ${certificateId} 的副本`,
  "step-create-log-project": ({ project }) => `创建日志 Project ${project}`,
  "step-create-logstore": ({ project, logstore }) => `创建 Logstore ${project}/${logstore}`,
  "step-create-index": ({ project, logstore }) => `为 ${project}/${logstore} 创建索引`,
  "more-steps": ({ count }) => `另有 ${count} 个步骤`,
};
