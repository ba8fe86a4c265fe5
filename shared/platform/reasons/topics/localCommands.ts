import { defineReasons, orNull } from "../define.ts";

const missing = {
  en: "A command about the local cloud finds none that it can talk to.",
  zh: "命令找不到可用的本地云。",
};
const ready = { en: "A local cloud is ready, and tells how it is used.", zh: "本地云已就绪，并说明用法。" };
const faults = { en: "Faults of the local cloud are set, listed or taken away.", zh: "设置、列出或清除本地云的故障。" };
const now = "2026-11-28T12:00:00.000Z";

/** What the commands about the local cloud show. */
export const localCommandReasons = defineReasons({
  "local-cloud-missing": { kind: "failure", params: { port: 7700, isUsual: true }, cause: missing },
  "local-port-foreign": { kind: "failure", params: { port: 7700, status: 404 }, cause: missing },
  "local-keys-unreadable": {
    kind: "failure",
    params: { file: ".albflow/secrets.json" },
    cause: { en: "The file with the keys of a local cloud is damaged.", zh: "本地云的密钥文件已损坏。" },
  },
  "folder-unusable": {
    kind: "failure",
    params: { folder: "/srv/albflow", message: "EROFS: read-only file system", option: "--data" },
    cause: {
      en: "The folder in which something is kept cannot be written or is none.",
      zh: "用于保存数据的文件夹无法写入，或者不是文件夹。",
    },
  },
  "local-keys-usual": { kind: "notice", params: { port: 7700 }, cause: ready },
  "local-ready": {
    kind: "result",
    params: { seconds: "0.8", account: "1234567890123456", region: "cn-hangzhou", hasUsualKeys: true },
    cause: ready,
  },
  "local-deployed": { kind: "result", params: { functions: 30, flows: 24 }, cause: ready },
  "local-nothing-kept": { kind: "notice", params: {}, cause: ready },
  "local-kept": { kind: "notice", params: { folder: ".albflow" }, cause: ready },
  "local-time-still": { kind: "notice", params: { now }, cause: ready },
  "local-time-now": {
    kind: "result",
    params: { now },
    cause: { en: "Time has passed in a local cloud.", zh: "本地云的时间已前进。" },
  },
  "local-keys-own": { kind: "notice", params: {}, cause: ready },
  "local-own-api": { kind: "notice", params: {}, cause: ready },
  "local-api": { kind: "notice", params: {}, cause: ready },
  "local-pages": { kind: "notice", params: {}, cause: ready },
  "local-client": { kind: "notice", params: {}, cause: ready },
  "local-from-outside": { kind: "notice", params: { url: "https://127.0.0.1:8443" }, cause: ready },
  "local-proxy-ready": { kind: "notice", params: {}, cause: ready },
  "local-proxy-ends": { kind: "notice", params: {}, cause: ready },
  "local-ends": { kind: "notice", params: {}, cause: ready },
  "fault-set": { kind: "result", params: { id: "fault-1", flags: "" }, cause: faults },
  "no-faults": { kind: "result", params: {}, cause: faults },
  "faults-cleared": { kind: "result", params: { cleared: 1 }, cause: faults },
  "fault-every-call": { kind: "progress", params: {}, cause: faults },
  "fault-probability": { kind: "progress", params: { probability: 0.5 }, cause: faults },
  "fault-hits": { kind: "progress", params: { hits: 1, of: orNull(3) }, cause: faults },
});
