import { defineReasons, orNull } from "../define.ts";

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
      cloudCode: orNull("IncorrectStatus.Listener"),
      requestId: orNull("7B3F"),
      message: "The listener is busy",
    },
    cause: {
      en: "Alibaba Cloud returned an error. Code, request id and message are the cloud's own.",
      zh: "阿里云返回了错误。错误码、请求 ID 和错误信息均为云端原文。",
    },
  },
  "cloudflow-not-offered": {
    kind: "refusal",
    params: { region: "cn-heyuan", regions: ["cn-hangzhou"] },
    cause: { en: "CloudFlow is not offered in a region.", zh: "该地域不提供云工作流。" },
  },
  "failure-unexplained": {
    kind: "detail",
    params: {},
    cause: { en: "A function failed without a message.", zh: "函数失败且没有消息。" },
  },
  "failed-invocation-unreadable": {
    kind: "invalid",
    params: {},
    cause: { en: "The event is none of a failed invocation.", zh: "事件不是失败调用的通知。" },
  },
  "internal-error": {
    kind: "failure",
    params: { message: "TypeError: x is undefined" },
    cause: { en: "A fault in albflow itself.", zh: "albflow 自身的缺陷。" },
  },
  "cloud-answer-unexpected": {
    kind: "failure",
    params: { product: "log", action: "GetLogStoreLogs" },
    cause: {
      en: "A product answered in a form that its documentation does not have.",
      zh: "云产品返回了文档中没有的格式。",
    },
  },
  "sdk-without-action": {
    kind: "failure",
    params: { product: "alb", action: "StartListener" },
    cause: {
      en: "A fault in albflow: a package lacks a call that it makes.",
      zh: "albflow 的缺陷：软件包中缺少所需的接口。",
    },
  },
  "sdk-would-not-send": {
    kind: "failure",
    params: { product: "alb", action: "StartListener", fields: ["ListenerId"] },
    cause: { en: "The SDK does not know a parameter that is to be sent.", zh: "SDK 不支持要发送的参数。" },
  },
  "account-unknown": {
    kind: "invalid",
    params: { setting: "ALIBABA_CLOUD_ACCOUNT_ID" },
    cause: { en: "Nothing says which account to talk to.", zh: "没有指定要访问的账号。" },
  },
  "credentials-missing": {
    kind: "failure",
    params: {
      profile: orNull("default"),
      cause: { code: "text", params: { text: "unable to get credentials" } },
    },
    cause: { en: "No credentials are found.", zh: "没有找到访问凭证。" },
  },
  "credentials-nowhere": {
    kind: "detail",
    params: {},
    cause: {
      en: "Neither the environment nor the Aliyun CLI, the SDKs' file or the instance has credentials.",
      zh: "环境变量、阿里云 CLI、SDK 凭证文件和实例角色均没有访问凭证。",
    },
  },
  "function-failed": {
    kind: "failure",
    params: { functionName: "albflow-startListener", cause: { code: "text", params: { text: "timed out" } } },
    cause: { en: "A function answered with an error.", zh: "函数返回了错误。" },
  },
  "function-without-role": {
    kind: "failure",
    params: { functionName: "albflow-startListener" },
    cause: { en: "A function runs without a RAM role.", zh: "函数没有配置 RAM 角色。" },
  },
  "event-not-json": {
    kind: "invalid",
    params: { bytes: 12 },
    cause: {
      en: "A function was called with something that is no JSON object.",
      zh: "调用函数时传入的不是 JSON 对象。",
    },
  },
  "event-not-http": {
    kind: "invalid",
    params: { bytes: 12 },
    cause: { en: "The API was called with something that is no HTTP event.", zh: "调用 API 时传入的不是 HTTP 事件。" },
  },
  "request-not-http": {
    kind: "invalid",
    params: {},
    cause: { en: "A request holds what HTTP does not allow.", zh: "请求中包含 HTTP 不允许的内容。" },
  },
  "kept-text-changed": {
    kind: "failure",
    params: { execution: "kept-1" },
    cause: { en: "What was kept in CloudFlow was changed.", zh: "保存在云工作流中的内容已被修改。" },
  },
  "records-invalid": {
    kind: "invalid",
    params: {},
    cause: { en: "keepRecords was called with other records than its own.", zh: "传给 keepRecords 的记录无效。" },
  },
});
