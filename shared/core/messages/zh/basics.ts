import type { basicReasons } from "../../../platform/reasons/topics/basics.ts";
import type { Messages } from "../message.ts";

export const basics: Messages<typeof basicReasons> = {
  text: ({ text }) => text,
  several: ({ parts }, { messageOf }) => parts.map(messageOf).join("；"),
  "cloud-error": {
    message: ({ product, action, cloudCode, requestId, message }) =>
      `${product} ${action} 返回 ${cloudCode}：${message}${requestId === "" ? "" : `（请求 ID ${requestId}）`}`,
    next: "请在该产品的 API 文档中查询错误码；提供请求 ID 后，阿里云技术支持可定位该次调用",
  },
  "internal-error": {
    message: ({ message }) => `albflow 自身发生故障（${message}）`,
    next: "请连同执行名称一起反馈",
  },
};
