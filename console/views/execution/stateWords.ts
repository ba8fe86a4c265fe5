/** What each state of flows/operation.yaml does, while it does it. What is not here only decides where to go on. */
export const stateWords = {
  Preflight: ["looks at everything and plans; writes nothing", "检查现状并生成方案，不做任何变更"],
  Approve: ["waits for somebody to see the plan and to agree, or not", "等待他人查看方案并决定是否同意"],
  Count: [
    "sees whether the answer is for this plan, and whether more are needed",
    "核对答复是否针对此方案，以及是否还需更多同意",
  ],
  Call: ["makes the step's write, once", "执行该步骤的写操作，仅一次"],
  Ready: ["watches whether the write has taken effect", "观察写操作是否已生效"],
  Pause: ["the cloud has not finished; looks again after a second", "云端尚未完成，一秒后再查看"],
  Queue: ["somebody else works on the listener; tries again every 3 seconds", "他人正在操作此监听，每 3 秒重试"],
  Verify: ["compares what clients are served with what is configured", "对比客户端实际收到的内容与配置"],
  Watch: ["the result is watched for a while; looks again every 10 seconds", "持续观察结果，每 10 秒查看一次"],
  Report: ["keeps a record", "写入记录"],
  Done: ["done; the record could not be kept", "已完成，但记录未能写入"],
  Undo: ["goes one write back towards how it was", "向原状恢复一步"],
  PauseUndo: ["in the rollback; goes on after a second", "恢复中，一秒后继续"],
  VerifyUndone: ["sees whether clients are served as before", "确认客户端收到的内容已恢复原状"],
  ReportFailure: ["keeps a record of what went wrong, and of where things are now", "记录出了什么问题以及当前状态"],
  Refused: ["refused; nothing was changed", "已拒绝，未做任何变更"],
  Undone: ["failed, and everything is as before", "失败，已恢复原状"],
  Failed: ["failed, and needs a person", "失败，需要人工处理"],
} as const;

/** What to do about an error of a try, by how its name begins; most of them pass by themselves. */
export const fixWords = {
  Throttled: ["The cloud takes no more requests for a moment. Nothing to do.", "云端暂时限流，无需处理。"],
  Conflict: [
    "The resource is busy with another change. Nothing to do while tries are left.",
    "资源正在进行其他变更。仍有重试次数时无需处理。",
  ],
  Transient: ["The cloud did not answer. Nothing to do while tries are left.", "云端未应答。仍有重试次数时无需处理。"],
  Denied: ["A role lacks a permission: `albflow doctor` says which.", "角色缺少权限：运行 `albflow doctor` 可查出。"],
  "FC.Resource": ["Function Compute has no capacity for a moment. Nothing to do.", "函数计算暂无可用资源，无需处理。"],
  "FC.Function": [
    "Function Compute does not know the function: deploy albflow again.",
    "函数计算找不到该函数：请重新部署 albflow。",
  ],
  "FnF.TaskTimeout": ["It took too long. Nothing to do while tries are left.", "耗时过长。仍有重试次数时无需处理。"],
} as const;
