import type { WordPair } from "./message.ts";

/** What becomes of a certificate: on the page and in commands. */
export const renewalStatuses = {
  ready: ["successor ready", "替换证书已就绪"],
  scheduled: ["will be ordered", "将自动申请"],
  unplanned: ["no successor yet", "尚无替换证书"],
  blocked: ["due, and no successor", "已到续期时间，但无替换证书"],
  expired: ["has expired", "已过期"],
  missing: ["no longer in the certificate service", "证书服务中已不存在"],
  unavailable: ["could not be read", "无法读取"],
} as const satisfies Record<string, WordPair>;
