import type { demoReasons } from "../../../platform/reasons/topics/demo.ts";
import type { Messages } from "../message.ts";

const next = "请重试；如果再次失败，请报告该问题";

export const demo: Messages<typeof demoReasons> = {
  "demo-title": "albflow demo：在客户端持续访问时轮换即将到期的证书",
  "demo-cloud": ({ endpoint }) => `${endpoint}（ALB）及另外五个服务；官方 SDK 的调用方式与真实云相同`,
  "demo-listener": ({ listenerId, url }) => `${listenerId}，位于 ${url}`,
  "demo-expires": ({ day }) => `${day} 到期`,
  "demo-bystander": "任何人不得改动",
  "demo-clients": "不间断地握手（每个域名以及不带域名）并发送 HTTPS 请求",
  "demo-looked": ({ certificates, listeners }) =>
    `renewCertificates 检查了 ${listeners} 个监听上的 ${certificates} 个证书`,
  "demo-due": ({ certificateId, daysLeft, successorId }) =>
    `${certificateId} 剩余 ${daysLeft} 天；由 ${successorId} 接替`,
  "demo-nothing-follows": ({ certificateId, daysLeft, cause }, { messageOf }) =>
    `${certificateId} 剩余 ${daysLeft} 天，但${cause === null ? "没有替换证书" : messageOf(cause)}`,
  "demo-recorded": "其记录保存在日志服务中",
  "demo-rotated": "已轮换，客户端未察觉异常",
  "demo-not-rotated": ({ why }) => `未轮换：${why.replace(/[.。]$/, "")}`,
  "demo-handshakes": ({ total, wrong, failed }) => `${total} 次，${wrong} 次不符，${failed} 次失败`,
  "demo-requests": ({ total, failed }) => `${total} 次，${failed} 次失败`,
  "demo-execution": ({ status, transitions, apiCalls, records }) =>
    `${status}：${transitions} 次状态转换，${apiCalls} 次 API 调用，保存 ${records} 条记录`,
  "demo-not-served": { message: ({ problems }) => `演示的监听无法访问：${problems}`, next },
  "demo-round-blind": { message: ({ execution }) => `${execution} 无法读取任何内容`, next },
};
