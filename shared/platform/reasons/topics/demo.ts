import { defineReasons, orNull } from "../define.ts";

const opening = { en: "The demo tells what it has set up.", zh: "演示说明其准备内容。" };
const going = { en: "The demo tells what happens.", zh: "演示说明正在发生的事。" };
const broken = { en: "The demo could not be carried out.", zh: "演示无法进行。" };
const due = { certificateId: "24664588-cn-hangzhou", daysLeft: 7 };

/** What `albflow demo` shows. */
export const demoReasons = defineReasons({
  "demo-title": { kind: "progress", params: {}, cause: opening },
  "demo-cloud": { kind: "progress", params: { endpoint: "http://127.0.0.1:7701" }, cause: opening },
  "demo-listener": {
    kind: "progress",
    params: { listenerId: "lsn-1", url: "https://127.0.0.1:8443" },
    cause: opening,
  },
  "demo-expires": { kind: "progress", params: { day: "2026-12-05" }, cause: opening },
  "demo-bystander": { kind: "progress", params: {}, cause: opening },
  "demo-clients": { kind: "progress", params: {}, cause: opening },
  "demo-looked": { kind: "progress", params: { certificates: 2, listeners: 1 }, cause: going },
  "demo-due": { kind: "progress", params: { ...due, successorId: "24664589-cn-hangzhou" }, cause: going },
  "demo-nothing-follows": {
    kind: "progress",
    params: { ...due, cause: orNull({ code: "text", params: { text: "AccessDenied" } }) },
    cause: going,
  },
  "demo-recorded": { kind: "progress", params: {}, cause: going },
  "demo-rotated": { kind: "result", params: {}, cause: going },
  "demo-not-rotated": { kind: "result", params: { why: "No certificate is due" }, cause: going },
  "demo-handshakes": { kind: "result", params: { total: 120, wrong: 0, failed: 0 }, cause: going },
  "demo-requests": { kind: "result", params: { total: 80, failed: 0 }, cause: going },
  "demo-execution": {
    kind: "result",
    params: { status: "Succeeded", transitions: 8, apiCalls: 14, records: 1 },
    cause: going,
  },
  "demo-not-served": { kind: "failure", params: { problems: "[]" }, cause: broken },
  "demo-round-blind": { kind: "failure", params: { execution: "round-1" }, cause: broken },
});
