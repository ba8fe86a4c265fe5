import type { configurationReasons } from "../../../platform/reasons/topics/configuration.ts";
import type { Messages } from "../message.ts";

export const configuration: Messages<typeof configurationReasons> = {
  "expected-prefix": "以字母开头的 1 到 40 个字母、数字或连字符",
  "expected-log-project": "日志 Project 的名称",
  "expected-logstore": " Logstore 的名称",
  "configuration-invalid": {
    message: ({ file, problems }, { messageOf }) =>
      problems
        .map(
          ({ line, column, path, problem }) =>
            `${file}:${line}:${column}：${path === "" ? "" : `${path}：`}${messageOf(problem)}`,
        )
        .join("\n"),
    next: "请更正该文件；docs/configuration.md 说明了每个字段",
  },
  "field-unknown": "没有这个字段",
  "field-missing": "缺失",
  "must-be": ({ expected }, { messageOf }) => `必须是${messageOf(expected)}`,
  "expression-in-configuration": "不能包含 ${，否则会被 Serverless Devs 当作表达式",
  "vpc-given-twice": ({ vpcId, first }) => `重复指定了 ${first} 中已有的 ${vpcId}：请将其交换机和安全组合并到一处`,
  "vswitch-given-twice": ({ vSwitchId, first }) =>
    `重复指定了 ${first} 中已有的 ${vSwitchId}：一个交换机只属于一个专有网络，请只指定一次`,
  "target-given-twice": ({ account, first }) =>
    `重复指定了 ${first} 中已有的 ${account}：请只指定一次其地域以及是否只读`,
  "target-is-home": ({ account }) => `指定了部署所在的账号 ${account}：请去掉它，并在 regions 中指定其地域`,
  "prefix-of-other-stage": ({ prefix, stage }) =>
    `为 ${prefix}，与同一账号的阶段 ${stage} 相同，会覆盖其函数、流程和角色：请换用其他前缀，或为每个阶段指定账号`,
  "several-documents": "包含多个文档：请只保留一个，并删除 --- 行",
  "stages-empty": "没有任何阶段：请至少写一个阶段，或去掉该字段，此时只有阶段 prod",
  "not-ascii": "含有不可打印或非 ASCII 字符，函数计算不接受：请只使用 ASCII 字符",
  "callers-exclude-each-other": "不能与 people 同时配置：要么由函数计算校验程序的签名，要么由 albflow 校验人员的令牌",
  "configuration-missing": {
    message: ({ file }) => `没有 ${file}`,
    next: "`albflow init` 会生成该文件；docs/configuration.md 说明了每个字段",
  },
  "stage-unknown": {
    message: ({ stage, stages }, { list }) => `没有阶段 ${stage}；现有 ${list(stages)}`,
    next: "请用 --stage 指定其中之一",
  },
  "stage-not-named": {
    message: ({ stages }, { list }) => `配置包含多个阶段：${list(stages)}`,
    next: "请用 --stage 指定其中之一",
  },
  "secrets-not-given": {
    message: ({ names }, { list }) => `以下机密环境变量没有设置：${list(names)}`,
    next: "请在部署所用的终端中设置，或将机密存入 KMS 并在 albflow.yaml 中写 kms:<名称>",
  },
};
