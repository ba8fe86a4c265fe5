import type { orderingReasons } from "../../../platform/reasons/topics/ordering.ts";
import type { Messages } from "../message.ts";

/** 申请所等待的内容。 */
const WAITED: Readonly<Record<string, (of: string) => string>> = {
  domains: () => "域名列表",
  "name-servers": () => "域名服务器",
  "dns-record": (of) => `DNS 记录 ${of}`,
  "dns-record-removal": (of) => `删除 ${of}`,
  "dns-records-served": () => "域名服务器返回 DNS 记录",
  "acme-answer": (of) => `ACME 服务器对 ${of} 的响应`,
  "acme-check": () => "ACME 服务器验证域名",
  "acme-certificate": () => "ACME 服务器的证书",
  "certificate-quota": () => "数字证书管理服务的配额",
  "certificate-upload": () => "上传证书",
};
const DIRECTORY = "请更正 ALBFLOW_ACME_DIRECTORY";
const FIX = "请修复原因；下次申请会重试";
const left = (records: readonly string[], list: (values: readonly string[]) => string) =>
  records.length === 0 ? "" : `。以下 DNS 记录未能删除：${list(records)}`;

export const ordering: Messages<typeof orderingReasons> = {
  "acme-problem": {
    message: ({ action, type, detail }) => `ACME ${action} 返回 ${type}：${detail}`,
    next: ({ notBefore }, f) => (notBefore === null ? "请查阅 ACME 服务器的文档" : `请等到 ${f.time(notBefore)}`),
  },
  "acme-call-failed": {
    message: ({ action, message }) => `ACME ${action} 失败：${message}`,
    next: "请检查函数与 ACME 服务器之间的网络",
  },
  "acme-host-unknown": {
    message: ({ action, message }) => `ACME ${action} 失败，主机不存在：${message}`,
    next: DIRECTORY,
  },
  "acme-address-invalid": {
    message: ({ action, message }) => `ACME ${action} 失败，地址无效：${message}`,
    next: DIRECTORY,
  },
  "acme-not-tls": {
    message: ({ action, message }) => `ACME ${action} 失败，服务器不支持 TLS：${message}`,
    next: DIRECTORY,
  },
  "acme-not-trusted": {
    message: ({ action, message }) => `ACME ${action} 失败，ACME 服务器自身的证书不受信任：${message}`,
    next: "如为非公共 CA，请将其 CA 证书填入 ALBFLOW_ACME_CA",
  },
  "acme-answered-status": {
    message: ({ action, status }) => `ACME ${action} 返回状态码 ${status}`,
    next: "请稍后重试",
  },
  "acme-window-missing": {
    message: "ACME 服务器的续期信息没有时间窗口",
    next: "无需处理：按证书有效期决定",
  },
  "acme-asks-other-name": {
    message: ({ name }) => `ACME 服务器要求验证未申请的 ${name}`,
    next: "请告知 ACME 服务器的运营方",
  },
  "acme-no-dns-challenge": {
    message: ({ name }) => `ACME 服务器不接受通过 DNS 验证 ${name}`,
    next: "请使用提供 dns-01 的 ACME 服务器",
  },
  "acme-name-not-proven": {
    message: ({ name, cause }, f) => `ACME 服务器不认可 ${name} 的验证：${f.messageOf(cause)}`,
    next: "请检查域名是否已委派给云解析 DNS，以及 CAA 记录",
  },
  "acme-authorization-status": ({ status }) => `其授权状态为 ${status}`,
  "acme-order-invalid": {
    message: ({ cause }, f) => `ACME 服务器放弃了申请：${f.messageOf(cause)}`,
    next: FIX,
  },
  "acme-order-status": ({ status }) => `申请状态为 ${status}`,
  "acme-still-checking": ({ names }, f) => `仍在验证 ${f.list(names)}`,
  "acme-wrong-certificate": {
    message: ({ missing }, f) =>
      `ACME 服务器返回了错误的证书：${missing.length > 0 ? `缺少 ${f.list(missing)}` : "密钥不符"}。该证书未被使用`,
    next: "请告知 ACME 服务器的运营方",
  },
  "acme-asked-too-early": {
    message: ({ notBefore, cause }, f) =>
      `未向 ACME 服务器申请：${f.time(notBefore)} 之前不接受申请。其响应为：${f.messageOf(cause)}`,
    next: "请等到该时间",
  },
  "acme-server-unset": {
    message: "未配置 ACME 服务器",
    next: ({ setting }) => `请将 ${setting} 设置为其目录地址`,
  },

  "names-not-orderable": {
    message: ({ problems, more }, f) =>
      `无法通过 ACME 申请证书：${problems.map(f.messageOf).join("；")}${more > 0 ? `；另有 ${more} 项` : ""}`,
    next: "请上传以其他方式签发的证书，或为 shop.example.com、*.example.com 等域名申请",
  },
  "name-not-orderable": ({ name, problem }, f) => `${name === "" ? '""' : name}：${f.messageOf(problem)}`,
  "order-without-name": "没有域名",
  "order-of-many-names": ({ count, most }) => `共 ${count} 个域名，一次申请最多 ${most} 个`,
  "address-not-provable": "IP 地址无法通过 DNS 验证",
  "not-a-domain-name": "不是域名",
  "star-misplaced": "星号只能单独作为第一级标签",
  "underscore-not-signed": "CA 不签发带下划线的域名",
  "single-label": "只有一级标签，公共 CA 无法验证其归属",
  "dns-name-too-long": ({ length, most }) => `共 ${length} 个字符，域名最多 ${most} 个字符`,
  "label-invalid": ({ label }) => (label === "" ? "含有空标签" : `“${label}”不是有效的 DNS 标签`),
  "punycode-invalid": "不是有效的 punycode",
  "last-label-number": "最后一级标签是数字",
  "suffix-not-public": ({ suffix }) => `公共 DNS 没有 .${suffix} 域名，公共 CA 无法验证其归属`,
  "key-kind-not-orderable": {
    message: ({ kind }) => `证书的密钥类型为 ${kind}，公共 CA 不签发该类型`,
    next: ({ setting, kinds }, f) => `请将 ${setting} 设置为替换证书的密钥类型：${f.list(kinds)}`,
  },
  "issuer-key-unnamed": {
    message: "证书未标明颁发者的密钥，ACME 服务器无法识别",
    next: "无需处理：申请时不标明被替换的证书",
  },

  "no-zone": {
    message: ({ name }) => `本账号的云解析 DNS 中没有包含 ${name} 的域名`,
    next: ({ wanted }) => `请在其中添加该域名，或将 ${wanted} 设为其中某域名下的别名（CNAME）`,
  },
  "aliases-endless": {
    message: ({ name }) => `${name} 的别名循环或链过长`,
    next: "请更正其 CNAME 记录",
  },
  "record-not-served": ({ name, domain, servers }, f) =>
    `${f.list(servers)} 尚未返回 ${name}；如持续如此，说明 ${domain} 虽在云解析 DNS 中，但委派给了其他域名服务器`,
  "name-servers-unknown": {
    message: ({ domain }) => `${domain} 没有已知的域名服务器`,
    next: "请委派该域名",
  },
  "dns-unanswered": {
    message: ({ record, name, server, error }) =>
      `DNS 查询 ${record} ${name}${server === null ? "" : `（${server}）`} 没有响应：${error ?? "无响应"}`,
    next: "请检查函数与域名服务器之间的网络",
  },
  "order-timed-out": {
    message: ({ what, of, last }, f) => `等待${WAITED[what]?.(of ?? "") ?? what}超时；最后状态：${f.messageOf(last)}`,
    next: ({ last }, f) => f.next(last) || FIX,
  },
  "order-left-records": {
    message: ({ leftovers, cause }, f) => `${f.messageOf(cause)}${left(leftovers, f.list)}`,
    next: "请手动删除；它们不构成任何凭证",
  },

  "upload-denied": {
    message: ({ cause }, f) => `未申请，因为数字证书管理服务不会接受该证书：${f.messageOf(cause)}`,
    next: "请允许函数的角色上传证书：部署角色",
  },
  "certificate-service-full": {
    message: ({ cause }, f) => `未申请，因为数字证书管理服务不会接受该证书：${f.messageOf(cause)}`,
    next: "请删除其中不再使用的证书，或提高配额",
  },
  "upload-without-id": "数字证书管理服务对上传的响应没有 ID",
  "expired-certificate-has-the-name": {
    message: ({ name }) => `数字证书管理服务中已有名为 ${name} 的过期证书`,
    next: "请将其删除，或以其他周期申请",
  },
  "certificate-without-identifier": {
    message: ({ number }) => `数字证书管理服务没有证书 ${number} 的标识`,
    next: "请重试；如持续出现请报告",
  },
  "issued-not-uploaded": {
    message: ({ name, notAfter, cause }, f) =>
      `ACME 服务器已签发证书（${f.time(notAfter)} 到期），但数字证书管理服务未接受：${f.messageOf(cause)}。证书以 ${name} 加密保存`,
    next: "请修复原因；下次申请会上传该证书，不再向 ACME 服务器申请",
  },
  "order-records-unusable": {
    message: ({ logstore, cause }, f) =>
      `未申请：ACME 服务器签发的内容在存入数字证书管理服务之前加密保存于部署的日志库，而该日志库不可用（${logstore ?? "未设置日志库"}）：${f.messageOf(cause)}`,
    next: "请创建带索引的日志库，或允许函数的角色使用",
  },
  "certificate-in-service": ({ successorId, names, isEarlier, leftovers }, f) =>
    `${f.list(names)} 的证书 ${successorId} 已在数字证书管理服务中${isEarlier ? "，由之前的申请签发" : ""}${left(leftovers, f.list)}`,
};
