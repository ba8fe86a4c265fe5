/** A StopListener as ActionTrail tells it (alb.md §11.1). */
export const stopListener = {
  eventId: "ev-1",
  eventVersion: 1,
  eventCategory: "Management",
  eventRW: "Write",
  eventType: "ApiCall",
  eventName: "StopListener",
  eventSource: "alb.cn-hangzhou.aliyuncs.com",
  serviceName: "Alb",
  apiVersion: "2020-06-16",
  acsRegion: "cn-hangzhou",
  eventTime: "2026-03-01T02:03:04Z",
  requestId: "REQ-1",
  requestParameterJson: '{"ListenerId":"lsn-1"}',
  requestParameters: { ListenerId: "lsn-1" } as Record<string, unknown> | undefined,
  responseElements: { JobId: "JOB", RequestId: "REQ-1" },
  referencedResources: { "ACS::ALB::Listener": ["lsn-1"] },
  userIdentity: { type: "ram-user", accountId: "1234567890123456", userName: "ops" },
  sourceIpAddress: "203.0.113.7",
  userAgent: "AlibabaCloud (linux; x64)",
  isGlobal: false,
};

/**
 * The event that EventBridge's page of ActionTrail events shows, ids made up: it has what the call referenced, and not what
 * it was made with (real-cloud.md CR9).
 */
export const documentedTrailEvent = {
  eventId: "92b33345-0cef-47be-821f-fb9914d30000",
  eventAttributes: { SensitiveAction: "true" },
  eventVersion: 1,
  sourceIpAddress: "ecs.aliyuncs.com",
  userAgent: "ecs.aliyuncs.com",
  eventRW: "Write",
  eventType: "ApiCall",
  referencedResources: {
    "ACS::ECS::Instance": ["i-8vb0smn1lf6g77md0000"],
    "ACS::ECS::Disk": ["d-8vbf8rpv2nn0l1zm0000"],
  } as Record<string, string[]>,
  userIdentity: { type: "system", userName: "ecs.aliyuncs.com" },
  serviceName: "Ecs",
  extend: "INSTANCE",
  requestId: "32B7EB75-62EE-511E-9449-E19EBF67C2ED",
  eventTime: "2022-10-22T21:52:00Z",
  isGlobal: false,
  acsRegion: "cn-hangzhou",
  eventName: "DeleteDisk",
};

/** The same in EventBridge's envelope. */
export const cloudEvent = {
  specversion: "1.0",
  id: "45ef4dewdwe1-7c35-447a-bd93-fab",
  source: "acs.alb",
  type: "alb:ActionTrail:ApiCall",
  subject: "acs.alb:cn-hangzhou:1234567890123456:215672",
  time: "2026-03-01T10:03:05+08:00",
  datacontenttype: "application/json;charset=utf-8",
  aliyunaccountid: "1234567890123456",
  aliyunpublishtime: "2026-03-01T10:03:06.179PRC",
  aliyuneventbusname: "default",
  aliyunregionid: "cn-hangzhou",
  data: stopListener as object,
};

/** A record of ALB's access log (alb.md §10.1). */
export const accessRecord = {
  __topic__: "alb_layer7_access_log",
  __time__: "1772330584",
  app_lb_id: "alb-1",
  slb_vport: "443",
  scheme: "https",
  server_protocol: "HTTP/1.1",
  status: "502",
  upstream_status: "-",
  upstream_addr: "-",
  request_uri: "/cart?token=abc",
  request_time: "0.004",
};

export const AT = Date.UTC(2026, 2, 1, 2, 3, 4);

/** What CloudMonitor hands to a function when a threshold was passed. */
export const alarm = {
  userId: "1234567890123456",
  alertName: "tls",
  alertState: "ALERT",
  timestamp: "1772330584",
  curValue: "12.5",
  metricName: "ListenerClientTLSNegotiationError",
  namespace: "acs_alb",
  expression: "$Average>1",
  dimensions: [
    { userId: "1234567890123456", loadBalancerId: "alb-1", listenerProtocol: "HTTPS", listenerPort: "443" },
  ] as unknown,
};
