import type { certificateReasons } from "../../../platform/reasons/topics/certificates.ts";
import type { Messages } from "../message.ts";

const UPLOAD = "请按顺序重新上传证书及其完整证书链";
const OTHER = "请使用其他证书";
const ALLOW = "请使用其他证书，或手动用 allowLessTrusted 接受";
const whose = (place: number) => (place === 1 ? "其密钥" : `证书链中第 ${place} 张证书的密钥`);
const which = ({ place, subject }: { place: number; subject: string }) =>
  place === 0 ? `证书链的根证书 ${subject}` : `证书链中第 ${place} 张证书（${subject}）`;

type Lost = { isEverything: boolean; versions: readonly string[]; ciphers: readonly string[] };

const lostIn = ({ isEverything, versions, ciphers }: Lost) => {
  const few = ciphers.slice(0, 4).join("、");
  return isEverything
    ? "TLS 安全策略中的任一加密套件"
    : [
        versions.join("、"),
        ciphers.length === 0 ? "" : `${ciphers.length} 个加密套件（${few}${ciphers.length > 4 ? "……" : ""}）`,
      ]
        .filter((part) => part !== "")
        .join("或");
};

export const certificates: Messages<typeof certificateReasons> = {
  "cannot-serve": {
    message: ({ certificateId, reason }, { messageOf }) => `证书 ${certificateId} 不可用：${messageOf(reason)}`,
    next: ({ reason }, { next }) => next(reason),
  },
  "chain-out-of-order": {
    message: ({ place, issuer }) => `证书链顺序有误：第 ${place} 张证书由第 ${issuer} 张签发，后者应紧随其后`,
    next: UPLOAD,
  },
  "chain-broken": {
    message: ({ place, next }) => `证书链断裂：第 ${place} 张证书不是由第 ${next} 张签发的`,
    next: UPLOAD,
  },
  "chain-expired": { message: (at) => `${which(at)}已过期`, next: UPLOAD },
  "chain-not-yet-valid": {
    message: ({ notBefore, ...at }, f) => `${which(at)}在 ${f.time(notBefore)} 之前无效`,
    next: OTHER,
  },
  "issuer-not-ca": { message: (at) => `${which(at)}不是 CA，不能签发证书`, next: OTHER },
  "chain-too-long": { message: ({ most, ...at }) => `${which(at)}之下最多允许 ${most} 级 CA`, next: OTHER },
  "issuer-not-for-servers": { message: (at) => `${which(at)}不能签发服务器证书`, next: OTHER },
  "name-not-permitted": {
    message: ({ names, ...at }, f) => `${which(at)}不能为 ${f.list(names)} 签发证书`,
    next: OTHER,
  },
  "signature-weak": {
    message: ({ place, signature }) =>
      `${place === 1 ? "证书" : `证书链中第 ${place} 张证书`}使用 ${signature} 签名，客户端会拒绝`,
    next: OTHER,
  },
  "extension-unknown": {
    message: ({ place, oid }) =>
      `${place === 1 ? "证书" : `证书链中第 ${place} 张证书`}包含客户端不认识的关键扩展（${oid}）`,
    next: OTHER,
  },
  "intermediate-missing": {
    message: ({ subject }) => `证书链不完整：缺少签发者 ${subject} 的证书`,
    next: UPLOAD,
  },
  "chain-unreadable": { message: "证书链被截断或无法读取", next: UPLOAD },
  "key-unsupported": { message: ({ place, key }) => `${whose(place)}（${key}）类型不受客户端支持`, next: OTHER },
  "key-weak": {
    message: ({ place, key, least }) => `${whose(place)}（${key}）低于 ${least} 位，客户端会拒绝`,
    next: OTHER,
  },
  "not-yet-valid": {
    message: ({ notBefore }, f) => `在 ${f.time(notBefore)} 之前无效`,
    next: "请等到证书生效，或使用其他证书",
  },
  expired: { message: ({ notAfter }, f) => `已于 ${f.time(notAfter)} 过期`, next: OTHER },
  "not-for-servers": { message: "不是服务器证书：其密钥用途不允许服务器身份验证", next: OTHER },
  "is-ca": { message: "是 CA 证书，而不是服务器证书", next: OTHER },
  "must-staple": {
    message: "要求 OCSP 装订（must-staple），而 ALB 不提供",
    next: "请重新签发不带 must-staple 的证书",
  },
  "certificate-missing": { message: "证书服务中没有可供 ALB 使用的证书；SM2 双证书不可用", next: OTHER },
  "key-missing": { message: "证书服务中没有它的私钥", next: "请连同私钥重新上传" },
  "key-other": { message: "私钥属于另一张证书", next: "请连同其自己的私钥重新上传" },
  "key-unreadable": { message: "私钥无法读取", next: "请连同 PEM 格式的私钥重新上传" },
  unavailable: {
    message: ({ cause }, { messageOf }) => `无法读取：${messageOf(cause)}`,
    next: "请重试，或使用其他证书",
  },
  "self-signed": {
    message: ({ predecessor, isPublic }) =>
      `是自签名证书，而 ${predecessor} 由${isPublic ? "公共信任的" : "私有"} CA 签发`,
    next: ALLOW,
  },
  "less-trusted": {
    message: ({ predecessor, root }) =>
      `证书链指向 ${root}，不是公共信任的根，而 ${predecessor} 的证书链指向公共信任的根`,
    next: ALLOW,
  },
  "other-root": {
    message: ({ predecessor, root }) => `证书链指向 ${root}，既不是公共信任的根，也不是 ${predecessor} 的根`,
    next: ALLOW,
  },
  "root-undecided": {
    message: ({ predecessor }) => `无法确定证书链是否指向 ${predecessor} 的根：两条链都不含根证书，且未标明签发者密钥`,
    next: "请在两条证书链末尾加入根证书，或手动用 allowLessTrusted 接受",
  },
  "nobody-could-connect": {
    message: ({ key, policyId }) =>
      `客户端将无法连接：其密钥（${key}）在 TLS 安全策略 ${policyId} 中没有适用的加密套件`,
    next: "请使用其他密钥类型的证书，或先修改 TLS 安全策略",
  },
  "other-key": {
    message: ({ key, before, lost }) => `密钥由 ${before} 变为 ${key}：仅支持${lostIn(lost)}的客户端将无法连接`,
    next: "请用 rotateCertificate 手动轮换，该操作会请求审批",
  },
  "not-later": { message: ({ predecessor }) => `到期时间不晚于 ${predecessor}`, next: "请上传更晚到期的证书" },
  "certificate-remark": ({ certificateId, remark }, { messageOf }) => `${certificateId}：${messageOf(remark)}`,
  "chain-ends-first": ({ endsWith, until }, f) => `证书链中的 ${endsWith} 于 ${f.time(until)} 到期，早于证书本身`,
  "chain-has-more": ({ places }, f) => `证书链包含客户端不需要的证书（第 ${f.list(places)} 张）`,
  "no-identity": {
    message: "既没有 DNS 名称也没有 IP 地址，无法确定替换证书",
    next: "请用 rotateCertificate 手动轮换",
  },
  "no-successor": {
    message: ({ names, notTaken, more }, f) =>
      notTaken.length === 0
        ? `证书服务中没有覆盖 ${f.list(names)} 且更晚到期的证书`
        : `${notTaken.map(({ id, reasons }) => `${id} 本可替换，但${reasons.map(f.messageOf).join("，且")}`).join("；")}${more === 0 ? "" : `；另有 ${more} 张也不适用`}`,
    next: "请为这些域名上传证书，或配置自动申请（albflow.yaml 的 `acme`）",
  },
  "no-order-elsewhere": {
    message: ({ none, accountId }, { messageOf }) => `${messageOf(none)}，且 albflow 不会为账号 ${accountId} 申请证书`,
    next: ({ accountId }) => `请在 ${accountId} 的证书服务中上传证书，续期会轮换到它`,
  },
  "no-successor-orderable": {
    message: ({ none, cause }, { messageOf }) => `${messageOf(none)}，且无法申请：${messageOf(cause)}`,
    next: "请更正申请配置，或上传证书",
  },
  "certificate-lost": {
    message: "监听正在使用它，但证书服务中已不存在",
    next: "请上传包含其域名的证书并轮换",
  },
  "more-unreadable": {
    message: ({ count, total, cause }, { messageOf }) =>
      `${total} 个监听中有 ${count} 个的证书无法读取：${messageOf(cause)}`,
    next: "请修复原因后重新读取",
  },
  "certificate-id-invalid": {
    message: ({ certificateId }) => `“${certificateId}”不是 24664588-cn-hangzhou 这样的证书 ID`,
    next: "请使用 <数字>-<数字证书管理服务的地域>，即控制台显示的证书标识",
  },
  "certificate-not-parsed": {
    message: ({ certificateId }) => `数字证书管理服务中 ${certificateId} 的内容无法作为证书读取`,
    next: UPLOAD,
  },
};
