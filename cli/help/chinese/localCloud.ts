/** Commands about the local cloud. */
export const localCloud: Record<string, string> = {
  "Run a local cloud, inspect it, and inject faults.": "运行本地云，查看其内容，并注入故障。",
  "Run ALB, CAS, SLS, Function Compute, CloudFlow and RAM on this machine until Ctrl-C.":
    "在本机启动 ALB、CAS、SLS、函数计算、云工作流和 RAM，直到 Ctrl-C。",
  "first of ten ports: console, ALB, CAS, CloudFlow, FC, SLS, RAM, DNS API, DNS, KMS":
    "十个端口中的第一个：控制台、ALB、CAS、云工作流、FC、SLS、RAM、DNS API、DNS、KMS",
  "keep all data in this folder across restarts (default: keep nothing)":
    "将全部数据保存在此目录，重启后保留；未给出时不保留",
  "use a generated key pair instead of local/local (default with --data)":
    "使用自己的密钥对，而不是 local/local；给出 --data 时默认如此",
  "use the key pair local/local": "始终使用 local/local",
  "initial data in YAML, unless the data folder already has some": "初始数据（YAML）；数据目录中已有数据时不使用",
  "deploy nothing, for use with `albflow deploy --local`": "不部署任何内容，用于 `albflow deploy --local`",
  "apply changes almost at once instead of as slowly as the real cloud": "变更几乎立即完成，而不是与真实的云一样耗时",
  "milliseconds that every listener change takes": "监听的每次变更耗时的毫秒数",
  "system, or simulated: time stands still until `albflow local advance`":
    "system，或 simulated：时间静止，直到 `albflow local advance`",
  "print only the endpoints, as one line of JSON, when ready": "就绪时输出一行 JSON 格式的服务地址，不输出其他内容",
  "Show the endpoints of the services and of every listener.": "显示各服务和每个监听的地址。",
  "Export the content of the local cloud as a seed for `local start --seed`.":
    "将本地云的内容输出为 `local start --seed` 可用的初始数据。",
  "include private keys; a seed without them cannot be started as it is":
    "包括私钥；没有私钥时，初始数据可读，但不能原样启动",
  "write to this file, readable only by you, instead of stdout": "写入此文件而不输出；仅您可读",
  "print JSON instead of YAML": "输出 JSON 而不是 YAML",
  "Show the API calls that the local cloud has answered, without secrets; as JSON, one object per line.":
    "显示本地云已处理的调用，不含机密；JSON 格式时每行一个对象。",
  "keep showing new calls until Ctrl-C": "持续显示新的调用，直到 Ctrl-C",
  "number of latest calls": "最近的条数",
  "alb, cas, fnf, fc, sls, ram, dns, kms or cms": "alb、cas、fnf、fc、sls、ram、dns、kms 或 cms",
  "name of the API action, for example UpdateListenerAttribute": "接口名称，例如 UpdateListenerAttribute",
  "ID of a listener, certificate, flow, …": "监听、证书、流程等的 ID",
  "a role, or `local` for the account itself": "角色名称，或表示账号本身的 `local`",
  "Advance the time of a local cloud that was started with --time simulated.":
    "让以 --time simulated 启动的本地云推进时间。",
  "7d, 36h, 90m or 30s": "7d、36h、90m 或 30s",
  "Fire the timer trigger of a function now, and show the function's answer.":
    "立即触发函数的定时触发器，并显示函数的返回。",
  "albflow-renewCertificates": "例如 albflow-renewCertificates",
  "name of the timer trigger": "定时触发器的名称",
  'Print the environment by which SDKs and tools find the local cloud: eval "$(albflow local env)".':
    '输出 SDK 和工具连接本地云所需的环境变量：eval "$(albflow local env)"。',
  "Run a proxy for *.aliyuncs.com, for clients whose endpoint cannot be configured, with its own certificate authority.":
    "将不能指定地址的客户端引到本地云：*.aliyuncs.com 的代理，使用自己的证书颁发机构。",
  "local ports, separated by commas; 0 is any free port": "本机端口，以逗号分隔；0 表示任一空闲端口",
  "file for the certificate of the certificate authority (default ~/.albflow/proxy-<port>.pem)":
    "证书颁发机构的证书写入此文件；未给出时为 ~/.albflow/proxy-<端口>.pem",
  "print only one line of JSON when ready": "就绪时输出一行 JSON，不输出其他内容",
  "Inject faults into calls: add, list and clear them.": "故意使调用出错：添加、列出和清除故障。",
  "Inject a fault into calls.": "故意使调用出错。",
  "Add a fault of one of these kinds: refuse, throttle, delay, …": "添加一种故障：refuse、throttle、delay 等",
  "Answer with an error, without effect.": "返回错误，调用不生效。",
  "HTTP status": "HTTP 状态码",
  "error code, for example ResourceInConfiguring.Listener": "错误码，例如 ResourceInConfiguring.Listener",
  "error message": "错误信息",
  "only calls to alb, cas, fnf, fc, sls, ram, dns, kms or cms":
    "只影响 alb、cas、fnf、fc、sls、ram、dns、kms 或 cms 的调用",
  "only calls of this action, for example UpdateListenerAttribute": "只影响该接口的调用，例如 UpdateListenerAttribute",
  "only calls that involve this listener, load balancer, certificate, …": "只影响与该监听、实例、证书等有关的调用",
  "only the first matching calls, up to this number; dry runs are neither affected nor counted":
    "只影响最先符合的若干次调用；预检请求既不受影响也不计数",
  "probability, from 0 to 1, that a matching call is affected": "每次符合的调用受影响的概率，0 到 1",
  "ID for `fault clear`": "供 `fault clear` 使用的名称",
  "Answer with a throttling error, without effect.": "返回调用过于频繁，调用不生效。",
  "Answer with RAM's permission error.": "如同 RAM，返回调用者没有权限。",
  "Delay the answer.": "延迟返回。",
  "delay in milliseconds": "延迟的毫秒数",
  "Answer with a 5xx, before or after the call takes effect.": "在调用生效之前或之后返回 5xx。",
  "before or after": "before（之前）或 after（之后）",
  "Do not answer, before or after the call takes effect.": "在调用生效之前或之后不返回。",
  "Close the connection, before or after the call takes effect.": "在调用生效之前或之后断开连接。",
  "Keep the change in the state Configuring for ever.": "使变更一直处于 Configuring 状态。",
  "Fail the asynchronous job of the change; the resource returns to its former state.":
    "使变更的异步任务失败，资源恢复原状。",
  "error code of the job": "任务的错误码",
  "error message of the job": "任务的错误信息",
  "Answer reads with an earlier state.": "读取请求返回一段时间之前的内容。",
  "age of that state in milliseconds": "多少毫秒之前",
  "Apply the change to the data plane late, after ALB has reported success.": "ALB 返回成功之后，数据面延迟生效。",
  "List the active faults, in the order in which they are tried.": "按匹配顺序显示仍会生效的故障。",
  "Clear one fault, or all.": "清除一个或全部故障。",
  "ID of a fault (default: all faults)": "一个故障；省略时清除全部",
};
