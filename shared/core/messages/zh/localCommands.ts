import type { localCommandReasons } from "../../../platform/reasons/topics/localCommands.ts";
import type { Messages } from "../message.ts";

export const localCommands: Messages<typeof localCommandReasons> = {
  "local-cloud-missing": {
    message: ({ port }) => `端口 ${port} 上没有本地云`,
    next: ({ port, isUsual }) =>
      `请用 \`albflow local start${isUsual ? "" : ` --port ${port}`}\` 启动，或用 --port 指定已运行的本地云的首个端口`,
  },
  "local-port-foreign": {
    message: ({ port, status }) => `端口 ${port} 上运行的不是本地云：返回 ${status}`,
    next: "请用 --port 指定本地云的首个端口",
  },
  "local-keys-unreadable": {
    message: ({ file }) => `无法读取保存本地云密钥的 ${file}`,
    next: "请删除该文件，以生成新的密钥",
  },
  "folder-unusable": {
    message: ({ folder, message }) => `无法使用文件夹 ${folder}：${message}`,
    next: ({ option }) => `请使其可写，或用 ${option} 指定其他文件夹`,
  },
  "local-keys-usual": ({ port }) => `端口 ${port} 上的本地云使用密钥 local/local`,
  "local-ready": ({ seconds, account, region, hasUsualKeys }) =>
    `本地云已就绪（${seconds} 秒）：账号 ${account}，地域 ${region}${hasUsualKeys ? "，密钥 local/local" : ""}`,
  "local-deployed": ({ functions, flows }) => `已部署 ${functions} 个函数和 ${flows} 个流程`,
  "local-nothing-kept": "不保留任何数据；使用 --data <folder> 可全部保留",
  "local-kept": ({ folder }) => `全部数据保存在 ${folder}`,
  "local-time-still": ({ now }) => `当前时间 ${now}，时间静止：albflow local advance 1h`,
  "local-time-now": ({ now }) => `当前时间为 ${now}`,
  "local-keys-own": "它有自己的密钥。`albflow ... --local` 已知道；SDK 和工具通过环境变量获得",
  "local-own-api": "自身的 API：端点、调用、故障、数据",
  "local-api": "albflow 自己的 API，一周内有效：olga 可操作，ada 可审批",
  "local-pages": "同样内容的页面，以 olga 登录，或在另一个浏览器中以 ada 登录",
  "local-client": "使用官方 SDK 的客户端",
  "local-from-outside": ({ url }) => `从外部访问：curl -k ${url}/`,
  "local-proxy-ready": "*.aliyuncs.com 的客户端按以下设置访问本地云",
  "local-proxy-ends": "按 Ctrl-C 结束。各客户端的设置见 docs/clients.md",
  "local-ends": "按 Ctrl-C 结束",
  "fault-set": ({ id, flags }) => `已设置 ${id}。清除命令：albflow local fault clear ${id}${flags}`,
  "no-faults": "没有故障",
  "faults-cleared": ({ cleared }) => `已清除：${cleared}`,
  "fault-every-call": "所有调用",
  "fault-probability": ({ probability }) => `概率 ${probability}`,
  "fault-hits": ({ hits, of }) => (of === null ? `命中 ${hits} 次` : `${of} 次中已命中 ${hits} 次`),
};
