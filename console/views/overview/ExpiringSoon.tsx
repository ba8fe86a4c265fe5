import { wordOf } from "../../../shared/core/messages/message.ts";
import { renewalStatuses } from "../../../shared/core/messages/renewalStatuses.ts";
import type { CertificateStatus } from "../../../shared/features/inventory/certificateStatus.ts";
import { DaysLeft } from "../../components/DaysLeft.tsx";
import { State } from "../../components/State.tsx";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { RENEWAL_STATUSES } from "../certificates/CertificateTable.tsx";
import { overviewWords } from "./overviewWords.ts";

/** The certificates that end next, and what becomes of each. */
export function ExpiringSoon(props: { certificates: CertificateStatus[]; language: Language; now: number }) {
  const { certificates, language, now } = props;
  if (certificates.length === 0) return <p class="body faint">{wordsIn(overviewWords, language).noCertificates}</p>;
  return (
    <ul class="body lines">
      {certificates.slice(0, SHOWN).map((certificate) => {
        const { id, names, renewalStatus, dueAt } = certificate;
        return (
          <li>
            <strong>{names[0] ?? id}</strong>
            <DaysLeft certificate={certificate} isDue={dueAt <= now && renewalStatus !== "ready"} language={language} />
            <span class="wrongs">
              <State kind={RENEWAL_STATUSES[renewalStatus]}>{wordOf(renewalStatuses, renewalStatus, language)}</State>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const SHOWN = 6;
