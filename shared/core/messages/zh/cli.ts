import type { cliReasons } from "../../../platform/reasons/topics/cli.ts";
import { type Messages, wordOf } from "../message.ts";
import { renewalStatuses } from "../renewalStatuses.ts";

export const cli: Messages<typeof cliReasons> = {
  "nothing-due": "没有证书到期应续",
  "local-cloud-not-running": {
    message: "本地云没有响应",
    next: "请用 `albflow local start` 启动，或用 --port 指定它的首个端口",
  },
  "local-cloud-elsewhere": {
    message: ({ region, asked }) => `本地云部署在 ${region}，而不是 ${asked}`,
    next: "请去掉该地域参数",
  },
  "renewal-status": ({ status }) => wordOf(renewalStatuses, status, "zh"),
  "stage-checked": ({ stage, resources, flows }) => `${stage}：${resources} 个资源和 ${flows} 个流程符合要求`,
  "confirm-deploy": ({ stage, account }) => `将阶段 ${stage} 部署到账号 ${account}？`,
  "confirm-remove": ({ stage, account }) => `从账号 ${account} 移除阶段 ${stage}？`,
  "query-invalid": {
    message: ({ query }) => `--query ${query} 不是有效的路径`,
    next: "请用点号连接名称，用 [2] 表示列表中的一项，用 [] 表示全部：listeners[].listenerId",
  },
  "round-started": ({ execution, flags }) =>
    `已启动 ${execution}；\`albflow execution ${execution}${flags}\` 可查看进展`,
  "follow-interrupted": ({ execution, flags }) =>
    `${execution} 在云端继续：\`albflow execution ${execution}${flags}\` 可继续跟踪，\`albflow stop ${execution}${flags}\` 可停止并回滚`,
  "follow-interrupted-embedded": ({ execution, flags }) =>
    `${execution} 暂停：其引擎随本命令结束。下一条使用 --embedded 的命令会继续它，\`albflow watch ${execution}${flags}\` 会跟踪到结束`,
  "watch-interrupted": ({ execution, flags }) =>
    `${execution} 在云端继续：\`albflow watch ${execution}${flags}\` 可继续跟踪`,
  "approve-interrupted": ({ execution, isGiven, flags }) =>
    isGiven
      ? `答复已提交；使用 \`albflow execution ${execution}${flags}\` 查看进展`
      : `未提交任何答复，${execution} 仍在等待：\`albflow approve ${execution}${flags}\``,
  "deploy-interrupted": ({ stage }) =>
    `已部署的部分保留，阶段 ${stage} 可能只完成了一半：再次运行同一命令会从中断处继续`,
  "nothing-changed": "没有任何更改",
  "nobody-to-confirm": { message: "无人确认，没有任何更改", next: "请查看以上内容，然后加上 --yes" },
  "nothing-deployed-embedded": { message: "使用 --embedded 时没有部署任何内容", next: "请去掉该选项" },
  "specification-written": ({ file }) => `已写入 ${file}，现在由 Serverless Devs 部署`,
  "serverless-devs-failed": {
    message: ({ task, file }) => `s ${task} 失败；输出见 ${file}`,
    next: "排除原因后重新运行同一命令，会从中断处继续",
  },
  "deployed-now-examined": "已全部发送，检查结果如下",
  "removal-loses": "执行历史会随流程一起删除且无法恢复：已执行的变更不能再撤销，等待审批的请求不能再答复",
  "removal-leaves": ({ stores }, { list }) =>
    `以下内容保留：Logstore ${list(stores)}、服务关联角色、证书，以及对监听所做的更改`,
  "execution-stopped-for-removal": ({ flow, execution }) => `已停止 ${flow} 的 ${execution}`,
  "removal-complete": ({ stage }) => `除上述内容外，阶段 ${stage} 已全部移除`,
  "removal-incomplete": { message: ({ left }, { list }) => `仍有残留：${list(left)}`, next: "请重新运行同一命令" },
  "service-not-activated": {
    message: ({ service }) => `此账号尚未开通 ${service}`,
    next: ({ page }) => `请在 ${page} 开通一次，然后重新运行同一命令`,
  },
  "service-not-in-region": {
    message: ({ service, region }) => `在 ${region} 找不到 ${service} 的接入点`,
    next: "请在 albflow.yaml 中设置其他 `region`，或检查本机的域名解析",
  },
  "console-open": ({ address, name }) =>
    `${address} 在本机的一个浏览器中打开页面，仅一次，以 ${name} 登录；Ctrl-C 结束`,
  "console-not-here": {
    message: ({ host }) => `这些页面只在 http://${host}`,
    next: "请打开 `albflow console` 输出的地址",
  },
  "console-address-used": {
    message: "该地址只允许一个浏览器进入一次",
    next: "请重新运行 `albflow console` 获取新地址",
  },
  "console-views-only": ({ setting }) => `页面仅供查看：此处未设置密钥 ${setting}，无法对请求签名`,
  "service-role-not-made": {
    message: ({ role, service, cause }, { messageOf }) =>
      `未能创建 ${role}，没有它 ${service} 无法在此账号中工作：${messageOf(cause)}`,
    next: ({ cause }, { next }) => next(cause) || "请在 RAM 控制台创建，或向部署者授予 ram:CreateServiceLinkedRole",
  },
  "right-missing": {
    message: ({ right }) => `当前密钥无权执行 ${right}`,
    next: "请授权：`albflow policy deployer` 输出部署者所需的全部权限；然后重新运行同一命令",
  },
  "quota-reached": {
    message: ({ cloudCode, message }) => `账号的配额已用尽（${cloudCode}：${message}）`,
    next: "请删除不需要的资源，或在 https://quotas.console.aliyun.com 提高配额，然后重新运行同一命令",
  },
  "domain-not-pointing": {
    message: ({ domain }) => `${domain} 未指向函数计算`,
    next: ({ domain, target }) => `请为 ${domain} 添加指向 ${target} 的 CNAME 记录，然后重新运行同一命令`,
  },
  "service-to-be-seen": ({ service, page }) => `${service} 是否已开通只能在 ${page} 查看`,
  "confirm-bootstrap": ({ account }) => `在账号 ${account} 中创建以上内容？`,
  "bootstrap-complete": "部署所需的内容已齐备",
  "bootstrap-needed": {
    message: ({ missing }, { list }) => `部署所需的内容尚缺：${list(missing)}`,
    next: "请运行 `albflow bootstrap`",
  },

  "credentials-empty": "找到的凭证为空",
  "profile-is-its-own-source": ({ profile }) => `配置 ${profile} 以自身为来源`,
  "profile-field-missing": ({ field }) => `配置中没有 ${field}`,
  "credentials-uri-failed": ({ status }) => `credentials_uri 返回了状态码 ${status}`,
  "credentials-uri-without-keys": "credentials_uri 的响应中没有密钥",
};
