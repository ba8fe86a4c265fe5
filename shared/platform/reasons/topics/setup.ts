import { defineReasons } from "../define.ts";

const cause = { code: "text", params: { text: "AccessDenied" } };

/** What the command says and asks that makes a configuration. */
export const setupReasons = defineReasons({
  "init-found": {
    kind: "progress",
    params: { region: "cn-hangzhou", hasCloudFlow: true, internet: 2, intranet: 1 },
    cause: { en: "A region of the account has instances.", zh: "账号在某地域有实例。" },
  },
  "init-unseen": {
    kind: "notice",
    params: { what: "trails", cause },
    cause: {
      en: "Something of the account could not be looked at before a configuration was proposed.",
      zh: "给出配置建议前，账号的部分内容无法查看。",
    },
  },
  "init-region": {
    kind: "progress",
    params: { proposed: "cn-hangzhou", instances: 3 },
    cause: { en: "The home region is asked for.", zh: "询问部署地域。" },
  },
  "init-regions": {
    kind: "progress",
    params: { others: ["cn-shanghai"], home: "cn-hangzhou" },
    cause: { en: "The regions whose listeners are renewed are asked for.", zh: "询问续期哪些地域的监听。" },
  },
  "init-project": {
    kind: "progress",
    params: { project: "albflow-reports-1234567890123456" },
    cause: { en: "The log project is asked for.", zh: "询问日志项目。" },
  },
  "init-project-there": {
    kind: "progress",
    params: { project: "albflow-reports-1234567890123456" },
    cause: { en: "The log project is asked for, and one that fits is there.", zh: "询问日志项目，已有合适的项目。" },
  },
  "init-secret": {
    kind: "progress",
    params: {},
    cause: { en: "It is asked where the deployment's secret is kept.", zh: "询问部署密钥的保存位置。" },
  },
  "init-network": {
    kind: "progress",
    params: { vpcs: ["vpc-bp1"] },
    cause: { en: "The networks of internal instances are asked for.", zh: "询问私网实例的网络。" },
  },
  "init-domain": {
    kind: "progress",
    params: {},
    cause: { en: "The pages' domain is asked for.", zh: "询问页面的域名。" },
  },
  "init-people": {
    kind: "progress",
    params: {},
    cause: { en: "Who may call the API is asked for.", zh: "询问谁可以调用 API。" },
  },
  "init-chat": {
    kind: "progress",
    params: {},
    cause: { en: "It is asked where notices go.", zh: "询问通知发往何处。" },
  },
  "init-remediation": {
    kind: "progress",
    params: { trails: ["actiontrail_shop"] },
    cause: { en: "It is asked whether changes that others make are answered.", zh: "询问是否响应他人的变更。" },
  },
  "init-acme": {
    kind: "progress",
    params: {},
    cause: { en: "It is asked where new certificates are ordered.", zh: "询问在何处申请新证书。" },
  },
  "init-answers-needed": {
    kind: "refusal",
    params: { questions: ["region: In which region does albflow run? [cn-hangzhou]"] },
    cause: { en: "Questions are open, and there is no terminal.", zh: "有问题待回答，但没有终端。" },
  },
  "init-answer-unknown": {
    kind: "invalid",
    params: { given: "regoin", names: ["region"] },
    cause: { en: "An answer was given to what nobody asks.", zh: "给出了无此问题的回答。" },
  },
  "init-file-exists": {
    kind: "refusal",
    params: { file: "albflow.yaml" },
    cause: { en: "A configuration is there already, and is not overwritten.", zh: "配置文件已存在，不会覆盖。" },
  },
  "init-written": {
    kind: "result",
    params: { file: "albflow.yaml" },
    cause: { en: "A configuration was written.", zh: "已写入配置文件。" },
  },
  "init-secret-made": {
    kind: "notice",
    params: { file: ".albflow.env" },
    cause: { en: "The deployment's secret was made.", zh: "已生成部署的主密钥。" },
  },
});
