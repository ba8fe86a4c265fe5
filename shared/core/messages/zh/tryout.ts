import type { tryoutReasons } from "../../../platform/reasons/topics/tryout.ts";
import type { Messages } from "../message.ts";

export const tryout: Messages<typeof tryoutReasons> = {
  "tryout-price": ({ isLocal, minutes }) =>
    `albflow 会创建自己的实例（标准版，公网），含两个监听、一个无服务器的服务器组和两张自签名证书，轮换其中一张，然后全部清除。费用：${isLocal ? "无，这是本地云" : "每开始一小时约 0.03 美元，流量不足 0.05 美元；以您所在地域的购买页为准"}。时长：约 ${minutes} 分钟`,
  "confirm-tryout": ({ account, region }) => `在账号 ${account} 的 ${region} 创建？`,
  "tryout-embedded": { message: "试用的是已部署的系统，而 --embedded 不部署任何内容", next: "请去掉它" },
  "tryout-nothing-deployed": {
    message: ({ flow, region }) => `${region} 未部署 ${flow}，没有可试用的内容，未创建任何资源`,
    next: "请用 `albflow deploy` 部署",
  },
  "tryout-network-unknown": {
    message: ({ region }) => `${region} 没有实例可说明新实例能放在哪个网络，未创建任何资源`,
    next: ({ region }) => `请指定 VPC 和两个可用区各一个交换机：--vpc vpc-… --zone ${region}-h=vsw-… ${region}-i=vsw-…`,
  },
  "tryout-making": ({ run }) => `正在创建实例 albflow-tryout-${run}-standard`,
  "tryout-made": ({ loadBalancerId, listenerId, host, port }) =>
    `${loadBalancerId} 已在 ${host}:${port} 的监听 ${listenerId} 上提供第一张证书`,
  "tryout-page": ({ url }) => `${url} 是本次运行的页面`,
  "tryout-page-nowhere": ({ execution, flags }) =>
    `过程可用 \`albflow execution ${execution}${flags}\` 查看，页面可用 \`albflow console\` 打开；在 albflow.yaml 中设置 \`domain\` 后，所有人都有页面地址`,
  "tryout-removing": ({ run }) => `正在清除带有标签 albflow-tryout: ${run} 的资源`,
  "tryout-interrupted": "正在结束：先清除已创建的资源。再按一次立即结束，清除留给 `albflow tryout --clean`",
  "tryout-removed": ({ removed }, { list }) => `已清除：${removed.length === 0 ? "无，原本没有" : list(removed, 20)}`,
  "tryout-left": {
    message: ({ left }, { list }) => `以下资源仍在，可能产生费用：${list(left, 20)}`,
    next: ({ flags }) => `请运行 \`albflow tryout --clean${flags}\`，或在负载均衡和数字证书管理服务的控制台中删除`,
  },
  "tryout-worked": ({ seconds, serial }) => `成功：证书 ${serial} 已绑定并经握手确认，无残留；用时 ${seconds} 秒`,
  "tryout-not-rotated": {
    message: ({ execution, cause }, { messageOf }) => `${execution} 未轮换证书：${messageOf(cause)}`,
    next: ({ execution, cause }, { next }) =>
      next(cause) || `\`albflow execution ${execution}\` 说明其过程；\`albflow doctor\` 检查部署`,
  },
  "tryout-without-verdict": {
    message: ({ execution, status }) => `${execution} 以 ${status} 结束，未给出结论`,
    next: ({ execution }) => `\`albflow execution ${execution} --history\` 列出每个状态；\`albflow doctor\` 检查部署`,
  },
  "tryout-not-served": {
    message: ({ execution, expected, served }) => `${execution} 显示正在提供证书 ${expected}，但本机得到的是 ${served}`,
    next: "请检查本网络的代理是否终止了 8443 端口的 TLS",
  },
};
