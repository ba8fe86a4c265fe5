import { type OwnResources, ownTag } from "../own.ts";
import { changed, forwardTo, makeServerGroup, OWN_NAME, PORTS, served, until, untilSettled } from "../ownAlb.ts";
import { type Probes, said, taken, unprobed } from "../probe.ts";
import { type CallAnswer, listAt, textAt } from "../signedCall.ts";
import { statusOfListed } from "./albCodes.ts";

/** How listeners change, and what they serve meanwhile and afterwards. */
export const albListeners: Pick<
  Probes,
  | "update-stopped"
  | "values-while-configuring"
  | "served-while-configuring"
  | "replaced-default"
  | "two-matches"
  | "two-defaults"
  | "dissociated-rows"
  | "delete-bound"
  | "job-age"
  | "failed-job"
> = {
  "update-stopped": {
    needs: "write",
    async ask({ field, alb }) {
      const { http: ListenerId } = await alb();
      await changed(field, "StopListener", { ListenerId });
      const update = await field.call("alb", "UpdateListenerAttribute", { ListenerId, ListenerDescription: "stopped" });
      const after = textAt((await untilSettled(field, ListenerId)).body, "ListenerStatus");
      if (after === "Stopped") await changed(field, "StartListener", { ListenerId });
      if (said(update) !== "taken") return { "update-stopped": "refused" };
      return { "update-stopped": after === "Stopped" ? "taken, stopped again" : "started by it" };
    },
  },
  "values-while-configuring": {
    needs: "write",
    async ask({ field, alb }) {
      const { http: ListenerId } = await alb();
      for (let attempt = 1; attempt <= 4; attempt += 1) {
        await changed(field, "UpdateListenerAttribute", { ListenerId, ListenerDescription: "former" });
        const renamed = { ListenerId, ListenerDescription: "renamed" };
        taken(await field.call("alb", "UpdateListenerAttribute", renamed));
        const { body } = await field.call("alb", "GetListenerAttribute", { ListenerId });
        await untilSettled(field, ListenerId);
        if (textAt(body, "ListenerStatus") !== "Configuring") continue;
        const isNew = textAt(body, "ListenerDescription") === "renamed";
        return { "values-while-configuring": isNew ? "the new ones" : "the former ones" };
      }
      return { "values-while-configuring": unprobed("gap-change-too-fast") };
    },
  },
  "served-while-configuring": {
    needs: "write",
    async ask(own) {
      // Under load a change may be over before a handshake: then another one is looked at.
      for (let attempt = 1; attempt <= 4; attempt += 1) {
        const { former, next, seen, during } = await rotated(own);
        if (seen.includes("none")) return { "served-while-configuring": "nothing for a moment" };
        if (during.length === 0) continue;
        if (during.every((serial) => serial === former))
          return { "served-while-configuring": "the former, then the new" };
        const isNew = during.every((serial) => serial === next);
        return { "served-while-configuring": isNew ? "the new at once" : "one and the other" };
      }
      return { "served-while-configuring": unprobed("gap-change-too-fast") };
    },
  },
  "replaced-default": {
    needs: "write",
    async ask(own) {
      const { ListenerId, formerId } = await rotated(own);
      const { body } = await own.field.call("alb", "ListListenerCertificates", { ListenerId });
      const status = statusOfListed(body, formerId);
      if (status !== "Associated") return { "replaced-default": "leaves at once" };
      const bound = { ListenerId, "Certificates.1.CertificateId": formerId };
      await changed(own.field, "DissociateAdditionalCertificatesFromListener", bound);
      return { "replaced-default": "stays as an additional one" };
    },
  },
  "two-matches": {
    needs: "write",
    async ask(own) {
      const { host, https: ListenerId } = await own.alb();
      const name = `both.${OWN_NAME}`;
      const [one, other] = [await own.certificate([name]), await own.certificate([name])];
      for (const { id } of [one, other]) {
        const bound = { ListenerId, "Certificates.1.CertificateId": id };
        await changed(own.field, "AssociateAdditionalCertificatesWithListener", bound);
      }
      const serial = await servedSoon(own, host, name, [one.serial, other.serial]);
      for (const { id } of [one, other]) {
        const bound = { ListenerId, "Certificates.1.CertificateId": id };
        await changed(own.field, "DissociateAdditionalCertificatesFromListener", bound);
      }
      if (serial === other.serial) return { "two-matches": "the one associated last" };
      return { "two-matches": serial === one.serial ? "the one associated first" : "neither of them" };
    },
  },
  "two-defaults": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const { host, loadBalancerId } = await own.alb();
      const name = `pair.${OWN_NAME}`;
      const [rsa, ec, twin] = [
        await own.certificate([name], "RSA"),
        await own.certificate([name], "EC"),
        await own.certificate([name], "RSA"),
      ];
      const made = await field.call("alb", "CreateListener", {
        LoadBalancerId: loadBalancerId,
        ListenerProtocol: "HTTPS",
        ListenerPort: PORTS.third,
        "Certificates.1.CertificateId": rsa.id,
        ...forwardTo(await makeServerGroup(field, "pair-servers")),
        ...ownTag(field),
      });
      const ListenerId = textAt(taken(made).body, "ListenerId");
      await untilSettled(field, ListenerId);
      const pair = (second: string) => ({
        "Certificates.1.CertificateId": rsa.id,
        "Certificates.2.CertificateId": second,
      });
      const oneKind = await field.call("alb", "UpdateListenerAttribute", {
        ListenerId,
        ...pair(twin.id),
        DryRun: true,
      });
      await changed(field, "UpdateListenerAttribute", { ListenerId, ...pair(ec.id) });
      await field.pause();
      const seen = [await served(host, name, "RSA", PORTS.third), await served(host, name, "EC", PORTS.third)];
      await field.call("alb", "DeleteListener", { ListenerId });
      const byKey = seen[0] === rsa.serial && seen[1] === ec.serial;
      const firstAlone = seen[0] === rsa.serial && seen[1] === "none";
      return {
        "two-defaults/served": byKey ? "by the kind of key" : firstAlone ? "the first alone" : "something else",
        "two-defaults/one-kind": said(oneKind),
      };
    },
  },
  "dissociated-rows": {
    needs: "write",
    async ask(own) {
      const { https: ListenerId } = await own.alb();
      const { id } = await own.certificate([`leaving.${OWN_NAME}`]);
      const bound = { ListenerId, "Certificates.1.CertificateId": id };
      await changed(own.field, "AssociateAdditionalCertificatesWithListener", bound);
      await changed(own.field, "DissociateAdditionalCertificatesFromListener", bound);
      const { body } = await own.field.call("alb", "ListListenerCertificates", { ListenerId });
      const status = statusOfListed(body, id);
      return { "dissociated-rows": status === "gone" ? "gone at once" : `listed as ${status}` };
    },
  },
  "delete-bound": {
    needs: "write",
    async ask(own) {
      const { host, https: ListenerId } = await own.alb();
      const name = `deleted.${OWN_NAME}`;
      const { id, certId, serial } = await own.certificate([name]);
      const bound = { ListenerId, "Certificates.1.CertificateId": id };
      await changed(own.field, "AssociateAdditionalCertificatesWithListener", bound);
      const answer = await own.field.call("cas", "DeleteUserCertificate", { CertId: certId });
      await own.field.pause();
      const seen = await servedSoon(own, host, name, [serial]);
      await changed(own.field, "DissociateAdditionalCertificatesFromListener", bound).catch(() => undefined);
      if (answer.code !== "") return { "delete-bound": "refused" };
      return { "delete-bound": seen === serial ? "deleted, and served on" : "deleted, and served no longer" };
    },
  },
  "job-age": {
    needs: "read",
    async ask({ field, alb }) {
      if (field.mayWrite) {
        const { http: ListenerId } = await alb();
        const renamed = await changed(field, "UpdateListenerAttribute", { ListenerId, ListenerDescription: "a-job" });
        const { body } = await field.call("alb", "ListAsynJobs", { "JobIds.1": textAt(renamed.body, "JobId") });
        if (listAt(body, "Jobs").length === 0) return { "job-age": "gone once it has ended" };
      }
      const { body } = taken(await field.call("alb", "ListAsynJobs", { MaxResults: 100 }));
      const created = listAt(body, "Jobs").map((job) => Number(textAt(job, "CreateTime")));
      const hours = created.length === 0 ? 0 : (field.now() - Math.min(...created)) / 3_600_000;
      if (hours >= 24) return { "job-age": "a day and longer" };
      return { "job-age": unprobed("gap-jobs-too-young", { hours: Math.floor(hours) }) };
    },
  },
  "failed-job": {
    needs: "write",
    async ask({ field, alb }) {
      const { http: ListenerId } = await alb();
      const before = await untilSettled(field, ListenerId);
      const renamed = await changed(field, "UpdateListenerAttribute", {
        ListenerId,
        ListenerDescription: "after-a-job",
      });
      const { body } = await field.call("alb", "ListAsynJobs", { "JobIds.1": textAt(renamed.body, "JobId") });
      if (textAt(body, "Jobs.0.Status") !== "Failed") {
        return { "failed-job": unprobed("gap-no-failed-job") };
      }
      const after = await untilSettled(field, ListenerId);
      const name = "ListenerDescription";
      const isAsBefore = textAt(after.body, name) === textAt(before.body, name);
      return { "failed-job": isAsBefore ? "leaves it as it was" : "leaves it changed" };
    },
  },
};

/** Gives its HTTPS listener another default certificate, and shakes hands with it all the while. */
async function rotated(own: OwnResources) {
  const { field } = own;
  const { host, https: ListenerId } = await own.alb();
  const next = await own.certificate([`next.${OWN_NAME}`], "RSA");
  const listed = await untilSettled(field, ListenerId);
  const formerId = textAt(listed.body, "Certificates.0.CertificateId");
  const former = await served(host, undefined);
  taken(await field.call("alb", "UpdateListenerAttribute", { ListenerId, "Certificates.1.CertificateId": next.id }));
  /** All handshakes, and those before and after which the listener was Configuring. */
  const seen: string[] = [];
  const during: string[] = [];
  const statusOf = (answer: CallAnswer) => textAt(answer.body, "ListenerStatus");
  let before = statusOf(await field.call("alb", "GetListenerAttribute", { ListenerId }));
  await until(
    field,
    async () => {
      const serial = await served(host, undefined);
      const answer = await field.call("alb", "GetListenerAttribute", { ListenerId });
      seen.push(serial);
      if (before === "Configuring" && statusOf(answer) === "Configuring") during.push(serial);
      before = statusOf(answer);
      return answer;
    },
    (answer) => statusOf(answer) !== "Configuring" && seen.at(-1) === next.serial,
  );
  return { ListenerId, former, formerId, next: next.serial, seen, during };
}

/** What a name is served, once it is one of what was bound for it: a change is served a moment after it is reported. */
async function servedSoon({ field }: OwnResources, host: string, name: string, expected: string[]): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const serial = await served(host, name);
    if (expected.includes(serial) || attempt === 5) return serial;
    await field.pause();
  }
}
