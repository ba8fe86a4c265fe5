import { defineReasons } from "../define.ts";

/** What the command says that makes an instance of its own, rotates a certificate on it, and takes it away. */
export const tryoutReasons = defineReasons({
  "tryout-price": {
    kind: "progress",
    params: { isLocal: false, minutes: 10 },
    cause: { en: "It is said what trying albflow costs, before it begins.", zh: "试用开始前说明费用。" },
  },
  "confirm-tryout": {
    kind: "progress",
    params: { account: "1234567890123456", region: "cn-hangzhou" },
    cause: { en: "Trying albflow has to be confirmed.", zh: "试用需要确认。" },
  },
  "tryout-embedded": {
    kind: "invalid",
    params: {},
    cause: { en: "Trying what is deployed was asked for with --embedded.", zh: "以 --embedded 试用已部署的系统。" },
  },
  "tryout-nothing-deployed": {
    kind: "refusal",
    params: { flow: "albflow-rotateCertificate", region: "cn-hangzhou" },
    cause: { en: "The flow that would be tried is not deployed.", zh: "要试用的工作流尚未部署。" },
  },
  "tryout-network-unknown": {
    kind: "refusal",
    params: { region: "cn-hangzhou" },
    cause: {
      en: "No instance of the account shows where a new one could stand, and no network was named.",
      zh: "账号中没有实例可供参考网络，也未指定网络。",
    },
  },
  "tryout-making": {
    kind: "progress",
    params: { run: "try-mx3k2a" },
    cause: { en: "An instance is made for trying albflow.", zh: "正在创建试用实例。" },
  },
  "tryout-made": {
    kind: "progress",
    params: { loadBalancerId: "alb-1", listenerId: "lsn-1", port: 8443, host: "alb-1.cn-hangzhou.alb.aliyuncs.com" },
    cause: { en: "The instance for trying albflow serves.", zh: "试用实例已就绪。" },
  },
  "tryout-page": {
    kind: "progress",
    params: { url: "https://albflow.example.com/console/executions/rotateCertificate/try-1" },
    cause: { en: "A run for trying albflow has a page.", zh: "试用的执行有页面。" },
  },
  "tryout-page-nowhere": {
    kind: "progress",
    params: { execution: "try-1", flags: "" },
    cause: {
      en: "No address is configured under which people see pages.",
      zh: "未配置人员查看页面的地址。",
    },
  },
  "tryout-removing": {
    kind: "progress",
    params: { run: "try-mx3k2a" },
    cause: { en: "What was made for trying albflow is taken away.", zh: "正在清除试用创建的资源。" },
  },
  "tryout-interrupted": {
    kind: "notice",
    params: {},
    cause: { en: "Somebody has ended the command that tries albflow.", zh: "试用命令被中断。" },
  },
  "tryout-removed": {
    kind: "progress",
    params: { removed: ["instance alb-1"] },
    cause: { en: "All that was made for trying albflow is gone.", zh: "试用创建的资源已全部清除。" },
  },
  "tryout-left": {
    kind: "failure",
    params: { left: ["instance alb-1 (IncorrectStatus.LoadBalancer)"], flags: " --profile prod" },
    cause: {
      en: "Something that was made for trying albflow could not be taken away.",
      zh: "试用创建的某些资源未能清除。",
    },
  },
  "tryout-worked": {
    kind: "result",
    params: { seconds: 42, serial: "01AB" },
    cause: { en: "A certificate was rotated and verified, and nothing is left.", zh: "证书已轮换并验证，无残留。" },
  },
  "tryout-not-rotated": {
    kind: "failure",
    params: { execution: "try-1", cause: { code: "text", params: { text: "AccessDenied" } } },
    cause: {
      en: "The certificate of the instance for trying albflow was not rotated.",
      zh: "试用实例的证书未轮换成功。",
    },
  },
  "tryout-without-verdict": {
    kind: "failure",
    params: { execution: "try-1", status: "Stopped" },
    cause: {
      en: "The execution that was tried has ended before it had something to say.",
      zh: "试用的执行未给出结论就结束了。",
    },
  },
  "tryout-not-served": {
    kind: "failure",
    params: { execution: "try-1", expected: "01AB", served: "02CD" },
    cause: {
      en: "The flow says that the certificate was rotated, and this machine is served another.",
      zh: "流程显示证书已轮换，但本机看到的是另一张证书。",
    },
  },
});
