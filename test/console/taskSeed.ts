import type { Seed } from "../../local/localCloud.ts";

/** A listener for each of a person's tasks, so that no task waits for another; those of each person begin with its name. */
export function taskSeed(people: string[]): Seed {
  const backends = [{ name: "shop", answer: "served by the backend\n" }];
  const serverGroups = ["first", "second"].map((name) => ({
    ServerGroupId: `sgp-${name}`,
    ServerGroupName: `${name}-group`,
    ServerGroupType: "Ip" as const,
    Servers: [{ ServerId: "shop", ServerType: "Ip" as const }],
  }));
  const caCertificates = [
    { name: "clients-ca", identifier: "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01" },
    { name: "clients-ca-next", identifier: "1ef0c11e-c0a2-6e40-9d52-00163e0c1a02" },
  ];
  const certificates = [
    { name: "wide", names: ["wide.example.com", "*.wide.example.com"], expiresIn: "80d" },
    { name: "wider", names: ["wide.example.com", "*.wide.example.com", "wider.example.com"], expiresIn: "88d" },
    { name: "one", names: ["one.wide.example.com"], expiresIn: "70d" },
    { name: "more", names: ["more.example.com"], expiresIn: "70d" },
    // Rotated from the list of certificates, which leads to one listener for each.
    ...people.flatMap((person) => [
      { name: `${person}-old`, names: [`${person}.example.com`], age: "83d", expiresIn: "7d" },
      { name: `${person}-new`, names: [`${person}.example.com`], age: "1d", expiresIn: "89d" },
    ]),
  ];
  const loadBalancers = people.flatMap((person) => [
    { LoadBalancerId: `alb-${person}`, LoadBalancerName: person },
    {
      LoadBalancerId: `alb-${person}-logged`,
      LoadBalancerName: `${person}-logged`,
      AccessLogConfig: { LogProject: "traces", LogStore: "alb_traced" },
    },
  ]);
  const listeners = people.flatMap((person) => {
    const ports = Array.from({ length: 20 }, (_, at) => 8_001 + at);
    const listener = (task: string, more: object = {}) => ({
      ListenerId: `lsn-${person}-${task}`,
      ListenerDescription: `${person}-${task}`,
      LoadBalancerId: `alb-${person}`,
      ListenerPort: ports.shift() ?? 0,
      ListenerProtocol: "HTTP" as const,
      DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-first" }] } }],
      ...more,
    });
    const secure = (task: string, certificate: string, more: object = {}) =>
      listener(task, {
        ListenerProtocol: "HTTPS" as const,
        SecurityPolicyId: "tls_cipher_policy_1_2",
        Certificates: [{ CertificateId: certificate }],
        ...more,
      });
    const logged = { LoadBalancerId: `alb-${person}-logged` };
    const traced = {
      ...logged,
      LogConfig: { AccessLogTracingConfig: { TracingEnabled: true, TracingSample: 10_000, TracingType: "Zipkin" } },
    };
    const mutual = { CaEnabled: true, CaCertificates: [{ CertificateId: "clients-ca" }] };
    return [
      listener("settings"),
      listener("stopped", { ListenerStatus: "Stopped" }),
      listener("running"),
      listener("unwanted"),
      listener("forwarding"),
      listener("growing"),
      secure("renewed", `${person}-old`),
      secure("rotated", "wide"),
      secure("adding", "wide"),
      secure("removing", "wide", { AdditionalCertificates: [{ CertificateId: "one" }] }),
      secure("open", "wide"),
      secure("closed", "wide", mutual),
      secure("reissued", "wide", mutual),
      secure("policy", "wide"),
      listener("untraced", logged),
      listener("sampled", traced),
      listener("traced", traced),
    ];
  });
  const logProjects = [{ project: "traces", logstores: ["alb_traced"] }];
  return { backends, certificates, caCertificates, logProjects, loadBalancers, serverGroups, listeners } as Seed;
}
