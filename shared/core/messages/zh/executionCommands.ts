import type { executionCommandReasons } from "../../../platform/reasons/topics/executionCommands.ts";
import type { Messages } from "../message.ts";

const usage = ({ usage }: { usage: string }) => `用法：${usage}`;

export const executionCommands: Messages<typeof executionCommandReasons> = {
  "answer-given": ({ isDenied, execution, flags }) =>
    `${isDenied ? "已拒绝" : "已同意"}。使用 \`albflow execution ${execution}${flags}\` 查看进展`,
  "bulk-started": ({ listenerId, execution }) => `▶ 监听 ${listenerId}：执行 ${execution}`,
  "bulk-interrupted": ({ executions, flags }, { list }) =>
    executions.length === 0
      ? "不再开始新的执行"
      : `不再开始新的执行。${list(executions)} 在云端继续，这里会跟踪到结束；再按一次 Ctrl-C 即离开。使用 \`albflow execution <名称>${flags}\` 跟踪，使用 \`albflow stop <名称>${flags}\` 撤销`,
  "bulk-stopped": {
    message: ({ cause, listenerIds }, f) =>
      `未在 ${f.list(listenerIds)} 上执行：${cause === "canary" ? "第一个未成功" : cause === "budget" ? "错误预算已用完" : "已被中断"}`,
    next: "请用 `albflow execution` 查看原因，修复后重新运行",
  },
  "plan-changes": "变更内容",
  "plan-steps": ({ steps }) => `共 ${steps} 步`,
  "plan-effects": "客户端会察觉到",
  "plan-duration": ({ expectedSeconds, atMostSeconds, watchSeconds, between, needsApproval }) => {
    const steps = between === null ? "" : `，${between.steps} 个步骤之后各观察 ${between.seconds} 秒`;
    const end = watchSeconds === 0 ? "" : `，最后观察 ${watchSeconds} 秒`;
    const approval = needsApproval ? "。需要另一人审批" : "";
    return `约 ${expectedSeconds} 秒${steps}${end}；包括回滚在内最多 ${atMostSeconds} 秒${approval}`;
  },
  "execution-repeated": ({ execution }) => `${execution} 此前已用相同的输入启动过；以下是其经过`,
  "execution-started": ({ execution, flags }) =>
    `已启动 ${execution}；使用 \`albflow execution ${execution}${flags}\` 查看进展`,
  "record-not-kept": ({ flags }) => `未能保存本次执行的记录：\`albflow doctor${flags}\` 会说明 Logstore 的问题`,
  "approval-awaited": ({ execution, flags }) => `等待审批：\`albflow approve ${execution}${flags}\``,
  "stop-why": "为何停止？能看到该执行的人都会读到",
  "execution-nowhere": {
    message: ({ execution, flow }) => `${flow === null ? "" : `流程 ${flow} 中`}没有名为 ${execution} 的执行`,
    next: "请用 albflow executions 查看",
  },
  "state-waits": ({ state, since, why }, { messageOf }) =>
    `${state} 正在等待${since === null ? "" : `（已 ${since}）`}：${messageOf(why)}`,
  "waits-for-report": ({ action }) => `${action ?? "其任务"} 尚未上报结果`,
  "waits-for-answer": ({ action }) => `${action ?? "其任务"} 尚未返回`,
  "waits-for-retry": ({ error }) => `${error ?? "出错"} 之后的下一次重试`,
  "waits-for-time": "等待时间到达",
  "stopped-by": ({ by, why, rollback }) =>
    `由 ${by} 停止：${why}（${rollback === null ? "保持现状，不再监视" : `由 ${rollback} 回滚`}）`,
  "no-executions": "没有执行",
  "nothing-listed": "没有符合条件的资源",

  "region-unreadable": ({ region, cause }, { messageOf }) => `无法读取 ${region}：${messageOf(cause)}`,
  "index-age": ({ to, minutes }, { time }) =>
    `由续期维护的域名索引查得，并已逐一重新读取。索引完成于 ${minutes} 分钟前（${time(to)}）`,
  "index-none": {
    message: "近六小时内没有续期轮次写入域名索引",
    next: "下一轮将重新生成（可用 `albflow renew` 启动）；在此之前请按账号与地域列出",
  },
  "index-gaps": ({ places }, { list }) => `各轮均读取失败，未收录：${list(places)}`,
  "index-incomplete": ({ listeners }) => `建立索引时 ${listeners} 个监听的证书读取失败`,
  "index-cut": {
    message: ({ shown }) => `符合的监听多于所示的 ${shown} 个`,
    next: "请输入更长的域名，或指定账号与地域",
  },
  "days-left": ({ days }) => (days === null ? "剩余天数未知" : `剩余 ${days} 天`),
  "intermediate-ends-first": ({ intermediate }) => `中间证书 ${intermediate} 先到期`,
  "settings-not-known": ({ settings }, { list }) => `已设置 ${list(settings)}，albflow 不认识该设置`,
  "group-servers": ({ servers }) => `${servers} 台服务器`,
  "group-down": ({ down }) => `${down} 台异常`,
  "group-health-unknown": "健康状态未知",
  "used-now": "正在使用",
  "run-cost": ({ flow, execution, seconds }) => `${flow} 的执行 ${execution}：从开始到结束 ${seconds} 秒`,

  "draw-branches": ({ branches }) => `${branches} 个分支并行`,
  "draw-elements": ({ concurrency }) => `逐个处理元素，同时 ${concurrency} 个`,
  "draw-retry": ({ errors, maxAttempts, intervalSeconds, backoffRate }) =>
    `${errors.join("、")}：最多再试 ${maxAttempts} 次，间隔 ${intervalSeconds} 秒${backoffRate === 1 ? "" : `，每次 × ${backoffRate}`}`,
  "draw-seconds-of": ({ field }) => `秒数由 ${field} 决定`,
  "draw-otherwise": ({ state }) => `否则 → ${state}`,
  "definition-not-named": { message: "未指定流程定义", next: usage },
  "execution-not-named": { message: "未指定执行", next: usage },
  "definition-unreadable": {
    message: ({ file, error }) => `无法读取 ${file}：${error}`,
    next: "请检查文件名和读取权限",
  },
  "definition-wrong": {
    message: ({ file, finding }, f) => `${file}，${f.messageOf(finding)}`,
    next: "`albflow flows lint` 会列出其全部问题",
  },
  "definition-finding": ({ file, line, column, isError, state, why }, f) =>
    `${file}:${line}:${column} ${isError ? "错误" : "警告"} ${state === null ? "" : `状态 "${state}"：`}${f.sentence(f.messageOf(why))}${f.sentence(f.next(why))} [${why.code}]`,
  "definitions-checked": ({ definitions, wrong, doubtful }) =>
    `${definitions} 个定义：${wrong} 个错误，${doubtful} 个警告`,
  "option-not-whole": {
    message: ({ option, least, most }) =>
      `${option} 必须是不小于 ${least}${most === null ? "" : ` 且不大于 ${most}`} 的整数`,
    next: "请更正",
  },
  "option-not-offered": {
    message: ({ option, offered }) => `${option} 只能是 ${offered.join(" 或 ")}`,
    next: "请更正",
  },
  "option-no-probability": { message: ({ option }) => `${option} 必须是 0 到 1 之间的数`, next: "请更正" },
  "commands-not-built": { message: ({ file }) => `${file} 不存在`, next: "请先在项目目录中运行 `npm run build`" },
  "project-folder-missing": {
    message: "此命令需要 albflow 的项目文件，但它已脱离项目目录",
    next: "请在克隆的仓库中运行",
  },
  "embedded-calls-none": {
    message: ({ product }) => `嵌入式引擎不调用 ${product}`,
    next: "请部署 albflow，并在不带 --embedded 的情况下运行",
  },
  "embedded-waits": ({ executions }) => `正在等待 ${executions.join("、")}；按 Ctrl-C 则留给下一个 --embedded 命令`,
};
