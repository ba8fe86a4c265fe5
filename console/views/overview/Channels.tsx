import type { ChannelName } from "../../../shared/features/remediation/channels.ts";
import { Ago } from "../../components/Ago.tsx";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { overviewWords } from "./overviewWords.ts";

/** When each channel of events last delivered something: a silent one may be one that is not set up, or broken. */
export function Channels(props: {
  channels: { name: ChannelName; lastDeliveredAt: string | null }[];
  language: Language;
  now: number;
}) {
  const { now, language } = props;
  const words = wordsIn(overviewWords, language);
  return (
    <ul class="body lines">
      {props.channels.map(({ name, lastDeliveredAt }) => (
        <li>
          <strong>{words[name]}</strong>
          <span class="faint">
            {lastDeliveredAt === null ? (
              words.silent
            ) : (
              <>
                {words.delivered(lastDeliveredAt.slice(0, 16).replace("T", " "))} ·{" "}
                <Ago at={Date.parse(lastDeliveredAt)} now={now} language={language} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
