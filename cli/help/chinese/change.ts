/** The operations, and what they take. */
export const change: Record<string, string> = {
  "the whole input as JSON, or @file": "以 JSON 给出全部输入，或 @文件",
  "in place of --listener: all that fit, as tag:team=shop,name=shop-*,region=cn-*,domain=*.example.com,expires=30d":
    "代替 --listener：所有符合条件的监听，例如 tag:team=shop,name=shop-*,region=cn-*,domain=*.example.com,expires=30d",
  "in place of --listener, --certificate-id and --successor-id: these, each followed by its successor wherever it is held":
    "代替 --listener、--certificate-id 和 --successor-id：这些证书在其所在的每个监听上由各自的后续证书替换",
  "with --selector: regions to look in; the one of the deployment unless given":
    "与 --selector 一起使用：查找的地域；未给出时为部署所在地域",
  "with --selector: accounts to look in; the deployment's own unless given":
    "与 --selector 一起使用：查找的账号；未给出时为部署所在账号",
  "with --selector: how many run at once after the first": "与 --selector 一起使用：第一个完成后同时执行的数量",
  "with --selector: failures after which nothing more is begun":
    "与 --selector 一起使用：失败达到此数后不再开始新的执行",
  "Id of the listener, like lsn-o4u54y73wq7b": "监听 ID，例如 lsn-o4u54y73wq7b",
  "Region of the listener, like cn-shanghai; unless given, the one where albflow is deployed":
    "监听所在地域，例如 cn-shanghai；未给出时为 albflow 部署所在地域",
  "Account of the listener, if it is another that lets albflow in; unless given, albflow's own":
    "监听所属账号，仅当是已授权 albflow 的其他账号时给出；未给出时为 albflow 所在账号",
  "Seconds in which it must be done; else it goes back, which has 300 s more":
    "须在此秒数内完成；否则回滚，回滚另有 300 秒",
  "Why it is done: for whoever approves, and for the record": "变更原因：供审批人查看，并写入记录",
  "The ticket that it belongs to, by its number or address": "所属工单的编号或地址",
  "Whether somebody else has to agree first, even where nothing is interrupted or made less secure":
    "即使不中断流量、不降低安全性，是否也须另一个人先审批",
  "Whether to go on where a Kubernetes cluster or another service manages the listener, and may undo it":
    "监听由 Kubernetes 集群或其他服务管理、变更可能被其还原时，是否继续",
  "How the result is verified, beyond what the listener's configuration tells": "除监听配置外，还如何验证结果",
  "Bring a stopped listener back into service.": "启动已停止的监听。",
  "Take a listener out of service; its settings stay.": "停止监听；其配置保留。",
  "Delete a listener and its rules; taken back, it is made again under another id.":
    "删除监听及其转发规则；撤销时以新的 ID 重新创建。",
  "Names of what is set on the listener and unknown to albflow, which may be lost; the refusal tells them":
    "监听上 albflow 不认识、可以丢失的配置项名称；被拒绝时会列出",
  "Make a deleted listener again as it was, with its certificates and rules, under another id.":
    "以新的 ID 按原样重建已删除的监听，包括其证书和转发规则。",
  "The listener as it was, in the fields of GetListenerAttribute, with its additional certificates and rules":
    "原来的监听，字段同 GetListenerAttribute，并包括扩展证书和转发规则",
  "Additional certificates that the instance may hold, where its quota was raised above 10 (Basic) or 25":
    "实例可持有的扩展证书数，仅当配额已提高到 10（基础版）或 25 以上时给出",
  "Change the name and the advanced settings of a listener.": "修改监听的名称和高级配置。",
  "Name of the listener": "监听名称",
  "Seconds that a connection may be idle": "连接空闲超时时间（秒）",
  "Seconds that a backend may take to answer; above 180 by quota": "连接请求超时时间（秒）；超过 180 需提高配额",
  "Whether answers are compressed": "是否压缩响应",
  "Whether HTTP/2 is offered; HTTPS only": "是否启用 HTTP/2；仅 HTTPS",
  "The QUIC listener that clients are told of; HTTPS only": "告知客户端的 QUIC 监听；仅 HTTPS",
  "Headers that tell backends of the client; those that are not named stay as they are":
    "向后端传递客户端信息的请求头；未列出的保持不变",
  "Port; can never be changed, and is taken only to say so": "端口；不能修改，仅用于给出提示",
  "Protocol; can never be changed, and is taken only to say so": "协议；不能修改，仅用于给出提示",
  "Make a listener on another port or protocol with the settings, certificates and rules of this one.":
    "以此监听的配置、证书和转发规则，在其他端口或协议上创建监听。",
  "Port of the new listener": "新监听的端口",
  "Protocol of the new listener; unless given, that of this one": "新监听的协议；未给出时与此监听相同",
  "Id of its default certificate; needed when this one has none": "默认证书的 ID；此监听没有证书时必填",
  "Whether it may be less trusted than what it replaces: self-signed, of a staging or private CA, of another root":
    "是否允许信任程度低于被替换的证书：自签名、测试或私有 CA 签发、根证书不同",
  "Whether it shall take traffic at once; else it is made and stopped": "是否立即接收流量；否则创建后停止",
  "Forward to another server group, existing or new, and go back if its health or its errors are worse than bounds.":
    "转发到另一个已有或新建的服务器组；健康状况或错误率超出限度时回滚。",
  "Id of the server group to forward to, like sgp-qy7dh3of28; or `create`":
    "转发到的服务器组 ID，例如 sgp-qy7dh3of28；或使用 `create`",
  "Server group to make and forward to; in place of `serverGroupId`": "要创建并转发到的服务器组；代替 `serverGroupId`",
  "Percent of the requests that the new group gets, step by step; ascending, and 100 at last":
    "新服务器组逐步获得的请求百分比；递增，最后为 100",
  "Seconds for which the new group is watched at each step before the last": "最后一步之前，每一步观察新服务器组的秒数",
  "Whether it gets all requests at once, without steps; only where a moment of errors is borne":
    "是否不分步、立即获得全部请求；仅当可接受短暂错误时使用",
  "Seconds for which the new group is watched at the last step, before the change counts":
    "最后一步观察新服务器组的秒数，之后变更才算完成",
  "Percent of its servers that may be down; above that the change is refused, or taken back":
    "允许不健康的服务器百分比；超过时拒绝或回滚",
  "Percent of the new group's answers that may be server errors (5xx); above that the change is taken back":
    "新服务器组响应中允许的服务器错误（5xx）百分比；超过时回滚",
  "Make a group of backend servers, with a health check, for listeners to forward to.":
    "创建带健康检查的服务器组，供监听转发。",
  "Name of the group": "服务器组名称",
  "Id of the VPC of its servers, the same as the instance's": "服务器所在 VPC 的 ID，须与实例相同",
  "What its servers are: instances and interfaces, or addresses": "服务器的类型：实例和弹性网卡，或 IP 地址",
  "Protocol that its servers speak": "后端协议",
  "How requests are shared among them": "调度算法",
  "How it is found out whether a server is well": "健康检查",
  "Servers that the group begins with": "初始的服务器",
  "Replace a certificate of a listener by its successor, without a moment in which clients see a wrong one.":
    "以后续证书替换监听的证书，客户端任何时刻都不会收到错误的证书。",
  "Id of the certificate to replace, default or additional": "要替换的证书 ID，默认证书或扩展证书",
  "Id of the certificate that follows it": "后续证书的 ID",
  "Bind additional certificates to a listener, for clients that ask for their names.":
    "为监听添加扩展证书，供请求相应域名的客户端使用。",
  "Ids of the certificates to add": "要添加的证书 ID",
  "Take additional certificates off a listener whose names others cover.":
    "从监听移除其域名已由其他证书覆盖的扩展证书。",
  "Ids of the certificates to take off": "要移除的证书 ID",
  "Names that nobody asks for any more: they may lose their certificate": "不再有客户端请求的域名：可以失去证书",
  "Make an additional certificate the default one, without a moment in which a name has none.":
    "将扩展证书设为默认证书，任何域名在任何时刻都不会没有证书。",
  "Id of the additional certificate that shall be the default": "要设为默认证书的扩展证书 ID",
  "Let in only clients that show a certificate of a given CA.": "开启双向认证：只允许持有指定 CA 证书的客户端访问。",
  "Identifier of the CA certificate in the certificate service whose clients are let in":
    "证书服务中 CA 证书的标识，允许其客户端访问",
  "Let in clients without a certificate again.": "关闭双向认证：客户端无需证书即可访问。",
  "Let in the clients of another CA instead of those of the present one.":
    "更换 CA 证书：改为允许另一个 CA 的客户端访问。",
  "Offer the TLS versions and ciphers of another policy, of the system or your own.":
    "更换为另一个系统或自定义的 TLS 安全策略。",
  "Id of the TLS policy: of the system, like tls_cipher_policy_1_2, or your own, like spy-n0kn923":
    "TLS 安全策略的 ID：系统策略如 tls_cipher_policy_1_2，自定义策略如 spy-n0kn923",
  "Make a TLS policy of your own: which versions and ciphers are offered.":
    "创建自定义 TLS 安全策略：支持的版本和加密套件。",
  "Name of the policy": "策略名称",
  "The versions that it offers": "支持的 TLS 版本",
  "The ciphers that it offers, by OpenSSL's names, like ECDHE-RSA-AES128-GCM-SHA256":
    "支持的加密套件，使用 OpenSSL 的名称，例如 ECDHE-RSA-AES128-GCM-SHA256",
  "Trace requests into Simple Log Service: make project, logstore, index and access log where they are missing.":
    "将请求的链路追踪写入日志服务：缺少 Project、Logstore、索引或访问日志时创建。",
  "Percent of the requests that are traced": "采样率（百分比）",
  "Zipkin or OpenTelemetry; unless given, what the listener has, else Zipkin":
    "Zipkin 或 OpenTelemetry；未给出时与监听现有配置相同，否则为 Zipkin",
  "Name of the log project; unless given, the one that the instance logs to, else one named after it":
    "日志 Project 的名称；未给出时为实例正在写入的 Project，否则以实例命名",
  "Name of the logstore; unless given, the one that the instance logs to, else alb_access_log":
    "Logstore 的名称；未给出时为实例正在写入的 Logstore，否则为 alb_access_log",
  "Change how many of a listener's requests are traced.": "修改监听的链路追踪采样率。",
  "End the tracing of a listener's requests; the log store stays, and costs until you delete it.":
    "关闭监听的链路追踪；Logstore 保留，删除之前持续计费。",
  "Whether the access log of the instance, which the traces need, ends too": "是否同时关闭链路追踪所需的实例访问日志",
};
