import type { healthReasons } from "../../../platform/reasons/topics/health.ts";
import type { Messages } from "../message.ts";

const named = ({ certificateId, name }: { certificateId: string; name: string | null }) =>
  `${certificateId}（${name ?? "无域名"}）`;
const chain = (intermediate: string | null) =>
  intermediate === null ? "" : `（其证书链中的中间证书 ${intermediate}）`;
const ROTATE = "请轮换：`albflow rotateCertificate`";
const REPLACE_CA = "请用 replaceCaCertificate 更换；客户端须先换用新 CA 签发的证书";

export const health: Messages<typeof healthReasons> = {
  "not-all-readable": { message: "部分内容无法读取", next: "请联系有权查看全部内容的人" },
  "listener-stopped": { message: "监听已停止", next: "请启动：`albflow startListener`" },
  "bound-certificate-unreadable": {
    message: ({ certificateId, cause }, { messageOf }) => `已绑定的证书 ${certificateId} 无法读取：${messageOf(cause)}`,
    next: "请重新上传或轮换",
  },
  "bound-certificate-lost": {
    message: ({ certificateId }) => `已绑定的证书 ${certificateId} 在证书服务中已不存在`,
    next: "请上传包含其域名的证书并轮换",
  },
  "certificate-expired": {
    message: ({ intermediate, ...one }) => `${named(one)}已过期${chain(intermediate)}`,
    next: ROTATE,
  },
  "certificate-expiring": {
    message: ({ intermediate, days, ...one }) => `${named(one)}将在 ${days} 天后到期${chain(intermediate)}`,
    next: ROTATE,
  },
  "client-ca-expired": {
    message: ({ certificateId, name }) => `客户端 CA 证书 ${certificateId}（${name}）已过期，所有客户端都会被拒绝`,
    next: REPLACE_CA,
  },
  "client-ca-expiring": {
    message: ({ certificateId, name, days }) =>
      `客户端 CA 证书 ${certificateId}（${name}）将在 ${days} 天后到期，此后所有客户端都会被拒绝`,
    next: REPLACE_CA,
  },
};
