/** A region that has ALB, in English and Chinese, and whether its listeners can trace (alb.md §12). */
interface Region {
  id: string;
  en: string;
  zh: string;
  tracing: boolean;
}

export const regions: Region[] = [
  region("cn-hangzhou", "China (Hangzhou)", "华东1（杭州）"),
  region("cn-shanghai", "China (Shanghai)", "华东2（上海）"),
  region("cn-qingdao", "China (Qingdao)", "华北1（青岛）"),
  region("cn-beijing", "China (Beijing)", "华北2（北京）"),
  region("cn-zhangjiakou", "China (Zhangjiakou)", "华北3（张家口）"),
  region("cn-wulanchabu", "China (Ulanqab)", "华北6（乌兰察布）"),
  region("cn-shenzhen", "China (Shenzhen)", "华南1（深圳）"),
  region("cn-heyuan", "China (Heyuan)", "华南2（河源）"),
  region("cn-guangzhou", "China (Guangzhou)", "华南3（广州）"),
  region("cn-chengdu", "China (Chengdu)", "西南1（成都）"),
  region("cn-hongkong", "China (Hong Kong)", "中国香港"),
  region("ap-southeast-1", "Singapore", "新加坡"),
  region("ap-southeast-3", "Malaysia (Kuala Lumpur)", "马来西亚（吉隆坡）"),
  region("ap-southeast-5", "Indonesia (Jakarta)", "印度尼西亚（雅加达）"),
  region("ap-northeast-1", "Japan (Tokyo)", "日本（东京）"),
  region("eu-west-1", "UK (London)", "英国（伦敦）"),
  region("eu-central-1", "Germany (Frankfurt)", "德国（法兰克福）"),
  region("us-east-1", "US (Virginia)", "美国（弗吉尼亚）"),
  region("us-west-1", "US (Silicon Valley)", "美国（硅谷）"),
  region("cn-nanjing", "China (Nanjing - Local Region)", "华东5（南京-本地地域）", false),
  region("cn-fuzhou", "China (Fuzhou - Local Region)", "华东6（福州-本地地域）", false),
  region("cn-wuhan-lr", "China (Wuhan - Local Region)", "华中1（武汉-本地地域）", false),
  region("ap-southeast-2", "Australia (Sydney)", "澳大利亚（悉尼）", false),
  region("ap-southeast-6", "Philippines (Manila)", "菲律宾（马尼拉）", false),
  region("ap-southeast-7", "Thailand (Bangkok)", "泰国（曼谷）", false),
  region("ap-northeast-2", "South Korea (Seoul)", "韩国（首尔）", false),
  region("ap-south-1", "India (Mumbai)", "印度（孟买）", false),
  region("me-east-1", "UAE (Dubai)", "阿联酋（迪拜）", false),
  region("me-central-1", "SAU (Riyadh - Partner Region)", "沙特（利雅得）", false),
];

/** Can listeners trace in this region? */
export function offersTracing(regionId: string): boolean {
  return regions.some(({ id, tracing }) => id === regionId && tracing);
}

function region(id: string, en: string, zh: string, tracing = true): Region {
  return { id, en, zh, tracing };
}
