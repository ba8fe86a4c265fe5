/** What stands in lists to choose from. */
export const pickerWords = {
  inUse: ["in use now", "当前使用"],
  nameless: ["without a name", "未命名"],
  isDefault: ["default", "默认"],
  healthy: ["healthy", "健康"],
  unchecked: ["health not known", "健康状态未知"],
  down: [(count: number) => `${count} down`, (count: number) => `${count} 台异常`],
  servers: [
    (count: number) => `${count} ${count === 1 ? "server" : "servers"}`,
    (count: number) => `${count} 台后端服务器`,
  ],
  ciphers: [(count: number) => `${count} ciphers`, (count: number) => `${count} 个加密套件`],
  until: [(day: string) => `until ${day}`, (day: string) => `至 ${day}`],
  daysLeft: [(days: number) => `${days} d`, (days: number) => `剩余 ${days} 天`],
  lacks: [(names: string) => `does not cover ${names}`, (names: string) => `未覆盖 ${names}`],
  endsSooner: ["ends sooner than the present one", "早于当前证书到期"],
  choose: ["— choose —", "—请选择—"],
  unfit: ["Do not fit this listener", "不适用于该监听"],
  otherId: ["Another one, by its id", "其他（输入 ID）"],
  nothing: ["Nothing found", "无匹配项"],
  planned: ["The plan appears as soon as you choose.", "选择后立即显示方案。"],
  filter: ["Filter", "筛选"],
} as const;
