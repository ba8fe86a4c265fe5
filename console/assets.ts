/** A file that pages ask for. */
export interface Asset {
  /** With the hash of its content: `console.1a2b3c4d.css`. */
  name: string;
  type: string;
  text: string;
}

/** Script and style. The build puts what it has bundled in place of this file (build/consoleAssets.mjs). */
export const assets: { script: Asset; style: Asset; icon: Asset } = {
  script: { name: "console.js", type: "text/javascript; charset=utf-8", text: "" },
  style: { name: "console.css", type: "text/css; charset=utf-8", text: "" },
  icon: { name: "icon.svg", type: "image/svg+xml", text: "" },
};
