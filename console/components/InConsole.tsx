import type { Language } from "../words/language.ts";

/** The way to a page of the cloud's own consoles (alb.md §11.4); without children it is named as that console is. */
export function InConsole(props: { of: keyof typeof CONSOLES; page?: string; language: Language; children?: unknown }) {
  const { of, page = "", language, children } = props;
  const [address, en, zh] = CONSOLES[of];
  const name = language === "en" ? en : zh;
  return (
    <a {...(children === undefined ? {} : { class: "id", title: name })} href={`${address}${page}`} rel="noreferrer">
      {children ?? name}
    </a>
  );
}

const CONSOLES = {
  alb: ["https://slb.console.aliyun.com/alb/", "ALB console", "ALB 控制台"],
  cas: ["https://yundunnext.console.aliyun.com/?p=cas", "Certificate Management Service", "数字证书管理服务"],
  cms: ["https://cloudmonitor.console.aliyun.com/", "CloudMonitor", "云监控"],
} as const;
