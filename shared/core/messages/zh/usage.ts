import type { usageReasons } from "../../../platform/reasons/topics/usage.ts";
import type { Messages } from "../message.ts";

const HELP = "加上 --help 可查看用法";
const meantOf = (meant: readonly string[]) => (meant.length === 0 ? HELP : `您是否想输入 ${meant.join("、")}？`);

export const usage: Messages<typeof usageReasons> = {
  "usage-option-unknown": { message: ({ option }) => `没有选项 ${option}`, next: ({ meant }) => meantOf(meant) },
  "usage-command-unknown": { message: ({ command }) => `没有命令 ${command}`, next: ({ meant }) => meantOf(meant) },
  "usage-command-missing": { message: ({ command }) => `${command} 后面需要一个命令`, next: HELP },
  "usage-argument-missing": { message: ({ argument }) => `缺少 <${argument}>`, next: HELP },
  "usage-arguments-excess": { message: ({ given, most }) => `给出了 ${given} 个参数，最多 ${most} 个`, next: HELP },
  "usage-option-missing": { message: ({ option }) => `必须给出 ${option}`, next: HELP },
  "usage-options-exclusive": {
    message: ({ option, other }) => `${option} 与 ${other} 不能同时使用`,
    next: "请去掉其中一个",
  },
  "usage-value-missing": { message: ({ option }) => `${option} 缺少值`, next: HELP },
  "usage-value-unfit": {
    message: ({ option, value, problem }) => `“${value}”不是 ${option} 的有效值：${problem}`,
    next: HELP,
  },
  "usage-value-not-offered": {
    message: ({ option, value }) => `“${value}”不是 ${option} 的有效值`,
    next: ({ offered }) => `请使用 ${offered.join("、")} 之一`,
  },
  "local-cloud-refuses": ({ message }) => message.replace(/\.$/, ""),
  "stage-problems": {
    message: ({ stage, problems }, { messageOf }) =>
      problems.map(({ at, problem }) => `${stage}：${at}：${messageOf(problem)}`).join("\n  "),
    next: "请更正 albflow.yaml",
  },
  "error-unexpected": ({ message }) => message,
};
