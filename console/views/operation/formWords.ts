/** What stands in the forms of operations, beside what their schemas say themselves. */
export const formWords = {
  useWhen: [(when: string) => `Use it when ${when}.`, (when: string) => `适用场景：${when}。`],
  impact: [
    (...impacts: string[]) => `What it may mean: ${impacts.join("; ")}.`,
    (...impacts: string[]) => `可能的影响：${impacts.join("；")}。`,
  ],
  "no interruption": ["no interruption", "不中断"],
  "restores traffic": ["traffic is back", "恢复流量"],
  "may interrupt": ["some requests may fail", "部分请求可能失败"],
  "lowers security": ["less secure", "降低安全性"],
  "interrupts traffic": ["traffic is interrupted", "流量会中断"],
  asks: [", which somebody else has to agree to", "（需他人同意）"],
  required: ["required", "必填"],
  listener: ["Listener", "监听"],
  more: ["Deadline and verification", "时限与验证"],
  optional: ["optional", "可选"],
  plan: ["Plan", "预览变更"],
  planHint: ["Preview only. Nothing changes.", "仅预览，不做任何变更。"],
  planning: ["Looking…", "正在查看…"],
  notGiven: ["— not given —", "—未填写—"],
  byDefault: [(value: string) => `default: ${value}`, (value: string) => `默认：${value}`],
  yes: ["yes", "是"],
  no: ["no", "否"],
  perLine: ["one a line", "每行一个"],
  between: [
    (least: number | undefined, most: number | undefined) => range(least, most, "to"),
    (least: number | undefined, most: number | undefined) => range(least, most, "至"),
  ],
  characters: [(text: string) => `${text} characters`, (text: string) => `${text} 个字符`],
  items: [(text: string) => `${text} items`, (text: string) => `${text} 项`],
  row: [(number: number) => `Item ${number}`, (number: number) => `第 ${number} 项`],
  invalid: ["Some fields need another value.", "部分字段需要修改。"],
  isShaped: ["is not of the form that ALB takes", "格式不符合 ALB 的要求"],
  moreRows: ["More rows", "添加更多"],
  unchanged: ["unchanged", "不变"],
  goOn: [
    (id: string, operation: string, listenerId: string) =>
      `Use ${id}: ${operation}${listenerId === "" ? "" : ` (${listenerId})`}`,
    (id: string, operation: string, listenerId: string) =>
      `使用 ${id}：${operation}${listenerId === "" ? "" : `（${listenerId}）`}`,
  ],
  createPolicy: ["Create a TLS policy", "创建 TLS 安全策略"],
  upload: ["Upload one in the certificate service", "在数字证书管理服务中上传"],
  mayOnlyView: [
    "Your role may look, not change anything. Ask an operator of this listener.",
    "您的角色只能查看，不能变更。请联系该监听的操作人。",
  ],
  change: ["Change the input", "修改输入"],
} as const;

function range(least: number | undefined, most: number | undefined, to: string): string {
  if (least === undefined) return most === undefined ? "" : `≤ ${most}`;
  return most === undefined ? `≥ ${least}` : `${least} ${to} ${most}`;
}
