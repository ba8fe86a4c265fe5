import type { apiReasons } from "../../../platform/reasons/topics/api.ts";
import type { Messages } from "../message.ts";

const PARTS: Readonly<Record<string, string>> = { query: "查询参数", body: "请求体" };
const OPENAPI = "请更正请求；/openapi.json 说明了请求的格式";
const LIST = "请查找正确的名称：/listeners、/operations 和 /executions 会列出它们";
const ACTS: Readonly<Record<string, string>> = { view: "查看", operate: "操作", approve: "审批" };

export const api: Messages<typeof apiReasons> = {
  "body-too-large": { message: ({ most }) => `请求体最多 ${most} 字节`, next: "请减少发送的内容" },
  "body-missing": { message: "缺少请求体", next: OPENAPI },
  "body-unexpected": { message: "该请求没有请求体", next: OPENAPI },
  "body-not-json": {
    message: ({ isType }) => (isType ? "请求体必须为 UTF-8 编码的 application/json" : "请求体不是 JSON"),
    next: OPENAPI,
  },
  "request-invalid": {
    message: ({ part, problems }, { messageOf }) =>
      `${PARTS[part] ?? part}无效：${problems.map(({ pointer, problem }) => `${pointer} ${messageOf(problem)}`.trim()).join("；")}`,
    next: OPENAPI,
  },
  "idempotency-key-invalid": {
    message: ({ most }) => `Idempotency-Key 最多 ${most} 个字母、数字、_ 和 -`,
    next: "请更正 Idempotency-Key",
  },
  "idempotency-key-used": {
    message: ({ execution }) => `该 Idempotency-Key 已用于另一个请求 ${execution}`,
    next: "新的请求请使用新的 Idempotency-Key",
  },
  "too-many-requests": {
    message: ({ seconds }) => `请求过多${seconds === null ? "" : `，${seconds} 秒后才会响应下一个请求`}`,
    next: "请在 Retry-After 指定的时间后重试",
  },
  "cursor-invalid": { message: "该列表没有返回过此游标", next: "请从头请求该列表" },
  "address-unknown": { message: "该地址不存在", next: "/openapi.json 列出了所有地址" },
  "method-unknown": { message: "该地址不支持此方法", next: OPENAPI },
  "form-foreign": { message: "该表单不是由 albflow 的页面发送的", next: "请重新打开 albflow 的页面" },
  "execution-not-found": { message: ({ execution }) => `没有执行 ${execution}`, next: LIST },
  "round-not-found": { message: ({ round }) => `没有续期轮次 ${round}`, next: LIST },
  "bulk-not-found": { message: ({ bulk }) => `没有批量运行 ${bulk}`, next: LIST },
  "bulk-nothing-to-do": {
    message: ({ operation }) => `${operation} 不会更改其中任何监听`,
    next: "请查看每个监听的方案",
  },
  "bulk-nothing-selected": {
    message: "没有选择任何内容",
    next: "请提供 `targets`、`selector` 或 `certificateIds` 之一",
  },
  "bulk-plan-stale": {
    message: ({ operation }) => `${operation} 的方案已变化：此后有监听发生了变更`,
    next: "请重新制定方案",
  },
  "bulk-too-many": {
    message: ({ count, most }) => `选择了 ${count} 个，一次最多 ${most} 个`,
    next: "请缩小范围，分多次执行",
  },
  "bulk-too-large": {
    message: ({ count, bytes, most }) => `${count} 个监听的方案共 ${bytes} 字节，一次最多 ${most} 字节`,
    next: "请缩小范围，分多次执行",
  },
  "bulk-listener-twice": {
    message: ({ listenerId }) => `本次运行已会更改监听 ${listenerId}`,
    next: "请在运行结束后重新制定方案",
  },
  "bulk-target-told": "原因见其执行",
  "selector-invalid": {
    message: ({ part }) => `${part === "" ? "空文本" : part} 不是有效的选择条件`,
    next: "请使用 tag:<键>、name、id、instance、region、account、protocol、port、certificate 或 domain，各以 = 接模式，或使用 expires=30d，用逗号分隔",
  },
  "selector-empty": {
    message: ({ selector }) => `没有监听或证书符合 ${selector}`,
    next: "请用 `albflow listeners` 查看；--regions 和 --accounts 指定查找范围",
  },
  "operation-not-found": { message: ({ operation }) => `没有操作 ${operation}`, next: LIST },

  "not-allowed": {
    message: ({ name, act, operation, touches }, f) =>
      [`${name} 没有权限${ACTS[act] ?? act}`, operation ?? "", touches.length === 0 ? "" : f.list(touches)]
        .filter((part) => part !== "")
        .join(" "),
    next: "请联系授权人员",
  },
  "machine-cannot-approve": {
    message: ({ name }) => `${name} 是机器账号，只有人员可以审批`,
    next: "请由人员回应",
  },

  "not-authenticated": {
    message: ({ cause }, { messageOf }) => `未通过身份验证：${messageOf(cause)}`,
    next: "请重新登录",
  },
  "credentials-needed": {
    message: "请求没有凭证，或凭证无效",
    next: "请发送 `Authorization: Bearer <token>`，令牌须由本部署的颁发者签发且未过期",
  },
  "grant-needed": { message: "您没有这项权限", next: "请联系授权人员" },
  "credentials-not-sent": "没有发送凭证",
  "credentials-of-no-kind": "凭证类型不受支持",
  "machine-without-grants": "该机器账号没有授权",
  "source-unknown": "无法识别调用者的地址",
  "token-subject-unfit": ({ problem }, { messageOf }) => `令牌的主体${messageOf(problem)}`,
  "token-not-believed": ({ error, claim }) => `令牌无效（${error}${claim === null ? "" : `，${claim}`}）`,
  "token-keys-unreachable": {
    message: ({ error }) => `无法获取令牌颁发者的密钥（${error ?? "没有响应"}）`,
    next: "请检查颁发者的地址和函数的网络",
  },

  "approval-link-invalid": { message: "该链接不是由 albflow 生成的，或已被修改", next: "请打开收到的原始链接" },
  "approval-link-expired": { message: "该链接已过期", next: "请重新发起变更" },
  "approval-link-used": { message: "该链接已使用过", next: "如还需审批，请打开最新的链接" },
  "approval-link-outdated": { message: "方案已发生变化", next: "请打开为新方案发送的链接" },
  "approval-not-waiting": { message: "此处已没有等待审批的内容", next: "请查看该执行" },
  "answered-at-once": { message: "他人在同一时刻做出了回应", next: "请重新查看该审批请求" },
};
