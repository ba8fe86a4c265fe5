/** The list of all operations; areas by their names. */
export const indexWords = {
  title: ["Operations", "操作"],
  hint: [
    "Every operation shows its plan first. To change one listener, its own page is quicker.",
    "每项操作都会先显示方案。如需变更某个监听，在该监听的页面操作更快捷。",
  ],
  find: ["Find", "查找"],
  state: ["State", "启停"],
  modify: ["Settings, copy, delete", "配置、复制与删除"],
  forwarding: ["Forwarding", "转发"],
  "server certificates": ["Server certificates", "服务器证书"],
  "mutual authentication": ["Mutual authentication", "双向认证"],
  "TLS policy": ["TLS policy", "TLS 安全策略"],
  tracing: ["Tracing", "链路追踪"],
} as const;
