/** What a plan says beside what albflow itself says of it. */
export const planWords = {
  changes: ["What changes", "变更内容"],
  field: ["field", "字段"],
  before: ["before", "变更前"],
  after: ["after", "变更后"],
  nothing: ["nothing", "无"],
  steps: ["Steps", "步骤"],
  impact: ["What clients will notice", "对客户端的影响"],
  "no interruption": ["No interruption", "不中断"],
  "restores traffic": ["Traffic is back", "恢复流量"],
  "may interrupt": ["Some requests may fail", "部分请求可能失败"],
  "lowers security": ["Less secure", "降低安全性"],
  "interrupts traffic": ["Traffic is interrupted", "中断流量"],
  atMost: [
    (seconds: number) => `(rollback included ≤ ${seconds} s)`,
    (seconds: number) => `（含回滚 ≤ ${seconds} 秒）`,
  ],
  takes: [(seconds: number) => `takes about ${seconds} s`, (seconds: number) => `约需 ${seconds} 秒`],
  watched: [
    (seconds: number) => `and is watched for ${seconds} s more`,
    (seconds: number) => `之后再观察 ${seconds} 秒`,
  ],
  watchedBetween: [
    (seconds: number, steps: number) => `, is watched for ${seconds} s after each of ${steps} steps`,
    (seconds: number, steps: number) => `，${steps} 个步骤后各观察 ${seconds} 秒`,
  ],
  watchedUntil: [
    (seconds: number) => `and up to ${seconds} s more until the result shows`,
    (seconds: number) => `最多再等 ${seconds} 秒直到看到结果`,
  ],
  checks: ["Checks", "检查"],
  checksPassed: [
    (passed: number, total: number) => `${passed} of ${total} ${total === 1 ? "check" : "checks"} passed`,
    (passed: number, total: number) => `${total} 项检查通过 ${passed} 项`,
  ],
  passed: ["passed: ", "通过："],
  against: ["refused: ", "不通过："],
} as const;
