import { defineReasons } from "../define.ts";

/** Reasons that every part of albflow may have. */
export const basicReasons = defineReasons({
  text: {
    kind: "detail",
    params: { text: "Connection reset" },
    cause: {
      en: "A text of somebody else: of the operating system, a TLS library, an ACME server, a chat. albflow passes it on as it is.",
      zh: "来自其他系统（操作系统、TLS 库、ACME 服务器、聊天工具）的原文，albflow 原样转述。",
    },
  },
  several: {
    kind: "detail",
    params: {
      parts: [
        { code: "text", params: { text: "a" } },
        { code: "text", params: { text: "b" } },
      ],
    },
    cause: { en: "Several reasons, one after the other.", zh: "依次列出的多个原因。" },
  },
  "cloud-error": {
    kind: "failure",
    params: {
      product: "alb",
      action: "StartListener",
      cloudCode: "IncorrectStatus.Listener",
      requestId: "7B3F",
      message: "The listener is busy",
    },
    cause: {
      en: "Alibaba Cloud returned an error. Code, request id and message are the cloud's own.",
      zh: "阿里云返回了错误。错误码、请求 ID 和错误信息均为云端原文。",
    },
  },
  "internal-error": {
    kind: "failure",
    params: { message: "TypeError: x is undefined" },
    cause: { en: "A fault in albflow itself.", zh: "albflow 自身的缺陷。" },
  },
});
