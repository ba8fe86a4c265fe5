import type { AnyReason } from "../../../platform/reasons/define.ts";
import type { verificationReasons } from "../../../platform/reasons/topics/verification.ts";
import type { Format, Messages } from "../message.ts";

export const doubts = (causes: readonly AnyReason[], more: number, f: Format) =>
  causes.length === 0
    ? ""
    : `。未验证：${causes.map(f.messageOf).join("；")}${more === 0 ? "" : `；另有 ${more} 项探测没有结论`}`;
const checks = (passed: number, resource: string) =>
  passed === 0 ? `${resource} 与方案一致，其本身不直接服务客户端` : `${resource} 的 ${passed} 项检查全部通过`;
export const byHand = ({ resource, execution }: { resource: string; execution: string }) =>
  `需要人工处理：请修复原因后执行 \`albflow undo ${execution}\`，或手动将 ${resource} 恢复为变更前的状态：\`albflow execution ${execution}\` 显示变更内容`;
/** 部分占整体的百分比，数值越小位数越多。 */
const percentOf = (part: number, whole: number) => {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : Math.round(percent * 10) / 10}%`;
};

export const verification: Messages<typeof verificationReasons> = {
  verified: ({ resource, passed, at, causes, more }, f) =>
    `${passed === 0 && causes.length > 0 ? "未验证即接受" : "已验证"}：${checks(passed, resource)}（${f.time(at)}）${doubts(causes, more, f)}`,
  "step-verified": ({ resource, passed, next, causes, more }, f) =>
    `${checks(passed, resource)}${next === null ? "" : `；下一步：${f.messageOf(next)}`}${doubts(causes, more, f)}`,
  "verified-watching": ({ resource, passed, until, causes, more }, f) =>
    `${checks(passed, resource)}；将继续观察至 ${f.time(until)}${doubts(causes, more, f)}`,
  "watching-mismatch": ({ problem }, { messageOf }) => `等待中：${messageOf(problem)}`,
  "verification-failed": {
    message: ({ resource, problem, differing, total }, { messageOf }) =>
      `${resource} 验证失败：${total} 项检查中有 ${differing} 项与配置不一致。${messageOf(problem)}`,
    next: "请查看该执行的探测结果，修复原因后重新发起",
  },
  "not-verified": {
    message: ({ resource, causes, more }, f) =>
      `${resource} 未能验证${doubts(causes, more, f).replace("。未验证", "")}`,
    next: "请让函数能够访问该监听，或用 verification.acceptUnreachable 接受",
  },
  "verification-error": {
    message: ({ cause }, { messageOf }) => `未能验证：${messageOf(cause)}`,
    next: "请修复原因后重新发起",
  },
  "rollback-verification-error": {
    message: ({ cause }, { messageOf }) => `回滚后未能验证：${messageOf(cause)}`,
    next: (params) => byHand(params),
  },
  "clients-saw": ({ from, until, total, failures, probes, wrong, logged }, f) => {
    const failed = failures.reduce((sum, { count }) => sum + count, 0);
    const which = failures.map(({ status, count }) => `${count} × ${status ?? "无响应"}`).join("，");
    const parts = [
      ...(total === 0
        ? []
        : [`${total} 个请求中 ${failed} 个失败（${percentOf(failed, total)}${which === "" ? "" : `：${which}`}）`]),
      ...(probes === 0 ? [] : [`其他 ${probes} 项探测中 ${wrong} 项不一致`]),
    ];
    const own =
      parts.length === 0 ? "" : `albflow 自身的探测（${f.time(from)} 至 ${f.time(until)}）：${parts.join("；")}`;
    const all =
      logged === null
        ? ""
        : `访问日志：该时段内全部 ${logged.total} 个请求中 ${logged.errors} 个为服务器错误（${percentOf(logged.errors, logged.total)}）`;
    return [own, all].filter((part) => part !== "").join("。");
  },
  "nothing-to-verify": {
    message: ({ listenerId }) => `没有可验证的监听 ${listenerId}`,
    next: "请检查 ID 和地域",
  },
};
