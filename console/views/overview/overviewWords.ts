/** What somebody wants to know who was woken up. */
export const overviewWords = {
  title: ["Now", "概览"],
  trouble: ["Listeners", "监听"],
  allRun: [
    (count: number) => `All ${count} listeners run, no server is down, no certificate is near its end.`,
    (count: number) => `${count} 个监听均在运行，后端正常，证书无临期。`,
  ],
  someTrouble: [
    (count: number, all: number) => `${count} of ${all} listeners need attention.`,
    (count: number, all: number) => `${all} 个监听中有 ${count} 个需要关注。`,
  ],
  notAllRead: [
    (count: number) => `Certificates and servers of ${count} more are not read yet; the list reads them step by step.`,
    (count: number) => `另有 ${count} 个监听的证书与后端尚未读取，可在列表中逐步读取。`,
  ],
  noListeners: ["There are no listeners here that you may see.", "这里没有您可以查看的监听。"],
  serversDown: [
    (down: number, servers: number) => `${down} of ${servers} servers down`,
    (down: number, servers: number) => `${servers} 台后端中 ${down} 台异常`,
  ],
  allTrouble: ["All of them", "查看全部"],
  expiring: ["Certificates", "证书"],
  nextToEnd: ["The next to end", "最先到期"],
  allCertificates: ["Timeline of all certificates", "全部证书时间线"],
  noCertificates: ["No listener holds a certificate.", "没有监听持有证书。"],
  running: ["Running now", "正在执行"],
  nothingRuns: ["Nothing is being changed just now.", "当前没有正在进行的变更。"],
  allExecutions: ["All executions", "全部执行记录"],
  waiting: ["Waiting for approval", "等待审批"],
  allWaiting: ["All approvals", "全部审批"],
  nothingWaits: ["Nothing waits for approval.", "没有待审批的事项。"],
  channels: ["Event channels", "事件通道"],
  eventBridge: ["EventBridge", "事件总线 EventBridge"],
  actionTrail: ["ActionTrail, by its logstore", "操作审计（日志库）"],
  accessLog: ["Access logs", "访问日志"],
  alarm: ["Alarms of CloudMonitor", "云监控报警"],
  silent: ["nothing for a week", "一周内无事件"],
  delivered: [
    (at: string) => `last delivered something at ${at} UTC or later`,
    (at: string) => `最近一次投递不早于 ${at} UTC`,
  ],
  since: ["since", "开始于"],
  unavailable: [
    (region: string) => `The region ${region} could not be read.`,
    (region: string) => `地域 ${region} 读取失败。`,
  ],
} as const;
