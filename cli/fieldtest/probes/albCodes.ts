import type { Field } from "../field.ts";
import { ownName, ownTag } from "../own.ts";
import { changed, forwardTo, makeInstance, makeServerGroup, OWN_NAME, PORTS, untilSettled } from "../ownAlb.ts";
import { type Probes, said, taken, unprobed } from "../probe.ts";
import { listAt, textAt } from "../signedCall.ts";

/** What ALB and the certificate service refuse, and how. */
export const albCodes: Pick<
  Probes,
  | "edition-codes"
  | "start-running"
  | "bare-id"
  | "json-lists"
  | "client-token"
  | "dry-run-depth"
  | "statuses"
  | "promote-additional"
  | "port-taken"
  | "cas-codes"
  | "alb-rate"
> = {
  statuses: {
    needs: "read",
    async ask({ field }) {
      return {
        statuses: said(await field.call("alb", "GetListenerAttribute", { ListenerId: "lsn-fieldtestunknown0" })),
      };
    },
  },
  "json-lists": {
    needs: "read",
    async ask({ field }) {
      const answer = await field.call("alb", "ListListeners", { ListenerIds: '["lsn-fieldtestunknown0"]' });
      return { "json-lists": said(answer) === "taken" ? "taken" : "refused" };
    },
  },
  "edition-codes": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const { loadBalancerId } = await makeInstance(field, "Basic");
      const { id } = await own.certificate([`basic.${OWN_NAME}`]);
      const made = await field.call("alb", "CreateListener", {
        LoadBalancerId: loadBalancerId,
        ListenerProtocol: "HTTPS",
        ListenerPort: PORTS.https,
        "Certificates.1.CertificateId": id,
        ...forwardTo(await makeServerGroup(field, "basic-servers")),
        ...ownTag(field),
      });
      const ListenerId = textAt(taken(made).body, "ListenerId");
      await untilSettled(field, ListenerId);
      const authority = await anyAuthority(field);
      const clients = { ListenerId, CaEnabled: true, "CaCertificates.1.CertificateId": authority, DryRun: true };
      const mutualTls = said(await field.call("alb", "UpdateListenerAttribute", clients));
      const tracing = await field.call("alb", "UpdateListenerLogConfig", {
        ListenerId,
        "AccessLogTracingConfig.TracingEnabled": true,
        "AccessLogTracingConfig.TracingType": "Zipkin",
        "AccessLogTracingConfig.TracingSample": 100,
        DryRun: true,
      });
      return {
        "edition-codes/mutual-tls": authority === "" ? unprobed("gap-no-ca-certificate") : mutualTls,
        "edition-codes/tracing": said(tracing),
      };
    },
  },
  "start-running": {
    needs: "write",
    async ask({ field, alb }) {
      const { http: ListenerId } = await alb();
      const start = await field.call("alb", "StartListener", { ListenerId });
      await untilSettled(field, ListenerId);
      await changed(field, "StopListener", { ListenerId });
      const stop = await field.call("alb", "StopListener", { ListenerId });
      await untilSettled(field, ListenerId);
      await changed(field, "StartListener", { ListenerId });
      return { "start-running/start": said(start), "start-running/stop": said(stop) };
    },
  },
  "bare-id": {
    needs: "write",
    async ask(own) {
      const { https } = await own.alb();
      const { certId } = await own.certificate([`bare.${OWN_NAME}`]);
      const answer = await own.field.call("alb", "AssociateAdditionalCertificatesWithListener", {
        ListenerId: https,
        "Certificates.1.CertificateId": certId,
        DryRun: true,
      });
      return { "bare-id": said(answer) === "taken" ? "taken" : "refused" };
    },
  },
  "client-token": {
    needs: "write",
    async ask({ field, alb }) {
      const { http: ListenerId } = await alb();
      const rename = async (ListenerDescription: string) => {
        const ClientToken = ownName(field, "token");
        const answer = await field.call("alb", "UpdateListenerAttribute", {
          ListenerId,
          ListenerDescription,
          ClientToken,
        });
        await untilSettled(field, ListenerId);
        return answer;
      };
      const job = textAt(taken(await rename("one-name")).body, "JobId");
      if (textAt((await rename("one-name")).body, "JobId") !== job) return { "client-token": "the same is done again" };
      const other = said(await rename("another-name"));
      return { "client-token": other === "taken" ? "other parameters are taken" : "other parameters are refused" };
    },
  },
  "dry-run-depth": {
    needs: "write",
    async ask({ field, alb }) {
      const { http: ListenerId } = await alb();
      const parameters = { ListenerId, ...forwardTo("sgp-fieldtestunknown0"), DryRun: true };
      return { "dry-run-depth": said(await field.call("alb", "UpdateListenerAttribute", parameters)) };
    },
  },
  "promote-additional": {
    needs: "write",
    async ask(own) {
      const { https: ListenerId } = await own.alb();
      const { id } = await own.certificate([`promoted.${OWN_NAME}`]);
      const bound = { ListenerId, "Certificates.1.CertificateId": id };
      await changed(own.field, "AssociateAdditionalCertificatesWithListener", bound);
      const answer = await own.field.call("alb", "UpdateListenerAttribute", { ...bound, DryRun: true });
      await changed(own.field, "DissociateAdditionalCertificatesFromListener", bound);
      return { "promote-additional": said(answer) };
    },
  },
  "port-taken": {
    needs: "write",
    async ask({ field, alb }) {
      const { loadBalancerId, serverGroupId } = await alb();
      const answer = await field.call("alb", "CreateListener", {
        LoadBalancerId: loadBalancerId,
        ListenerProtocol: "HTTP",
        ListenerPort: PORTS.http,
        ...forwardTo(serverGroupId),
        DryRun: true,
      });
      return { "port-taken": said(answer) };
    },
  },
  "cas-codes": {
    needs: "write",
    async ask(own) {
      const { name, pem, key } = await own.certificate([`name.${OWN_NAME}`]);
      const unknown = await own.field.call("cas", "GetUserCertificateDetail", { CertId: 1, CertFilter: true });
      const again = { Name: name, Cert: pem, Key: key };
      return {
        "cas-codes/unknown-id": said(unknown),
        "cas-codes/taken-name": said(await own.field.call("cas", "UploadUserCertificate", again, { form: true })),
        "cas-codes/quota": unprobed("gap-quota-not-filled"),
      };
    },
  },
  "alb-rate": {
    needs: "write",
    async ask({ field }) {
      const until = field.now() + 55_000;
      for (let calls = 0; calls <= 400; calls += 1) {
        // Of all actions the one that nobody in the account waits for.
        const answer = await field.call("alb", "ListSystemSecurityPolicies", {}, { once: true });
        if (field.now() > until) return { "alb-rate": unprobed("gap-too-few-calls", { calls }) };
        if (!answer.code.startsWith("Throttling")) continue;
        if (calls < 150) return { "alb-rate": "fewer than 150 a minute" };
        return { "alb-rate": calls <= 250 ? "200 a minute" : "250 to 400 a minute" };
      }
      return { "alb-rate": "more than 400 a minute" };
    },
  },
};

/** A CA certificate of the account; empty when it has none. Nothing is done with it but to name it in a dry run. */
async function anyAuthority(field: Field): Promise<string> {
  const { body } = await field.call("cas", "ListCertWarehouse", { ShowSize: 50 });
  for (const warehouse of listAt(body, "CertWarehouseList")) {
    const WarehouseId = textAt(warehouse, "WhId");
    if (!textAt(warehouse, "Type").endsWith("CA")) continue;
    const certificates = await field.call("cas", "ListCert", { WarehouseId, CertType: "CA", ShowSize: 50 });
    const identifier = textAt(certificates.body, "CertList.0.Identifier");
    if (identifier !== "") return identifier;
  }
  return "";
}

/** Whether a list of certificates names this one, in whatever state. */
export function statusOfListed(body: unknown, id: string): string {
  const row = listAt(body, "Certificates").find((one) => textAt(one, "CertificateId") === id);
  return row === undefined ? "gone" : textAt(row, "Status");
}
