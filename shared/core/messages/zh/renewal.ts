import type { renewalReasons } from "../../../platform/reasons/topics/renewal.ts";
import type { Messages } from "../message.ts";
import { placeOfManager } from "./refusals.ts";

export const renewal: Messages<typeof renewalReasons> = {
  "outside-windows": ({ opensAt, notAfter }, f) =>
    `在维护窗口之外轮换：${opensAt === null ? "八天内没有维护窗口" : `下一个窗口于 ${f.time(opensAt)} 开始`}，而证书于 ${f.time(notAfter)} 到期`,
  "rotation-running": "正在轮换",
  "rotation-just-ended": "轮换刚刚结束",
  "rotation-not-yet-started": ({ cause }, f) => `暂时无法启动：${f.messageOf(cause)}`,
  "listener-busy": ({ execution }) => `${execution} 正在变更该监听`,
  "another-listener-first": ({ listenerId }) => `${listenerId} 先行轮换，作为灰度`,
  "rotations-running": ({ count }) => `已有 ${count} 个轮换正在运行`,
  "orders-running": ({ count }) => `已有 ${count} 个证书申请正在进行`,
  "successor-just-ordered": "替换证书刚刚申请",
  "quic-companion-first": ({ listenerId }) => `函数不支持 QUIC，因此持有同一证书的 ${listenerId} 先行轮换`,

  "first-listener-failed": {
    message: ({ listenerId }) => `${listenerId} 作为灰度先行轮换，但失败了`,
    next: ({ again }, f) => `请在其执行中查看原因；从 ${f.time(again)} 起由另一监听先行`,
  },
  "error-budget-used-up": {
    message: ({ failed, ended, budget }) => `六小时内 ${ended} 个轮换中有 ${failed} 个失败，错误预算 ${budget} 已用尽`,
    next: "请排除失败原因；紧急轮换继续进行",
  },
  "rotation-not-ended": {
    message: ({ execution, startedAt }, f) => `${execution} 自 ${f.time(startedAt)} 起变更该监听，尚未结束`,
    next: ({ execution }) => `请运行 \`albflow execution ${execution}\` 查看，如已停滞请将其停止`,
  },

  "listener-stopped-unrenewed": {
    message: "监听已停止，没有客户端受影响，不会自动替换证书",
    next: "请用 rotateCertificate 替换、启动监听，或移除该证书",
  },
  "renewed-by-manager": {
    message: ({ manager }, f) => `监听由${f.messageOf(manager)}管理`,
    next: ({ manager }) => `请在${placeOfManager(manager)}中续期`,
  },
  "domain-certificate-unknown": {
    message: ({ domain }) => `数字证书管理服务中没有域名 ${domain} 的证书，因此无法将其恢复`,
    next: "请将 `domain.certificateId` 设为该服务中的证书，并运行 `albflow deploy`",
  },
  "domain-refused-before": {
    message: ({ domain, successorId }) => `${successorId} 曾设置到域名 ${domain}，随后已回滚`,
    next: "请上传另一张包含其域名的证书，或运行 `albflow deploy` 以重试该证书",
  },
  "domain-unseen": {
    message: ({ domain, cause }, f) => `与域名 ${domain} 的 TLS 握手均未成功：${f.messageOf(cause)}`,
    next: "请修复原因；下一轮会重试",
  },
  "domain-serves-other": {
    message: ({ domain, serial }) => `域名 ${domain} 实际提供序列号为 ${serial} 的证书，与函数计算所示不同`,
    next: "请在函数计算控制台查看该域名；下一轮会重试",
  },
  "domain-rolled-back": {
    message: ({ domain, successorId, cause }, f) =>
      `${successorId} 已设置到域名 ${domain} 并回滚：${f.messageOf(cause)}`,
    next: "请上传另一张包含其域名的证书，或运行 `albflow deploy` 以重试该证书",
  },
  "domain-not-restored": {
    message: ({ domain, successorId, cause }, f) =>
      `${successorId} 已设置到域名 ${domain}，且原证书未能恢复提供：${f.messageOf(cause)}`,
    next: "请立即在函数计算控制台查看该域名",
  },
  "no-certificate-readable": {
    message: ({ cause }, f) => `没有证书可以读取：${f.messageOf(cause)}`,
    next: "请修复原因；下一轮会重试",
  },
  "nothing-follows": { message: "没有替换证书", next: "请上传包含其域名的证书" },
  "quic-unrenewable": {
    message: "函数不支持 QUIC，且同一实例没有运行中的 HTTPS 监听持有该证书",
    next: ({ setting }) => `请将其绑定到此类监听，或设置 ${setting}=quic 不经验证即续期`,
  },
  "renewal-settings-invalid": {
    message: ({ cause }, { messageOf }) => `续期配置无效：${messageOf(cause)}`,
    next: "请在部署环境中更正并重新部署；每小时读取一次",
  },
  "renewal-cut-off": {
    message: ({ error, cause }, { messageOf }) => `本轮续期被放弃：${error}：${messageOf(cause)}`,
    next: "无需处理，下一轮会继续",
  },
  "round-out-of-time": "本轮在读取完所有监听之前结束，下一轮从此处继续",
  "region-not-asked": {
    message: ({ region, accounts }) => `${region} 在其他 ${accounts} 个账号中无响应，因此本账号未再查询`,
    next: "下一轮会再次查询",
  },
  "region-silent-elsewhere": {
    message: ({ region }) => `${region} 刚刚在另一个账号中无响应，因此本账号未再查询`,
    next: "请一分钟后重新查询",
  },
  "certificates-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取其证书：${messageOf(cause)}`,
    next: "请修复原因，下一轮会重试",
  },
  "successors-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取可替换的证书：${messageOf(cause)}`,
    next: "请修复原因，下一轮会重试",
  },
  "rotation-not-started": {
    message: ({ cause }, { messageOf }) => `无法启动：${messageOf(cause)}`,
    next: "请修复原因，下一轮会重试",
  },
  "rotation-failed": {
    message: ({ isRefused, cause }, { messageOf }) =>
      `轮换${isRefused ? "被拒绝" : "失败"}${cause === null ? "" : `：${messageOf(cause)}`}`,
    next: ({ again }, f) =>
      again === null ? "请修改监听或上传其他证书，否则不会重试" : `无需处理，将从 ${f.time(again)} 起重试`,
  },
  "order-failed": {
    message: ({ none, failures }, { messageOf }) =>
      `${messageOf(none)}，且申请失败${failures === 1 ? "" : ` ${failures} 次`}`,
    next: ({ again }, f) => `请在执行中查看原因；将从 ${f.time(again)} 起重试`,
  },
  "order-without-successor": {
    message: ({ none, execution }, { messageOf }) => `${messageOf(none)}，尽管 ${execution} 已申请一张`,
    next: "请查看申请证书的执行",
  },
};
