import type { terminalReasons } from "../../../platform/reasons/topics/terminal.ts";
import type { Messages } from "../message.ts";

/** The heads of tables and the words before values; what is not here is the same in both languages. */
const COLUMNS: Record<string, string> = {
  account: "账号",
  agreed: "已同意",
  algorithm: "算法",
  "asked by": "发起人",
  certificate: "证书",
  ciphers: "加密套件",
  "ends in": "剩余",
  execution: "执行",
  flow: "流程",
  from: "来源",
  instance: "实例",
  instances: "实例",
  issuer: "颁发者",
  kind: "类型",
  listener: "监听",
  listeners: "监听",
  name: "名称",
  names: "域名",
  note: "备注",
  on: "日期",
  operation: "操作",
  port: "端口",
  protocol: "协议",
  "read only": "只读",
  region: "地域",
  regions: "地域",
  renewal: "续期",
  role: "RAM 角色",
  "server groups": "服务器组",
  servers: "服务器",
  setting: "设置",
  "started (UTC)": "开始时间（UTC）",
  state: "状态",
  stopped: "停止说明",
  successor: "后继证书",
  tags: "标签",
  ticket: "工单",
  "TLS policy": "TLS 安全策略",
  took: "耗时",
  tracing: "链路追踪",
  until: "到期",
  "until (UTC)": "答复截止（UTC）",
  "valid from": "生效日期",
  value: "值",
  versions: "TLS 版本",
  VPC: "专有网络",
  why: "原因",
};

/** What says where a command goes, where it is no option, variable or file. */
const SOURCES: Record<string, string> = { default: "默认值", keys: "当前凭证", profile: "~/.aliyun/config.json" };

export const terminal: Messages<typeof terminalReasons> = {
  "column-head": ({ column }) => COLUMNS[column] ?? column,
  "ciphers-counted": ({ ciphers }) => `${ciphers} 个加密套件`,
  "days-counted": ({ days, unknown }) =>
    days === null ? "未知" : `${days} 天${unknown === 0 ? "" : `，${unknown} 张未知`}`,
  "nothing-runs": "没有正在运行的执行",
  "approvals-answered": "用 `albflow approve <执行>` 同意，加上 --deny 则拒绝",
  "nothing-waits": "没有等待审批的执行",
  "all-regions": "全部",
  "no-targets": ({ file }) => `${file} 中没有其他账号`,
  "progress-reading-plan": "正在读取计划",
  "progress-answering": "正在提交答复",
  "progress-ordering": ({ certificateId }) => `正在为 ${certificateId} 申请后继证书`,
  "advance-progress": ({ passed, asked }) => `已推进 ${passed}，共 ${asked}`,
  "advance-interrupted": ({ passed, asked, port }) =>
    `已推进 ${passed}，共 ${asked}；本地云会走完当前这一天，\`albflow local endpoints --port ${port}\` 可查看其时间`,
  "context-account-foreign": {
    message: ({ accountId, from, keys }) => `${from} 指定的账号是 ${accountId}，而当前凭证属于账号 ${keys}`,
    next: ({ from }) => `请使用该账号的凭证（--profile），或修改 ${from}`,
  },
  "context-source": ({ from }) => SOURCES[from] ?? from,
  "command-place": ({ account, region, ways }) =>
    [account === null ? "账号：当前凭证所属账号" : `账号 ${account}`, `地域 ${region}`, ...ways].join("，"),
  "listener-place": ({ account, region }) =>
    `监听位于${[...(account === null ? [] : [`账号 ${account}`]), ...(region === null ? [] : [`地域 ${region}`])].join("，")}`,
};
