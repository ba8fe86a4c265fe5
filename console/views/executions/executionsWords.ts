/** What stands on the list of executions. */
export const executionsWords = {
  title: ["Executions", "执行记录"],
  operation: ["Operation", "操作"],
  any: ["any", "不限"],
  status: ["State", "状态"],
  listener: ["Listener", "监听"],
  show: ["Show", "筛选"],
  started: ["Started", "开始时间"],
  by: ["By", "发起人"],
  took: ["Took", "用时"],
  what: ["What came of it", "结果"],
  none: ["No execution fits.", "没有符合条件的执行记录。"],
  older: ["Older ones", "更早的记录"],
  resource: ["Listener or another resource", "监听或其他资源"],
  from: ["Started from (UTC)", "开始日期（UTC）"],
  to: ["to (UTC)", "结束日期（UTC）"],
  made: ["New:", "新建："],
  undoes: ["takes back", "撤销"],
  reading: [
    "Reading the executions of every operation: CloudFlow takes two lists a second.",
    "正在读取各操作的执行记录：CloudFlow 每秒只允许查询两次。",
  ],
} as const;
