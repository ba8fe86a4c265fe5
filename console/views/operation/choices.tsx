import type { CertificateList } from "../../../shared/features/inventory/certificateStatus.ts";
import { ApiProblem } from "../../apiClient.ts";
import type { Answer, PageCall } from "../../view.ts";
import { idOf } from "./Field.tsx";

/** As much of `GET /listeners/{id}` as fields can be chosen from. */
interface Known {
  certificates: { id: string; names: string[]; daysLeft: number | null }[];
  serverGroups: { id: string; servers: object[] }[];
}

/**
 * What the fields of a listener's operation can be chosen from: a piece of the page that comes later, as nobody needs it
 * to fill in a form. Where it cannot be read, there is nothing to choose from.
 */
export async function choicesAnswer({ api, query, path }: PageCall): Promise<Answer> {
  const listenerId = query.get("listenerId") ?? "";
  const [{ certificates, serverGroups }, certificateStatuses] = await Promise.all([
    unlessRefused(api.get<Known>(`/listeners/${encodeURIComponent(listenerId)}`), NOTHING),
    path.operation === "rotateCertificate"
      ? unlessRefused(api.get<Pick<CertificateList, "certificates">>("/certificates"), { certificates: [] })
      : { certificates: [] },
  ]);
  const successors = certificateStatuses.certificates.flatMap(({ successor, names, listeners }) =>
    successor !== null && listeners.some((one) => one.listenerId === listenerId)
      ? [{ value: successor.id, label: names.join(", ") }]
      : [],
  );
  return {
    fragment: (
      <>
        <Choices
          field="certificateId"
          choices={certificates.map(({ id, names, daysLeft }) => ({
            value: id,
            label: `${names.join(", ")}${daysLeft === null ? "" : ` · ${daysLeft} d`}`,
          }))}
        />
        <Choices field="successorId" choices={successors} />
        <Choices field="serverGroupId" choices={serverGroups.map(({ id }) => ({ value: id, label: "" }))} />
        <Choices field="securityPolicyId" choices={POLICIES.map((value) => ({ value, label: "" }))} />
      </>
    ),
  };
}

const NOTHING: Known = { certificates: [], serverGroups: [] };

/** The policies of the system (alb.md §8). */
const POLICIES = [
  "tls_cipher_policy_1_0",
  "tls_cipher_policy_1_1",
  "tls_cipher_policy_1_2",
  "tls_cipher_policy_1_2_strict",
  "tls_cipher_policy_1_2_strict_with_1_3",
];

async function unlessRefused<Value>(asked: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiProblem) return otherwise;
    throw error;
  }
}

function Choices({ field, choices }: { field: string; choices: { value: string; label: string }[] }) {
  return (
    <datalist id={`${idOf(field)}-choices`}>
      {choices.map(({ value, label }) => (
        <option value={value}>{label}</option>
      ))}
    </datalist>
  );
}
