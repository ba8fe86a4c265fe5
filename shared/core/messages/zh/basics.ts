import type { basicReasons } from "../../../platform/reasons/topics/basics.ts";
import { isOfNetwork, type Messages } from "../message.ts";

export const basics: Messages<typeof basicReasons> = {
  text: ({ text }) => text,
  several: ({ parts }, { messageOf }) => parts.map(messageOf).join("；"),
  "cloud-error": {
    message: ({ product, action, cloudCode, requestId, message }) =>
      requestId === null && isOfNetwork(cloudCode)
        ? `调用 ${product} ${action} 时无法连接：${message}`
        : `${product} ${action} 返回 ${cloudCode === null ? "" : `${cloudCode}：`}${message}${requestId === null ? "" : `（请求 ${requestId}）`}`,
    next: ({ cloudCode, requestId }) =>
      requestId === null && isOfNetwork(cloudCode)
        ? "请检查网络、地域名称以及所设置的服务地址"
        : "请在该产品的 API 文档中查询错误码；阿里云技术支持可凭请求 ID 查到本次调用",
  },
  "cloud-answer-unexpected": {
    message: ({ product, action }) => `${product} ${action} 返回了意外的内容`,
    next: "请重试；如仍出现请反馈",
  },
  "sdk-without-action": {
    message: ({ product, action }) => `${product} 的 SDK 没有接口 ${action}`,
    next: "请反馈该问题",
  },
  "sdk-would-not-send": {
    message: ({ product, action, fields }, f) => `SDK 不会发送 ${f.list(fields)}，因此没有调用 ${product} ${action}`,
    next: "请反馈该问题",
  },
  "account-unknown": {
    message: ({ setting }) => `函数计算的地址需要账号 ID，但未设置 ${setting}`,
    next: ({ setting }) => `请将 ${setting} 设为控制台显示的十六位数字`,
  },
  "credentials-missing": {
    message: ({ profile, cause }, { messageOf }) =>
      `${profile === null ? "" : `配置“${profile}”中`}没有访问凭证：${messageOf(cause)}`,
    next: "请设置 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET，或运行 `aliyun configure`，或用 --local 使用本地云",
  },
  "credentials-nowhere": "环境变量、~/.aliyun/config.json、~/.alibabacloud/credentials 和实例角色中均未找到",
  "function-failed": {
    message: ({ functionName, cause }, { messageOf }) => `函数 ${functionName} 执行失败：${messageOf(cause)}`,
    next: ({ cause }, { next }) => next(cause) || "请查看该函数的日志",
  },
  "function-without-role": {
    message: ({ functionName }) => `函数 ${functionName} 没有 RAM 角色`,
    next: "请在 s.yaml 中配置角色并重新部署",
  },
  "event-not-json": {
    message: ({ bytes }) => `${bytes} 字节的事件不是 JSON 对象`,
    next: "请用 JSON 对象调用函数",
  },
  "event-not-http": {
    message: ({ bytes }) => `${bytes} 字节的事件不是 HTTP 触发器的事件`,
    next: "请通过 HTTP 调用 API",
  },
  "request-not-http": { message: "请求包含 HTTP 不允许的内容", next: "请更正请求" },
  "kept-text-changed": {
    message: ({ execution }) => `云工作流中以 ${execution} 保存的内容已被修改`,
    next: "请查明谁可以启动流程 keep 的执行，然后重新启动操作",
  },
  "records-invalid": {
    message: "这些不是 keepRecords 保存的记录",
    next: "请部署同一版本的函数",
  },
  "cloudflow-not-offered": {
    message: ({ region }) => `${region} 不提供云工作流，albflow 未部署在该地域`,
    next: ({ regions }, f) => `请选择以下地域：${f.list(regions, regions.length)}`,
  },
  "failure-unexplained": "未说明原因",
  "failed-invocation-unreadable": {
    message: "该事件不是函数计算发送的失败调用通知",
    next: "请检查异步调用的目标",
  },
  "internal-error": {
    message: ({ message }) => `albflow 自身发生故障（${message}）`,
    next: "请连同执行名称一起反馈",
  },
};
