import type { WordPair } from "./message.ts";

/** The states of listeners, in ALB's own words and in Chinese. */
export const listenerStates = {
  Running: ["Running", "运行中"],
  Stopped: ["Stopped", "已停止"],
  Configuring: ["Configuring", "配置中"],
  Provisioning: ["Provisioning", "创建中"],
} as const satisfies Record<string, WordPair>;
