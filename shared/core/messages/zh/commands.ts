import type { commandReasons } from "../../../platform/reasons/topics/commands.ts";
import type { Messages } from "../message.ts";

const not = (value: string | null) => (value === null ? "" : `，而不是 ${value}`);
/** 各类影响的说明。 */
const IMPACTS: Readonly<Record<string, string>> = {
  "interrupts traffic": "会中断流量",
  "lowers security": "会降低安全性",
  "may interrupt": "可能中断流量",
};
const does = (impacts: readonly string[]) => impacts.map((impact) => IMPACTS[impact] ?? impact).join("并");
const FIELD = "请先运行 `albflow fieldtest`";

export const commands: Messages<typeof commandReasons> = {
  "options-invalid": {
    message: ({ problems }, f) => problems.map(f.messageOf).map(f.sentence).join("\n  ").replace(/。$/, ""),
    next: ({ operation }) => `\`albflow ${operation} --help\` 会列出所有选项`,
  },
  // What an option means stands in its help, in Chinese.
  "option-missing": ({ option }) => `必须给出 ${option}`,
  "option-unknown": ({ option }) => `该操作没有选项 ${option}`,
  "option-malformed": ({ option, value }) => `${option} 的值${value === null ? "" : ` ${value} `}无效`,
  "option-unfit": ({ option, problem, value }, { messageOf }) => `${option} ${messageOf(problem)}${not(value)}`,
  "option-not-boolean": {
    message: ({ option, value }) => `${option} 应为 true 或 false（也可用 yes、no、on、off），而不是“${value}”`,
    next: "请更正",
  },
  "option-not-number": {
    message: ({ option, value }) => `${option} 应为数字，而不是“${value}”`,
    next: "请更正",
  },
  "option-not-json": {
    message: ({ option, message }) => `${option} 不是 JSON：${message}`,
    next: "请更正，或以 @ 指定文件",
  },
  "option-not-object": { message: ({ option }) => `${option} 必须是 JSON 对象`, next: "请更正" },
  "option-file-unreadable": {
    message: ({ file }) => `无法读取 @${file}`,
    next: ({ file }) => `请检查文件 ${file} 是否存在`,
  },
  "option-port-invalid": {
    message: ({ value }) => `--port 应为本地云的第一个端口，而不是 ${value}`,
    next: "请指定端口，例如 7700",
  },
  "audit-span-invalid": {
    message: "--from 和 --to 应为时间，--days 应为数字",
    next: "时间请写作 2026-11-22T00:00:00Z",
  },
  "embedded-must-wait": {
    message: "内嵌引擎随命令结束而结束",
    next: "请去掉 --no-wait",
  },

  "operation-unknown": {
    message: ({ operation }) => `没有操作 ${operation}`,
    next: ({ known }, f) => `请从以下操作中选择：${f.list(known, known.length)}`,
  },
  "role-not-declared": {
    message: ({ name }) => `没有 ${name} 的角色`,
    next: ({ known }, f) => `请从以下名称中选择：${f.list(known, known.length)}`,
  },
  "logstore-not-found": {
    message: ({ project, logstore }) => `项目 ${project} 中没有日志库 ${logstore}`,
    next: "请检查地域，以及 albflow 是否部署在该地域",
  },
  "execution-name-invalid": {
    message: ({ execution }) => `${execution} 不是有效的执行名称`,
    next: "`albflow executions` 会列出所有执行",
  },
  "execution-name-unfit": {
    message: ({ name }) => `${name} 不能作为执行的名称`,
    next: ({ most }) => `请使用至多 ${most} 个字母、数字、_ 和 -，并以字母或 _ 开头`,
  },
  "execution-name-reserved": {
    message: ({ name, prefix }) => `以 ${prefix} 开头的名称由 albflow 保留，例如 ${name}`,
    next: "请选择其他 --name",
  },
  "no-operation-has-execution": {
    message: ({ execution }) => `没有操作有名为 ${execution} 的执行`,
    next: "`albflow executions` 会列出所有执行",
  },

  "requester-unproven": ({ requester }) =>
    `此处未设置 ALBFLOW_SECRET，无法验证申请人 ${requester}：需要比通常多一人审批`,
  "execution-name-taken": {
    message: ({ execution, earlier, asked }, f) =>
      `${execution} 已是 ${earlier.operation}（${f.value(earlier.input)}），不能再用于 ${asked.operation}（${f.value(asked.input)}）`,
    next: "请选择其他 --name",
  },
  "impacts-named": ({ impacts }, f) => f.list(impacts.map((impact) => IMPACTS[impact] ?? impact)),
  "confirm-impact": ({ impacts }) => `该变更${does(impacts)}。是否继续？（yes/no）`,
  "impact-unconfirmed": {
    message: ({ impacts }) => `该变更${does(impacts)}，而标准输入不是终端`,
    next: "请以 --yes 确认",
  },
  "execution-not-waiting": {
    message: ({ execution }) => `${execution} 不在等待审批`,
    next: ({ execution }) => `\`albflow execution ${execution}\` 会显示其状态`,
  },
  "measured-run-failed": {
    message: ({ operation, status }) => `${operation} 的运行以 ${status} 结束`,
    next: "请报告该问题",
  },

  "field-report-invalid": { message: "该文件不是实地测试的报告", next: FIELD },
  "field-report-unreadable": {
    message: ({ file }) => `无法读取 ${file}`,
    next: `${FIELD}，或以 --file 指定其他文件`,
  },
  "field-test-ended": { message: "实地测试已被终止", next: "请重新运行；它会移除遗留的资源" },
  "field-test-embedded": {
    message: "实地测试直接访问云",
    next: "请去掉 --embedded",
  },
  "field-no-answer": { message: ({ error }) => `没有响应（${error}）`, next: "请检查网络" },
  "field-zones-missing": {
    message: "实例需要两个可用区",
    next: "请指定 --zone cn-hangzhou-h=vsw-… --zone cn-hangzhou-i=vsw-…",
  },
  "field-needs-write": { message: "需要创建自己的资源", next: "请添加 --write" },
  "field-network-unknown": {
    message: "没有可用于实例的网络",
    next: "请指定 --vpc 和 --zone",
  },
  "field-not-settled": {
    message: ({ cloudCode }) => (cloudCode === null ? "等待超时" : `返回 ${cloudCode}`),
    next: "请重新运行实地测试",
  },
  "field-call-failed": { message: ({ cloudCode }) => `返回 ${cloudCode}`, next: "请查阅该错误码" },

  "flows-still-running": {
    message: ({ flow, execution }) => `${flow} 的执行 ${execution} 正在运行，因此保留流程及其函数`,
    next: ({ execution }) => `请等待其结束或运行 \`albflow stop ${execution}\`，然后再次移除`,
  },
  "functions-still-there": {
    message: ({ functions }, f) => `以下函数仍然存在，因此保留其角色：${f.list(functions, 5)}`,
    next: "请再次移除",
  },
  "properties-invalid": {
    message: ({ resource, problems }, { messageOf }) =>
      problems
        .map(
          ({ property, problem }) =>
            `s.yaml 中 resources.${resource}.props.${property}：${problem === null ? "没有此属性" : messageOf(problem)}`,
        )
        .join("\n"),
    next: "请更正 s.yaml",
  },
  "functions-not-unpacked": {
    message: ({ folders }) => `无法将软件包中的函数解压到 ${folders.join(" 或 ")}`,
    next: "请将 XDG_CACHE_HOME 设为可写的文件夹",
  },
  "flow-invalid": {
    message: ({ flow, findings }, f) => `流程 ${flow} 会被拒绝：\n${findings.map(f.messageOf).join("\n")}`,
    next: "请更正其定义",
  },
};
