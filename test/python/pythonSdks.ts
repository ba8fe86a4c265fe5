import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Where `.ci/run` puts the SDKs, and nothing else; `ALBFLOW_PYTHON_SDKS` names another folder. */
const folder = process.env.ALBFLOW_PYTHON_SDKS ?? "node_modules/.python-sdks";

/** The official Python SDKs, which tests run where they and Python are installed. */
export const pythonSdks = {
  folder,
  areThere: existsSync(folder) && spawnSync("python3", ["--version"]).status === 0,
  hint: `It needs python3 and \`python3 -m pip install --target ${folder} -r test/python/requirements.txt\`.`,
};
