import { AlbflowError } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { type DoctorCheck, type Finding, subjectOf } from "../deploymentProbe.ts";

/** What `albflow bootstrap --check` looks at: services that a person activates, logstores, roles of services, a trail. */
export const preparation: DoctorCheck = {
  name: "check-preparation",
  async run({ serviceStates, bootstrapChanges, region }) {
    const services = (await serviceStates()).map(({ service, page, state, right = service }): Finding => {
      const subject = subjectOf(service);
      if (state === "inactive") return { subject, fault: reason("service-not-activated", { service, page }) };
      if (state === "absent") return { subject, fault: reason("service-not-in-region", { service, region }) };
      if (state === "denied") return { subject, fault: reason("right-missing", { right }) };
      return state === "unknown" ? { subject, note: reason("service-to-be-seen", { service, page }) } : { subject };
    });
    // What is not activated says nothing of what is in it.
    if (services.some(({ fault }) => fault !== undefined)) return services;
    try {
      const changes = await bootstrapChanges();
      const found = changes.map(({ what, kind }): Finding => {
        const subject = subjectOf(what);
        return kind === "same" ? { subject } : { subject, fault: reason("bootstrap-needed", { missing: [what] }) };
      });
      return [...services, ...found];
    } catch (error) {
      if (!(error instanceof AlbflowError)) throw error;
      const unreadable = reason("preparation-unreadable", { cause: error.reason });
      return [...services, { subject: subjectOf("preparation"), fault: unreadable }];
    }
  },
};
