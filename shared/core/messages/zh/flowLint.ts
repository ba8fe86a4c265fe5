import type { flowLintReasons } from "../../../platform/reasons/topics/flowLint.ts";
import type { Messages } from "../message.ts";

const range = (least: number, most: number | null) =>
  most === null ? `不小于 ${least} 的` : ` ${least} 至 ${most} 的`;
const foundText = (found: string | null) => (found === null ? "表达式在此结束" : `此处为 "${found}"`);
const ALL = Number.POSITIVE_INFINITY;

export const flowLint: Messages<typeof flowLintReasons> = {
  "flow-empty": { message: "流程定义为空", next: "请以 Type: StateMachine 开头" },
  "flow-yaml-invalid": {
    message: ({ problem }) => `流程定义不是有效的 YAML（解析器提示：${problem}）`,
    next: "请更正此处或其上方的 YAML",
  },
  "flow-key-repeated": {
    message: ({ key }) => `键 "${key}" 在同一对象中出现两次`,
    next: "每个键只写一次，带或不带 .$",
  },
  "flow-values-too-many": {
    message: ({ most }) => `流程定义的值超过 ${most} 个`,
    next: "请减少 YAML 别名：每引用一次就计一次",
  },
  "flow-anchor-missing": {
    message: ({ anchor }) => `别名 *${anchor} 之前没有对应的锚点`,
    next: ({ anchor }) => `请在所指的值前写 &${anchor}`,
  },
  "flow-key-no-text": { message: "键不是普通文本", next: "请为该字段命名" },
  "flow-value-no-json": {
    message: ({ value }) => `值 ${value} 无法用 JSON 表示`,
    next: "请写字符串、有限的数字、true、false 或 null",
  },
  "flow-old-grammar": {
    message: ({ field }) => `"${field}" 属于旧版 steps 语法，不受支持`,
    next: "请用 Type: StateMachine 和 SpecVersion: v1 改写，方法见 docs/fdl-support.md",
  },
  "flow-object-expected": {
    message: ({ field, found }) => `${field === "" ? "流程定义" : field} 为 ${found}，应为对象`,
    next: ({ fields }, f) => (fields.length === 0 ? "请写为对象" : `请写为含 ${f.list(fields, ALL)} 的对象`),
  },
  "flow-field-unknown": {
    message: ({ field }) => `此处没有字段 ${field}`,
    next: ({ near, known }, f) => (near === null ? `可用字段为 ${f.list(known, ALL)}` : `请写 ${near}`),
  },
  "flow-field-obsolete": {
    message: ({ field }) => `字段 ${field} 已废弃`,
    next: ({ instead }) => `请改为并列的 ${instead.join(" 和 ")}`,
  },
  "flow-field-missing": { message: ({ field }) => `缺少字段 ${field}`, next: "请补上" },
  "flow-text-expected": { message: ({ field, found }) => `${field} 为 ${found}，不是文本`, next: "请写为文本" },
  "flow-value-not-offered": {
    message: ({ field, found }) => `${field} 不能取值 ${found}`,
    next: ({ offered }, f) => `请取以下值之一：${f.list(offered, ALL)}`,
  },
  "flow-flag-expected": {
    message: ({ field, found }) => `${field} 为 ${found}，不是 true 或 false`,
    next: "请写 true 或 false",
  },
  "flow-number-expected": {
    message: ({ field, found, least, most }) => `${field} 为 ${found}，不是${range(least, most)}数`,
    next: ({ least, most }) => `请写${range(least, most)}数`,
  },
  "flow-integer-expected": {
    message: ({ field, found, least, most }) => `${field} 为 ${found}，不是${range(least, most)}整数`,
    next: ({ least, most }) => `请写${range(least, most)}整数`,
  },
  "flow-list-expected": {
    message: ({ field, found }) => `${field} 不能取值 ${found}`,
    next: ({ least, most }) => `请写为含${most === null ? `至少 ${least}` : ` ${least} 至 ${most}`} 项的列表`,
  },
  "flow-texts-expected": {
    message: ({ field, found }) => `${field} 为 ${found}，不是文本列表`,
    next: "请写为至少一项的文本列表",
  },
  "flow-seconds-twice": { message: ({ field }) => `同时给出了 ${field} 和 ${field}.$`, next: "请删除其中之一" },
  "flow-type-missing": {
    message: "该状态没有 Type",
    next: ({ offered }, f) => `请补上 Type，取值为：${f.list(offered, ALL)}`,
  },
  "flow-state-repeated": { message: ({ name }) => `有两个名为 "${name}" 的状态`, next: "同一范围内的状态不可重名" },
  "flow-action-malformed": {
    message: ({ action }) => `Action 为 "${action}"，不是有效的 API 名称`,
    next: "请写为 <Product>:<Api>，例如 FC:InvokeFunction",
  },
  "flow-mode-not-offered": {
    message: ({ mode, action }) => `${action === null ? "快速模式的流程" : action} 不支持 TaskMode ${mode}`,
    next: ({ offered }) => `请写 ${offered.join(" 或 ")}`,
  },
  "flow-wait-without-seconds": { message: "Wait 没有 Seconds", next: "请补上 Seconds 或 Seconds.$" },
  "flow-way-missing": { message: "该状态既没有 Next 也没有 End", next: "请补上 Next: <状态> 或 End: true" },
  "flow-way-twice": { message: "该状态同时有 Next 和 End: true", next: "请删除其中之一" },
  "flow-target-unknown": {
    message: ({ field, target }) => `${field} 指向 "${target}"，但没有此状态`,
    next: ({ states }, f) => `请指向以下状态之一：${f.list(states, ALL)}`,
  },
  "flow-target-elsewhere": {
    message: ({ field, target }) => `${field} 指向 "${target}"，但它属于另一范围`,
    next: ({ states }, f) => `请指向以下状态之一：${f.list(states, ALL)}`,
  },
  "flow-state-unreachable": {
    message: "没有任何状态通向该状态",
    next: "请在某个 Next、Default 或 StartAt 中指向它，或将其删除",
  },
  "flow-expression-expected": {
    message: ({ field, found }) => `${field} 为 ${found}，不是表达式`,
    next: "请写表达式，例如 $Input.name，或去掉 .$",
  },
  "flow-expression-wrong": {
    message: ({ field, column, why }, f) => `${field}，表达式第 ${column} 列：${f.messageOf(why)}`,
    next: ({ why }, f) => f.next(why),
  },
  "expression-empty": { message: "表达式为空", next: "请写一个值" },
  "expression-operator-expected": {
    message: ({ found }) => `${foundText(found)}，应为运算符或表达式结尾`,
    next: "请在其前写运算符，或将其删除",
  },
  "expression-value-expected": { message: ({ found }) => `${foundText(found)}，应为值`, next: "请在此处写一个值" },
  "expression-symbol-expected": {
    message: ({ found, symbols }) => `${foundText(found)}，应为 ${symbols.map((symbol) => `"${symbol}"`).join(" 或 ")}`,
    next: ({ symbols }) => `请在此处写 ${symbols.map((symbol) => `"${symbol}"`).join(" 或 ")}`,
  },
  "expression-key-expected": {
    message: ({ found }) => `${foundText(found)}，应为键`,
    next: '请写由字母、数字和 "_" 组成的键',
  },
  "expression-index-expected": {
    message: ({ found }) => `${foundText(found)}，应为下标`,
    next: "请写下标，例如 [0]：不支持通配符、过滤器和带引号的键",
  },
  "expression-too-deep": { message: "表达式嵌套过深", next: ({ most }) => `最多 ${most} 层` },
  "expression-word-bare": {
    message: ({ word }) => `"${word}" 不是值`,
    next: "请写 true、false、变量、函数调用或带引号的字符串",
  },
  "expression-function-unknown": {
    message: ({ name }) => `没有函数 "${name}"`,
    next: ({ known }, f) => `可用函数：${f.list(known, ALL)}`,
  },
  "expression-functions-too-deep": {
    message: ({ depth }) => `函数嵌套了 ${depth} 层`,
    next: ({ most }) => `最多嵌套 ${most} 层`,
  },
  "expression-arguments-miscounted": {
    message: ({ name, count }) => `${name} 有 ${count} 个参数，数量不符`,
    next: ({ usage }) => `请写为 ${usage}`,
  },
  "expression-variable-unknown": {
    message: ({ name }) => `没有变量 "${name}"`,
    next: ({ known }, f) => `可用变量：${f.list(known, ALL)}`,
  },
  "expression-text-open": { message: "字符串没有结束", next: ({ quote }) => `请补上结尾的 ${quote}` },
  "expression-operator-unknown": {
    message: ({ operator }) => `该语言没有运算符 "${operator}"`,
    next: ({ known }) => `可用运算符：${known.join(" ")}`,
  },
  "expression-character-unexpected": {
    message: ({ character }) => `表达式中不能出现 "${character}"`,
    next: "请写值、运算符或括号",
  },
  "expression-escape-unknown": {
    message: ({ sequence }) => `没有转义符 ${sequence}`,
    next: ({ known }) => `可用转义符：${known.join(" ")}`,
  },
  "expression-output-unreadable": {
    message: ({ path }) => `此处不能读取 ${path}`,
    next: "请用 $Input、$Global 或 $Context：状态的输出只能在其 OutputConstructor 和 GlobalConstructor 中读取",
  },
  "flow-loop-busy": {
    message: ({ states }) => `循环 ${states.map((name) => `"${name}"`).join(" → ")} 可以不经等待地反复执行`,
    next: "请在循环中加入 Wait 或 Task：一次执行最多 5,000 个事件",
  },
  "flow-task-without-timeout": { message: "该 Task 没有 Timeout，可能无限期等待", next: "请补上 Timeout: <秒数>" },
  "flow-fail-inside": {
    message: "Parallel 或 Map 内的 Fail 会结束整个执行",
    next: "若只想结束该分支，请把 Fail 放到最外层",
  },
  "flow-catch-without-output": {
    message: "Catch 没有 OutputConstructor：它通向的状态得到的输入为 {}",
    next: "请补上 OutputConstructor",
  },
  "flow-retry-without-attempts": {
    message: "Retry 的 MaxAttempts 为 0，CloudFlow 的文档未说明其含义",
    next: "请写不小于 1 的 MaxAttempts，或删除该规则",
  },
  "flow-error-foreign": { message: ({ error }) => `错误 ${error} 属于其他服务，永远不会匹配`, next: "请写 FnF.ALL" },
  "flow-retry-outlasts-flow": {
    message: ({ seconds, timeout }) => `Retry 可持续 ${seconds} 秒，超过流程的 Timeout（${timeout} 秒）`,
    next: "请减少重试次数、缩短间隔或加长 Timeout",
  },
  "flow-constant-like-expression": {
    message: ({ field, text }) => `${field} 是常量文本 "${text}"`,
    next: ({ field }) => `若要取其值，请写 ${field}.$`,
  },
};
