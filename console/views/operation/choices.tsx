import type { Answer, PageCall } from "../../view.ts";
import { idOf } from "./Field.tsx";

/** As much of `GET /listeners/{id}` and `GET /certificates` as fields can be chosen from. */
interface Known {
  certificates: { id: string; names: string[]; daysLeft: number; isDefault?: boolean }[];
  serverGroups: { id: string; servers: object[] }[];
}

/**
 * What the fields of a listener's operation can be chosen from: a piece of the page that comes later, as nobody needs it
 * to fill in a form.
 */
export async function choicesAnswer({ api, query }: PageCall): Promise<Answer> {
  const listenerId = query.get("listenerId") ?? "";
  const { certificates, serverGroups } = await api.get<Known>(`/listeners/${encodeURIComponent(listenerId)}`);
  const bound = certificates.map(({ id, names, daysLeft }) => ({
    value: id,
    label: `${names.join(", ")} · ${daysLeft} d`,
  }));
  const groups = serverGroups.map(({ id, servers }) => ({ value: id, label: `${servers.length}` }));
  const policies = POLICIES.map((value) => ({ value, label: "" }));
  return {
    fragment: (
      <>
        <Choices field="certificateId" choices={bound} />
        <Choices field="serverGroupId" choices={groups} />
        <Choices field="securityPolicyId" choices={policies} />
      </>
    ),
  };
}

/** The policies of the system (alb.md §8). */
const POLICIES = [
  "tls_cipher_policy_1_0",
  "tls_cipher_policy_1_1",
  "tls_cipher_policy_1_2",
  "tls_cipher_policy_1_2_strict",
  "tls_cipher_policy_1_2_strict_with_1_3",
];

function Choices({ field, choices }: { field: string; choices: { value: string; label: string }[] }) {
  return (
    <datalist id={`${idOf(field)}-choices`}>
      {choices.map(({ value, label }) => (
        <option value={value}>{label}</option>
      ))}
    </datalist>
  );
}
