import type { auditFindingReasons } from "../../../platform/reasons/topics/auditFindings.ts";
import type { Messages } from "../message.ts";

const next = "请查明谁有权写入或删除该日志库，并与记录的其他副本比对";

export const auditFindings: Messages<typeof auditFindingReasons> = {
  "record-changed": { message: ({ position }) => `记录 ${position} 被改动`, next },
  "record-forged": { message: ({ position }) => `记录 ${position} 不是由 albflow 写入的`, next },
  "record-behind": { message: ({ position, before }) => `记录 ${position} 排在记录 ${before} 之后`, next },
  "record-not-following": {
    message: ({ position }) => `记录 ${position} 与前一条记录不衔接：其中一条被改动`,
    next,
  },
  "record-replaced": {
    message: ({ chain, position }) => `${chain} 的记录 ${position} 与账本所见的不同`,
    next,
  },
  "records-shapeless": { message: ({ count }) => `${count} 条内容不具备记录的格式`, next },
  "entry-shapeless": { message: ({ entry }) => `条目 ${entry} 已不是有效记录`, next },
  "chain-miscounted": { message: ({ calls }) => `链的结尾记为 ${calls} 次调用，与实际不符`, next },
  "chain-unlisted": { message: ({ chain }) => `${chain} 称其在某时段内结束，但该时段的账本中没有它`, next },
  "records-missing": {
    message: ({ first, last }) => (first === last ? `缺少记录 ${first}` : `缺少记录 ${first} 至 ${last}`),
    next,
  },
  "record-lost": { message: ({ chain, position }) => `账本见过 ${chain} 的记录 ${position}，现已缺失`, next },
  "chain-lost": { message: ({ chain }) => `账本中有 ${chain}，但其记录全部缺失`, next },
  "chain-unclosed": { message: ({ position }) => `链止于记录 ${position}，没有结尾`, next },
  "execution-without-records": {
    message: ({ chain, position }) => `写入账本记录 ${position} 时，CloudFlow 中有执行 ${chain}，但它没有记录`,
    next,
  },
  "execution-records-missing": { message: ({ chain }) => `CloudFlow 中有 ${chain}，但其记录全部缺失`, next },
  "ledger-gap": { message: ({ from, to }) => `${from} 至 ${to} 没有账本记录`, next },
  "ledger-day-unbound": {
    message: ({ from, to }) => `${from} 至 ${to} 有执行结束，但没有账本记录：账本丢失，或 keepLedger 未运行`,
    next,
  },
  "ledger-head-missing": {
    message: ({ head }) => `曾对外告知的账本记录 ${head.slice(0, 12)}… 不存在`,
    next,
  },
  "report-pending": "它结束时没有报告；keepLedger 会在写下一条账本记录时补写",
  "record-repeated": ({ position, times }) => `记录 ${position} 写入了 ${times} 次`,
  "audit-summary": ({ records, chains, since, executions, isSealed }, f) =>
    `自 ${f.time(since)} 起共 ${records} 条记录、${chains} 条链、${executions} 个执行；${isSealed ? "签章均有效" : "未检查签章：未设置 ALBFLOW_SECRET"}`,
  "audit-head": ({ head }) => `账本的最新哈希为 ${head}；请与上次得知的比对`,
  "audit-clean": "未发现问题",
  "audit-faults": { message: ({ faults }) => `发现 ${faults} 处问题`, next },
};
