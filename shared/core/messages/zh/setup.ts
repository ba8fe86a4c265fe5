import type { setupReasons } from "../../../platform/reasons/topics/setup.ts";
import type { Messages } from "../message.ts";

export const setup: Messages<typeof setupReasons> = {
  "init-found": ({ region, hasCloudFlow, internet, intranet }) =>
    `${region}：${internet + intranet} 个实例，其中私网 ${intranet} 个${hasCloudFlow ? "" : "；该地域没有云工作流，albflow 无法在此运行"}`,
  "init-unseen": ({ what, cause }, { messageOf }) => `未能查看：${what}。${messageOf(cause)}`,
  "init-region": ({ proposed, instances }) =>
    `albflow 部署在哪个地域？该地域须有云工作流。${proposed} 满足要求${instances === 0 ? "" : `，并有 ${instances} 个实例`}`,
  "init-regions": ({ others, home }, { list }) =>
    `续期哪些地域？${list(others)} 也有实例；所列的每个地域都须部署 albflow，因此建议仅 ${home}`,
  "init-project": ({ project }) =>
    `记录保存在哪个日志项目？名称在阿里云全局唯一，因此 ${project} 带有账号 ID；bootstrap 会创建它`,
  "init-project-there": ({ project }) => `记录保存在哪个日志项目？${project} 已存在`,
  "init-secret":
    "派生所有密钥的主密钥保存在哪里？`file`：立即生成，保存在本目录中仅您可读的文件里。`kms:<名称>`：您在 KMS 中创建的至少 32 个随机字符的凭据",
  "init-network": ({ vpcs }, { list }) =>
    `是否验证私网实例的监听？它们位于 ${list(vpcs)}。请为每个 VPC 指定其中函数的安全组，例如 ${vpcs[0] ?? "vpc-1"}=sg-1；否则不验证`,
  "init-domain":
    "是否在您的域名上提供页面？请写出域名和证书 ID，例如 albflow.example.com=24664588；中国内地须备案，因此默认不设",
  "init-people":
    "由谁负责人员登录？请写 OpenID Connect 签发者地址，其公钥位于 /.well-known/jwks.json；命令行不需要，因此默认不设，任何人都不能调用 API",
  "init-chat":
    "是否在群聊中通知失败和审批？可选 dingtalk、lark 或 wecom；机器人地址取自 ALBFLOW_CHAT_URL，因此默认不设",
  "init-remediation": ({ trails }, { list }) =>
    `是否响应他人的变更？可选 off、observe 或 on，需要 EventBridge 时加 +events。${trails.length === 0 ? "没有跟踪投递到该地域，bootstrap 会创建" : `已有跟踪投递：${list(trails)}`}。它会自行动作，因此建议 off`,
  "init-acme":
    "在何处申请新证书？请写 ACME 服务器的目录地址，例如 https://acme-v02.api.letsencrypt.org/directory；否则只使用数字证书管理服务中已有的证书，因此默认不设",
  "init-answers-needed": {
    message: ({ questions }) =>
      `未写入任何内容：需要以下回答，但无人可问\n${questions.map((one) => `  ${one}`).join("\n")}`,
    next: "用 --set <名称>=<回答> 逐个给出，或用 --yes 采用方括号中的建议",
  },
  "init-answer-unknown": {
    message: ({ given, names }, { list }) => `没有名为 ${given} 的问题；可用的有 ${list(names, 10)}`,
    next: "请使用 --set <名称>=<回答>",
  },
  "init-file-exists": {
    message: ({ file }) => `${file} 已存在，不会覆盖`,
    next: "请编辑它、移走它，或用 --file 指定其他文件",
  },
  "init-written": ({ file }) => `已写入 ${file}；接下来运行 \`albflow bootstrap\``,
  "init-secret-made": ({ file }) =>
    `部署的主密钥在 ${file} 中，仅您可读。请在保管密钥处留一份副本：丢失后无法再更改已部署的内容`,
};
