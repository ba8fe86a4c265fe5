/** What stands on the page of an execution. */
export const executionWords = {
  title: [(operation: string) => `${operation}: execution`, (operation: string) => `${operation}：执行`],
  on: ["on", "监听"],
  undoes: ["takes back", "撤销"],
  startedBy: ["asked for by", "发起人"],
  started: ["started", "开始于"],
  took: ["took", "用时"],
  runsFor: ["runs for", "已运行"],
  permanent: ["Permanent link", "永久链接"],

  Running: ["running", "进行中"],
  Starting: ["starting", "启动中"],
  Succeeded: ["done", "已完成"],
  Failed: ["failed", "失败"],
  Stopped: ["stopped", "已停止"],
  TimedOut: ["timed out", "已超时"],
  undone: ["failed, everything is as before", "失败，已恢复原状"],
  refused: ["refused, nothing was changed", "已拒绝，未做任何更改"],
  skipped: ["nothing to do", "无需操作"],

  picture: [(flow: string) => `The flow ${flow}`, (flow: string) => `流程 ${flow}`],
  pictureSays: [
    (states: string) => `States that were reached: ${states}. The list below tells each of them.`,
    (states: string) => `已到达的状态：${states}。下方列表有逐项说明。`,
  ],
  done: ["done", "完成"],
  current: ["works now", "正在执行"],
  waiting: ["waits", "等待中"],
  failed: ["failed", "失败"],
  stopped: ["stopped here", "在此停止"],
  notReached: ["not reached", "未到达"],
  times: [(visits: number) => `${visits} times`, (visits: number) => `${visits} 次`],

  history: ["What has happened", "经过"],
  nothingYet: ["Nothing yet.", "暂无。"],
  now: ["Now", "当前"],
  since: ["for", "已"],
  failedTry: [
    (number: number, error: string) => `try ${number} failed: ${error}`,
    (number: number, error: string) => `第 ${number} 次尝试失败：${error}`,
  ],
  nextTry: [
    (number: number, of: number) => `Try ${number} of ${of} follows by itself.`,
    (number: number, of: number) => `将自动进行第 ${number} 次尝试（共 ${of} 次）。`,
  ],

  plan: ["Plan", "方案"],
  evidence: ["What clients are served", "客户端实际收到的内容"],
  look: ["looked at", "检查项"],
  expected: ["expected", "预期"],
  found: ["found", "实际"],
  asExpected: ["as expected", "符合预期"],
  writes: ["What was written", "已执行的写操作"],
  back: ["on the way back", "恢复时"],
  written: ["done", "完成"],
  writeRefused: ["refused", "被拒绝"],
  writeUnknown: ["unknown whether it took effect", "是否生效未知"],
  request: ["request", "请求"],
  input: ["Input", "输入"],
  output: ["Output", "输出"],
  calls: [
    (calls: number) => `${calls} calls to the cloud so far`,
    (calls: number) => `到目前为止调用云 API ${calls} 次`,
  ],

  approvalNeeded: [
    (needed: number) => `It waits for ${needed === 1 ? "somebody else" : `${needed} other people`} to agree.`,
    (needed: number) => `等待 ${needed} 位其他人审批。`,
  ],
  approvalUntil: ["Without an answer it ends, unchanged, at", "如无人答复，将于以下时间结束且不做更改："],
  approvedBy: ["agreed so far:", "已同意："],
  toApproval: ["To the approval", "前往审批"],

  stop: ["Stop", "停止"],
  stopHint: [
    "Ends it where it stands. What it has changed stays until it is taken back.",
    "在当前位置终止。已做的更改会保留，直到被撤销。",
  ],
  reason: ["Why (others will read it)", "原因（他人可见）"],
  stopNow: ["Stop it now", "立即停止"],
  undo: ["Take it back…", "撤销…"],
  undoHint: [
    "Shows first what would go back. What others have changed since stays.",
    "会先显示将恢复的内容。此后他人所做的更改会保留。",
  ],
  again: ["Plan it again", "重新制定方案"],
  mayOnlyLook: ["Your role may look, not stop or take back.", "您的角色只能查看，不能停止或撤销。"],

  lost: [
    "The connection is lost; what you see is from before. Trying again by itself…",
    "连接已断开，当前显示的是之前的内容。正在自动重试…",
  ],
} as const;
