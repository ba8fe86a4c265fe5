import type { AnyReason } from "../../../platform/reasons/define.ts";
import type { refusalReasons } from "../../../platform/reasons/topics/refusals.ts";
import type { Messages } from "../message.ts";

/** 功能的名称；输入字段用字段名。 */
const FEATURES: Readonly<Record<string, string>> = {
  "mutual-authentication": "双向认证",
  "tls-policy": "TLS 安全策略",
  tracing: "链路追踪",
};
const feature = (name: string) => FEATURES[name] ?? name;
const edition = (name: string) => (name === "Basic" ? "基础版" : name);
const AT_ONCE = "设置 atOnce，不分步切换";
const UNREACHABLE = "设置 verification.acceptUnreachable 以接受";
const QUOTA = "alb_quota_loadbalancer_certificates_num_<edition>_edition";
const named = (id: string, name: string | null) => (name === null ? id : `${id}（${name}）`);

/** 由其他系统管理的内容应在何处变更。 */
export const placeOfManager = ({ code, params }: AnyReason) => {
  if (code === "managed-by-service") return "其所属的服务";
  return typeof params.config === "string" ? ` AlbConfig ${params.config} ` : "其 AlbConfig ";
};

export const refusals: Messages<typeof refusalReasons> = {
  "listener-managed": {
    message: ({ manager }, f) => `监听由${f.messageOf(manager)}管理，变更会被其还原或拒绝`,
    next: ({ manager }) => `请在${placeOfManager(manager)}中变更，或以 acceptManaged 接受`,
  },
  "managed-by-ingress": ({ cluster }) =>
    cluster === null ? "某个 Kubernetes 集群的 ALB Ingress Controller" : `集群 ${cluster} 的 ALB Ingress Controller`,
  "managed-by-service": ({ flag }) => `阿里云的其他服务（${flag}）`,
  "instance-protected": {
    message: ({ loadBalancerId, note }) =>
      `所属实例 ${loadBalancerId} 已开启配置修改保护${note === null ? "" : `（${note}）`}`,
    next: "请先关闭配置修改保护",
  },
  "instance-locked": {
    message: ({ loadBalancerId, locks }) =>
      `所属实例 ${loadBalancerId} 已被锁定：${locks.map(({ type, note }) => (note === null ? type : `${type}，${note}`)).join("；")}`,
    next: "请先处理锁定的原因",
  },
  "instance-in-arrears": {
    message: ({ loadBalancerId }) => `所属实例 ${loadBalancerId} 的业务状态为 Abnormal`,
    next: "请结清账单",
  },
  "edition-lacks-feature": {
    message: ({ loadBalancerId, edition: name, feature: wanted }) =>
      `所属实例 ${loadBalancerId} 为${edition(name)}，不支持${feature(wanted)}`,
    next: "请升级实例",
  },
  "certificates-over-quota": {
    message: ({ loadBalancerId, needed, allowed }) =>
      `${loadBalancerId} 将绑定 ${needed} 个扩展证书，而上限为 ${allowed} 个`,
    next: `请用 removeCertificates 移除部分证书，或提升配额 ${QUOTA}，或在 certificateQuota 中填写已提升的配额`,
  },
  "no-quota-for-successor": {
    message: ({ loadBalancerId }) => `新旧证书同时绑定期间，${loadBalancerId} 无法再绑定一个证书`,
    next: `请用 removeCertificates 移除一个证书，或提升配额 ${QUOTA}`,
  },

  "http-without-certificates": {
    message: "这是 HTTP 监听，只有 HTTPS 和 QUIC 监听才有证书",
    next: "请使用 HTTPS 或 QUIC 监听",
  },
  "https-only": {
    message: ({ feature: name, protocol }) => `${feature(name)}仅适用于 HTTPS 监听，而这是 ${protocol} 监听`,
    next: "请使用 HTTPS 监听",
  },
  "port-and-protocol-fixed": {
    message: "监听的端口和协议不能修改",
    next: "请用 copyListener 创建新监听，并将客户端迁移过去",
  },
  "quic-unverifiable": { message: "函数不支持 QUIC，无法验证结果", next: UNREACHABLE },
  "no-mutual-authentication": { message: "监听未开启双向认证", next: "请用 enableMutualAuth 开启" },
  "not-tracing": { message: "监听未开启链路追踪", next: "请用 enableTracing 开启" },
  "unknown-settings-lost": {
    message: ({ fields }, f) => `albflow 不了解 ${f.list(fields)}，该设置将会丢失`,
    next: ({ fields }, f) => `在 acceptLossOf 中填写 ${f.list(fields)} 以接受丢失，或手动操作`,
  },

  "tracing-not-offered": {
    message: ({ region }) => `ALB 在 ${region} 不支持链路追踪`,
    next: "请使用 docs/operations/enableTracing.md 中列出的地域",
  },
  "access-log-elsewhere": {
    message: ({ loadBalancerId, logstore }) => `${loadBalancerId} 的访问日志已写入 ${logstore}，且只能写入一个日志库`,
    next: "请不要填写 project 和 logstore",
  },
  "access-log-into-own-logs": {
    message: ({ logstore }) => `${logstore} 保存 albflow 自身的报告和审计日志`,
    next: "请指定其他 Logstore，或不填写 project 和 logstore",
  },
  "access-log-in-use": {
    message: ({ listenerIds }, f) => `访问日志正被 ${f.list(listenerIds)} 的链路追踪使用`,
    next: "请先关闭其链路追踪，或保留访问日志",
  },
  "no-access-log": {
    message: ({ loadBalancerId }) => `所属实例 ${loadBalancerId} 没有可用于链路追踪的访问日志`,
    next: "请先用 enableTracing 开启访问日志",
  },

  "tls-policy-not-found": {
    message: ({ policyId }) => `该地域没有 TLS 安全策略 ${policyId}`,
    next: "请检查 ID 和地域",
  },
  "access-list-not-found": {
    message: ({ aclId }) => `该地域没有访问控制策略组 ${aclId}`,
    next: "请检查 ID 和地域，或去掉该策略组",
  },
  "priority-twice": {
    message: ({ priority }) => `有两条转发规则的优先级同为 ${priority}`,
    next: "请为每条转发规则设置不同的优先级",
  },
  "server-group-not-found": {
    message: ({ serverGroupId }) => `该地域没有服务器组 ${serverGroupId}`,
    next: "请检查 ID 和地域",
  },
  "certificate-not-found": {
    message: ({ certificateId }) => `数字证书管理服务中没有证书 ${certificateId}`,
    next: "请检查 ID；`albflow certificates` 可列出所有证书",
  },
  "certificate-not-additional": {
    message: ({ certificateId }) => `${certificateId} 不是该监听的扩展证书`,
    next: "请先用 addCertificates 添加",
  },
  "certificate-not-bound": {
    message: ({ certificateId }) => `${certificateId} 未绑定到该监听，没有可替换的内容`,
    next: "请填写已绑定到该监听的证书",
  },

  "port-taken": {
    message: ({ protocol, port, loadBalancerId, listenerId }) =>
      `${loadBalancerId} 的 ${protocol} 端口 ${port} 已被配置不同的监听 ${listenerId} 占用`,
    next: "请使用其他端口",
  },
  "place-changing": {
    message: ({ listenerId, status }) => `${listenerId} 占用该位置，且状态为 ${status}`,
    next: "执行会自动重试；方案需要重新生成",
  },
  "server-group-differs": {
    message: ({ name, serverGroupId }) => `已存在配置不同的服务器组 ${name}（${serverGroupId}）`,
    next: "请使用其他名称",
  },
  "tls-policy-differs": {
    message: ({ name, policyId }) => `已存在内容不同的 TLS 安全策略 ${name}（${policyId}）`,
    next: "请使用其他名称",
  },
  "canary-rule-exists": {
    message: ({ name, ruleId }) => `监听上已有不属于本次变更的转发规则 ${name}（${ruleId}）`,
    next: "请等待创建它的变更结束，或撤销该变更；如果无人使用，请删除该规则",
  },

  "server-group-choice": {
    message: "serverGroupId 和 create 必须且只能设置一个",
    next: "请设置其中一个",
  },
  "server-unfit": {
    message: ({ serverId, problem, groupType }) =>
      `ALB 不会将服务器 ${serverId} 添加到 ${groupType} 类型的服务器组：${{ twice: "重复指定", type: "类型不符", address: "IP 地址无效" }[problem]}`,
    next: "请更正其 ServerType、ServerId 或 ServerIp",
  },
  "server-group-unhealthy": {
    message: ({ serverGroupId, down, total }, f) =>
      `${serverGroupId} 的 ${total} 台服务器中有 ${down.length} 台异常：${f.list(down)}`,
    next: "请修复服务器，或通过 unhealthyPercent 允许",
  },
  "canary-steps-invalid": {
    message: ({ steps }) => `steps 必须递增且以 100 结束，当前为 ${steps.join("、")}`,
    next: "请更正 steps",
  },
  "canary-watch-too-long": {
    message: ({ seconds, most }) => `观察时间共 ${seconds} 秒，超过上限 ${most} 秒`,
    next: "请减少步骤或缩短每步时间",
  },
  "canary-mixed-protocols": {
    message: ({ present, target }) => `ALB 不能在后端协议为 ${present} 和 ${target} 的服务器之间分配请求`,
    next: AT_ONCE,
  },
  "canary-too-many-groups": {
    message: ({ most }) => `ALB 最多在 ${most} 个服务器组之间分配请求`,
    next: AT_ONCE,
  },
  "canary-without-priority": {
    message: ({ priority }) => `已有优先级为 ${priority} 的转发规则，其后无法再添加规则`,
    next: AT_ONCE,
  },

  "policy-without-suite": {
    message: ({ names, certificateId, key, policyId }, f) =>
      `客户端将无法连接 ${names.length === 0 ? certificateId : f.list(names)}，因为 ${policyId} 没有适用于 ${certificateId} 的密钥（${key}）的加密套件`,
    next: "请使用包含该密钥加密套件的策略",
  },
  "cipher-without-version": {
    message: ({ cipher, versions }, f) => `${f.list(versions)} 均不支持 ${cipher}`,
    next: "请移除该套件，或添加对应的版本",
  },
  "tls-1-3-without-cipher": {
    message: "TLSv1.3 至少需要一个自己的加密套件",
    next: "请添加一个，例如 TLS_AES_128_GCM_SHA256",
  },

  "copy-without-certificate": {
    message: ({ protocol }) => `${protocol} 监听需要证书，而该监听没有证书`,
    next: "请在 certificateId 中填写证书",
  },
  "default-certificate-fixed": {
    message: ({ certificateId }) => `${certificateId} 是默认证书，只能替换`,
    next: "请用 rotateCertificate 替换",
  },
  "two-default-certificates": {
    message: ({ certificateIds }, f) =>
      `监听有两个默认证书（${f.list(certificateIds)}），分别对应一种密钥类型，其中一个将被移除`,
    next: "请用 rotateCertificate 替换需要更换的那一个",
  },
  "names-left-uncovered": {
    message: ({ names }, f) => `${f.list(names)} 将没有可用的证书`,
    next: "请先添加证书，或在 allowUncoveredNames 中填写这些域名",
  },
  "names-unknown": {
    message: ({ certificateId }) => `${certificateId} 的域名未知，数字证书管理服务中没有该证书`,
    next: "请在 allowUncoveredNames 中填写客户端可以失去的域名",
  },
  "successor-lacks-names": {
    message: ({ successorId, certificateId, names }, f) =>
      `${successorId} 未覆盖 ${certificateId} 目前提供的 ${f.list(names)}`,
    next: "请使用覆盖这些域名的证书；不再使用的域名可依次用 addCertificates、promoteCertificate（默认证书）和带 allowUncoveredNames 的 removeCertificates 放弃",
  },
  "successor-serves-alone": {
    message: ({ successorId, names }, f) => `${f.list(names)} 目前仅由 ${successorId} 提供，期间会短暂没有证书`,
    next: "请使用 promoteCertificate，不会出现中断",
  },
  "key-kind-served-already": {
    message: ({ successorId, key, formerKey }) =>
      `${successorId} 的密钥为 ${key}，原密钥为 ${formerKey}，而监听已有该密钥类型的默认证书：将缺少另一种类型的证书`,
    next: "请使用密钥类型相同的证书",
  },
  "successor-not-later": {
    message: ({ successorId, certificateId }) => `${successorId} 的到期时间不晚于 ${certificateId}`,
    next: "请使用到期时间更晚的证书",
  },
  "copied-key-withheld": {
    message: ({ certificateId }) => `数字证书管理服务不提供 ${certificateId} 的私钥，无法复制`,
    next: "请上传带私钥的证书",
  },
  "certificate-ended": {
    message: ({ certificateId, name, notAfter }, f) =>
      `${named(certificateId, name)} 已于 ${f.time(notAfter)} 过期，客户端将无法连接`,
    next: ({ canBeReplaced }) =>
      canBeReplaced ? "请先替换：监听停止时即可用 rotateCertificate 替换" : "请使用有效的证书",
  },
  "client-ca-ended": {
    message: ({ certificateId, name, notAfter }, f) =>
      `CA 证书 ${named(certificateId, name)} 已于 ${f.time(notAfter)} 过期，所有客户端都将无法连接`,
    next: "请使用有效的 CA 证书",
  },
};
