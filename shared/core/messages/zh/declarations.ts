import type { declarationReasons } from "../../../platform/reasons/topics/declarations.ts";
import type { Messages } from "../message.ts";

export const declarations: Messages<typeof declarationReasons> = {
  "component-unknown": ({ component }) => `${component} 不是此处已知的组件`,
  "component-count": ({ count, component }) => `使用组件 ${component} 的资源有 ${count} 个，必须恰好一个`,
  "property-unknown": "没有此属性",
  "must-have-cloudflow": ({ regions }) => `必须是提供 CloudFlow 的地域：${regions.join("、")}`,
  "must-be-prefix": "必须是 1 到 31 个 a-z、0-9 或 -，以字母开头",
  "must-be-log-project": "必须是日志服务的项目",
  "must-be-logstore": "必须是日志库",
  "must-be-role": "必须是 RAM 角色的 ARN 或名称",
  "must-be-role-arn": "必须是角色的 ARN：组件会把名称改为小写，ARN 至少能说明其所属",
  "must-be-trigger-role": "必须是角色的 ARN：否则组件会自行创建",
  "must-be-function-name": "必须是函数名，最多 64 个字符",
  "must-be-trigger-name": "必须是触发器名",
  "must-be-variable-name": "必须是变量名",
  "must-be-domain-name": "必须是域名",
  "must-be-handler": "必须是 <文件>.<导出名>",
  "must-be-code-folder": "必须是 s.yaml 旁的目录",
  "must-be-certificate-number": "必须是证书在证书服务中的编号",
  "must-be-log-source": "必须是 acs:log:<地域>:<账号>:project/<项目>",
  "must-be-fc3-version": "必须是带版本的 fc3：否则总是使用最新版本",
  "must-be-json-text": "必须是 JSON 文本",
  "cpu-between-steps": "必须是 0.05 的倍数",
  "cpu-unfit-for-memory": ({ memorySize, least, most }) =>
    `必须为每 GB 内存四分之一到一：内存 ${memorySize} MB 时为 ${least} 到 ${most}`,
  "keys-belong-to-jwt": "属于 authType jwt，且 jwt 需要它",
  "open-to-everybody": "对所有人开放了函数：请在触发器描述中说明由谁校验调用者",
  "expression-not-filled-in": ({ expression }) => `${expression} 尚未填入`,
  "definition-refused": ({ line, column, state, why }, f) =>
    `第 ${line} 行第 ${column} 列${state === null ? "" : `，状态 "${state}"`}：${f.sentence(f.messageOf(why))}${f.next(why)}`,

  "cron-no-interval": ({ expression }) => `"${expression}" 不是时间间隔：应为 @every <n>m 或 @every <n>h，至少一分钟`,
  "cron-fields-missing": ({ fields }) => `"${fields}" 必须有六个字段，秒在最前`,
  "cron-second-open": ({ fields }) => `"${fields}" 每分钟触发多次；请指定某一秒`,
  "cron-never-due": ({ fields }) => `"${fields}" 永远不会触发`,
  "cron-unreadable": ({ expression, error }) => `"${expression}" 不是时间：${error}`,

  "handler-missing": ({ file }) => `没有 ${file}；请运行 \`npm run build\``,
  "handler-not-exported": ({ file, name }) => `${file} 没有导出 ${name}`,
  "handler-not-loading": ({ file, error }) => `${file} 无法加载：${error}`,

  "role-not-made-here": ({ role }) => `没有任何资源创建角色 ${role}`,
  "function-declared-twice": ({ name }) => `${name} 声明了两次`,
  "trigger-declared-twice": "与另一个触发器同名",
  "destination-not-declared": ({ name }) => `引用了 ${name}，但它未声明`,
  "target-not-declared": ({ action, target }) => `${action} 引用了 ${target}，但它未声明`,

  "package-too-heavy": ({ kib, budget }) => `压缩后 ${kib} KiB；上限为 ${budget}`,
  "policy-too-long": ({ length, most }) => `其策略有 ${length} 个字符；RAM 最多 ${most}。请选用更短的前缀或日志库名`,
  "variables-too-long": ({ bytes, most }) => `其变量共 ${bytes} 字节；函数计算最多 ${most}`,
  "variable-not-ascii": ({ variable }) => `${variable} 含有不可打印或非 ASCII 字符，函数计算不接受`,
  "pattern-too-many-values": ({ field, count, most }) => `${field} 有 ${count} 个值；EventBridge 最多 ${most}`,

  "secret-by-its-looks": "看起来像密钥；请通过函数的角色授予所需权限",
  "secret-by-its-name": "名称像密钥，且带有值",

  "changes-counted": ({ created, changed, removed, unchanged }) =>
    `新建 ${created} 项，变更 ${changed} 项，移除 ${removed} 项，${unchanged} 项无需变更`,
  "lines-left-out": ({ lines }) => `… 另有 ${lines} 行`,
  "policy-detached": ({ policy }) => `解除 ${policy}，它不是此部署授予的`,
  "logstore-stays": ({ what }) => `保留 ${what} 及其内容`,
  "roles-settle": ({ seconds }) => `等待 ${seconds} 秒，直到新角色可用。如果函数的角色仍被拒绝，请重新运行`,
  "flows-lose-histories":
    "流程的历史随之删除，同名的新流程也不会恢复：已运行的无法再撤销，等待审批的无法再答复，审计记录只剩日志服务中保存的部分",
};
