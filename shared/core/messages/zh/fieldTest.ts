import type { fieldTestReasons } from "../../../platform/reasons/topics/fieldTest.ts";
import type { Messages } from "../message.ts";

export const fieldTest: Messages<typeof fieldTestReasons> = {
  "field-price": `--write 会创建以下资源，并在结束时移除，均以 albflow-fieldtest 标记或命名：
  标准版和基础版应用型负载均衡各一个，带公网地址
  证书、流程、一个函数、角色和一个日志项目，短时间内费用几乎为零
费用：每小时（不足按一小时计）约 0.03 美元（按目录价实例为 0.021 和 0.007），
  另加不到 0.10 美元的容量单位、地址和少量流量费用。以所在地域的购买页为准。
时长：约 20 分钟。被强制终止的运行所遗留的资源：albflow fieldtest --clean`,
  "field-ending": "正在结束：先移除本次创建的资源。再按一次则立即结束，留待 --clean 清理",
  "field-clean": "所有以 albflow-fieldtest 标记或命名的资源都会移除，包括正在进行的测试的资源",
  "field-confirm-clean": "是否移除？",
  "field-confirm-write": "是否继续？",
  "field-unconfirmed": { message: "没有人可以回答", next: "请添加 --yes" },
  "field-ended-early": "测试提前结束，未写入任何结果",
  "field-summary": ({ settled, probes, open, contradictions, file }) =>
    `${probes} 个问题中 ${settled} 个已有答案，${open} 个未决，${contradictions} 个与假设不符。详见 ${file}`,
  "field-nothing-left": "没有任何实地测试的遗留",
  "field-left": {
    message: ({ what, cloudCode }) => `未能移除 ${what}：${cloudCode}`,
    next: "请尝试 albflow fieldtest --clean，或在控制台查看",
  },
  "field-not-played": ({ question, found }) => `${question}：实测为 "${found}"，本地云无法模拟，仍按假设运行`,
  "field-applied": ({ file, settings }) =>
    `${file} 中有 ${settings} 项设置。下次 \`npm run build\` 之后本地云即按此运行`,
  "field-unprobed": ({ why }, { messageOf }) => `未测：${messageOf(why)}`,

  "gap-needs-write": "需要创建自己的资源：--write",
  "gap-not-told": "探测没有给出答案",
  "gap-probe-failed": ({ error }) => `探测失败：${error ?? "未知故障"}`,
  "gap-no-ca-certificate": "账号没有 CA 证书",
  "gap-quota-not-filled": "需要把账号的证书数填满配额",
  "gap-too-few-calls": ({ calls }) => `一分钟内只应答了 ${calls} 次调用`,
  "gap-change-too-fast": "变更在观察之前已经结束",
  "gap-jobs-too-young": ({ hours }) => `列出的最早任务只有 ${hours} 小时：请在变更一天后再测`,
  "gap-no-failed-job": "没有任务失败，也无法使其失败",
  "gap-no-event": "其历史没有说明",
  "gap-nothing-delivered": "几分钟内没有任何投递",
  "gap-no-remediate": "没有部署 remediate",
  "gap-no-alarm": "一周内没有告警调用已部署的 remediate：请触发一次",
  "gap-no-execution": "CloudFlow 在此处尚无执行",
  "gap-executions-too-young": ({ days }) => `最早的执行只有 ${days} 天：请在满 90 天后再测`,
  "gap-no-service-roles": "此处没有服务关联角色的信息",
  "gap-function-silent": "函数没有应答",
  "gap-no-record": "记录没有及时写入",
};
