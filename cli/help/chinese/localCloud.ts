/** Commands about the local cloud. */
export const localCloud: Record<string, string> = {
  "Run a local cloud, look into it and disturb it.": "运行本地云，查看其内容，并注入故障。",
  "Start ALB, CAS, SLS, Function Compute, CloudFlow and RAM on this machine, until Ctrl-C.":
    "在本机启动 ALB、CAS、SLS、函数计算、云工作流和 RAM，直到 Ctrl-C。",
  "first of ten ports: console, ALB, CAS, CloudFlow, FC, SLS, RAM, DNS API, DNS, KMS":
    "十个端口中的第一个：控制台、ALB、CAS、云工作流、FC、SLS、RAM、DNS API、DNS、KMS",
  "keep everything in this folder across restarts; without it, nothing is kept":
    "将全部数据保存在此目录，重启后保留；未给出时不保留",
  "a key pair of its own instead of local/local; the default with --data":
    "使用自己的密钥对，而不是 local/local；给出 --data 时默认如此",
  "local/local, whatever is kept": "始终使用 local/local",
  "a seed in YAML to begin with, unless the data folder holds one already":
    "初始数据（YAML）；数据目录中已有数据时不使用",
  "with nothing deployed, for `albflow deploy --local`": "不部署任何内容，用于 `albflow deploy --local`",
  "changes take next to no time, instead of as long as on the real cloud": "变更几乎立即完成，而不是与真实的云一样耗时",
  "every change of a listener takes so many milliseconds": "监听的每次变更耗时的毫秒数",
  "system, or simulated: time stands still until `albflow local advance`":
    "system，或 simulated：时间静止，直到 `albflow local advance`",
  "print the endpoints as one line of JSON when ready, and nothing else":
    "就绪时输出一行 JSON 格式的服务地址，不输出其他内容",
  "Show where the services, and every listener, can be reached.": "显示各服务和每个监听的地址。",
  "Write what the local cloud holds as a seed that `local start --seed` takes.":
    "将本地云的内容输出为 `local start --seed` 可用的初始数据。",
  "with private keys; without them the seed can be read, but not started again as it is":
    "包括私钥；没有私钥时，初始数据可读，但不能原样启动",
  "write there instead of printing; readable for you alone": "写入此文件而不输出；仅您可读",
  "JSON instead of YAML": "输出 JSON 而不是 YAML",
  "Show the calls that the local cloud has answered, without secrets; as JSON one object a line.":
    "显示本地云已处理的调用，不含机密；JSON 格式时每行一个对象。",
  "go on showing calls as they come, until Ctrl-C": "持续显示新的调用，直到 Ctrl-C",
  "the latest so many": "最近的条数",
  "alb, cas, fnf, fc, sls, ram, dns or kms": "alb、cas、fnf、fc、sls、ram、dns 或 kms",
  "as on the wire: UpdateListenerAttribute": "接口名称，例如 UpdateListenerAttribute",
  "a listener, certificate, flow, … by its id": "监听、证书、流程等的 ID",
  "a role, or `local` for the account itself": "角色名称，或表示账号本身的 `local`",
  "Let time pass in a local cloud that was started with --time simulated.":
    "让以 --time simulated 启动的本地云推进时间。",
  "7d, 36h, 90m or 30s": "7d、36h、90m 或 30s",
  "Fire a function's timer now, and show what the function answers.": "立即触发函数的定时触发器，并显示函数的返回。",
  "albflow-renewCertificates": "例如 albflow-renewCertificates",
  "name of its timer trigger": "定时触发器的名称",
  'Print the environment by which SDKs and tools find the local cloud: eval "$(albflow local env)".':
    '输出 SDK 和工具连接本地云所需的环境变量：eval "$(albflow local env)"。',
  "Lead clients that take no endpoint here: a proxy for *.aliyuncs.com, with a certificate authority of its own.":
    "将不能指定地址的客户端引到本地云：*.aliyuncs.com 的代理，使用自己的证书颁发机构。",
  "ports of this machine, with commas; 0 is any free one": "本机端口，以逗号分隔；0 表示任一空闲端口",
  "write the authority's certificate there; ~/.albflow/proxy-<port>.pem unless given":
    "证书颁发机构的证书写入此文件；未给出时为 ~/.albflow/proxy-<端口>.pem",
  "print one line of JSON when ready, and nothing else": "就绪时输出一行 JSON，不输出其他内容",
  "Make calls go wrong on purpose: add, list and clear faults.": "故意使调用出错：添加、列出和清除故障。",
  "Make calls go wrong on purpose.": "故意使调用出错。",
  "Add a fault of one of these kinds: refuse, throttle, delay, …": "添加一种故障：refuse、throttle、delay 等",
  "Answer with an error, without effect.": "返回错误，调用不生效。",
  "HTTP status": "HTTP 状态码",
  "the cloud's code: ResourceInConfiguring.Listener": "错误码，例如 ResourceInConfiguring.Listener",
  "the cloud's message": "错误信息",
  "only calls of alb, cas, fnf, fc, sls, ram, dns or kms": "只影响 alb、cas、fnf、fc、sls、ram、dns 或 kms 的调用",
  "only calls of this action: UpdateListenerAttribute": "只影响该接口的调用，例如 UpdateListenerAttribute",
  "only calls about this listener, load balancer, certificate, …": "只影响与该监听、实例、证书等有关的调用",
  "only the first so many calls that fit; dry runs are neither hit nor counted":
    "只影响最先符合的若干次调用；预检请求既不受影响也不计数",
  "each call that fits with this probability, from 0 to 1": "每次符合的调用受影响的概率，0 到 1",
  "how `fault clear` calls it": "供 `fault clear` 使用的名称",
  "Answer that there are too many calls, without effect.": "返回调用过于频繁，调用不生效。",
  "Answer as RAM does when the caller may not do this.": "如同 RAM，返回调用者没有权限。",
  "Answer late.": "延迟返回。",
  "how late, in milliseconds": "延迟的毫秒数",
  "Answer with a 5xx, before the call takes effect or after it did.": "在调用生效之前或之后返回 5xx。",
  "before or after": "before（之前）或 after（之后）",
  "Do not answer at all, before the call takes effect or after it did.": "在调用生效之前或之后不返回。",
  "Cut the connection, before the call takes effect or after it did.": "在调用生效之前或之后断开连接。",
  "Let the change never leave Configuring.": "使变更一直处于 Configuring 状态。",
  "Let the change's job fail, and the resource go back.": "使变更的异步任务失败，资源恢复原状。",
  "the job's error code": "任务的错误码",
  "the job's error message": "任务的错误信息",
  "Answer a read with what was true a while ago.": "读取请求返回一段时间之前的内容。",
  "milliseconds ago": "多少毫秒之前",
  "Let the sockets follow late after ALB has reported success.": "ALB 返回成功之后，数据面延迟生效。",
  "Show the faults that can still hit, in the order in which they are tried.": "按匹配顺序显示仍会生效的故障。",
  "Take a fault away, or all.": "清除一个或全部故障。",
  "one fault; all of them when left out": "一个故障；省略时清除全部",
};
