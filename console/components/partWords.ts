/** Words for what every view may show. */
export const partWords = {
  expired: ["expired", "已过期"],
  lost: ["no longer in the certificate service", "证书服务中已不存在"],
  unavailable: ["could not be read", "无法读取"],
  readAt: ["updated", "更新于"],
  today: ["less than a day left", "不足 1 天"],
  daysLeft: [(days: number) => `${days} ${days === 1 ? "day" : "days"} left`, (days: number) => `剩余 ${days} 天`],
  seconds: [
    (seconds: number) => (seconds < 1 ? "just now" : `${seconds} s ago`),
    (seconds: number) => (seconds < 1 ? "刚刚" : `${seconds} 秒前`),
  ],
  minutes: [(minutes: number) => `${minutes} min ago`, (minutes: number) => `${minutes} 分钟前`],
  hours: [(hours: number) => `${hours} h ago`, (hours: number) => `${hours} 小时前`],
  days: [(days: number) => `${days} ${days === 1 ? "day" : "days"} ago`, (days: number) => `${days} 天前`],
} as const;
