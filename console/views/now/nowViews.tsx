import { readFleet, readMore } from "../../fleet.ts";
import { Later } from "../../page/Later.tsx";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import { wordsIn } from "../../words/words.ts";
import { readApprovals } from "../approvals/approvalViews.tsx";
import { readCertificates } from "../certificates/certificatesViews.tsx";
import { NextToEnd } from "./NextToEnd.tsx";
import { RunningNow } from "./RunningNow.tsx";
import { Trouble } from "./Trouble.tsx";
import { WaitingNow } from "./WaitingNow.tsx";
import { nowWords } from "./words.ts";

/** One page for whoever was woken up: what is wrong, what runs, what waits, what ends next. */
export const nowViews: View[] = [
  {
    method: "GET",
    path: "",
    section: "now",
    async answer({ language }) {
      const words = wordsIn(nowWords, language);
      const panel = (name: keyof typeof PANELS, more: [string, string]) => (
        <section class="card panel">
          <h2>{words[name]}</h2>
          <Later from={`${CONSOLE}/now/${name}`} language={language} />
          <p class="foot">
            <a href={`${CONSOLE}${more[0]}`}>{more[1]}</a>
          </p>
        </section>
      );
      const page = (
        <>
          <h1>{words.title}</h1>
          <div class="panels">
            {panel("trouble", ["/listeners?trouble=1", words.allTrouble])}
            {panel("waiting", ["/approvals", words.allWaiting])}
            {panel("running", ["/executions", words.allExecutions])}
            {panel("expiring", ["/certificates", words.allCertificates])}
          </div>
        </>
      );
      return { title: words.title, page };
    },
  },
  {
    method: "GET",
    path: "/now/:panel",
    isFragment: true,
    async answer(call) {
      const read = PANELS[call.path.panel as keyof typeof PANELS] ?? PANELS.trouble;
      return { fragment: await read(call) };
    },
  },
];

const PANELS = {
  trouble: async (call: PageCall) => {
    const listed = await readFleet(call, []);
    const fleet = await readMore(call, [], listed, listed.listeners);
    return <Trouble fleet={fleet} language={call.language} />;
  },
  waiting: async (call: PageCall) => <WaitingNow approvals={await readApprovals(call)} call={call} />,
  running: async (call: PageCall) => {
    const { executions } = await call.api.get<Running>("/executions", { status: "Running", limit: "20" });
    return <RunningNow executions={executions} language={call.language} now={call.now} />;
  },
  expiring: async (call: PageCall) => {
    const { value } = await readCertificates(call);
    return <NextToEnd certificates={value.certificates} language={call.language} now={call.now} />;
  },
};

interface Running {
  executions: Parameters<typeof RunningNow>[0]["executions"];
}
