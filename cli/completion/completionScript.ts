import type { CompletionRow } from "./completionTable.ts";

/** The shells that can complete. */
export const SHELLS = ["bash", "zsh"] as const;
export type Shell = (typeof SHELLS)[number];

/** A script for a shell to source, which completes commands, options and known values without starting Node. */
export function completionScript(shell: Shell, table: CompletionRow[]): string {
  const paths = table.map(({ path, words }) => `    ${quoted(path)}) words=${quoted(words.join(" "))} ;;`);
  const values = table.flatMap(({ path, values }) =>
    Object.entries(values).map(
      ([option, choices]) => `    ${quoted(`${path} ${option}`)}) values=${quoted(choices.join(" "))} ;;`,
    ),
  );
  const known = table.map(({ path }) => quoted(path)).join("|");
  return `${SHELL[shell].head}
_albflow_complete() {
  # What is there before the word that is being written decides: the commands among it are the path.
  local path="" word try words="" values="" previous=""
  for word in "$@"; do
    previous="$word"
    if [[ -z "$path" ]]; then try="$word"; else try="$path $word"; fi
    case "$try" in
    ${known}) path="$try" ;;
    esac
  done
  case "$path $previous" in
${values.join("\n")}
  esac
  case "$path" in
${paths.join("\n")}
  esac
  _albflow_words="\${values:-$words}"
}
${SHELL[shell].tail}`;
}

const SHELL: Record<Shell, { head: string; tail: string }> = {
  bash: {
    head: "# albflow completion for bash: source <(albflow completion bash)",
    tail: `_albflow() {
  local _albflow_words
  _albflow_complete "\${COMP_WORDS[@]:1:COMP_CWORD-1}"
  COMPREPLY=($(compgen -W "$_albflow_words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _albflow albflow
`,
  },
  zsh: {
    head: "#compdef albflow\n# albflow completion for zsh: source <(albflow completion zsh)",
    tail: `_albflow() {
  local _albflow_words
  _albflow_complete "\${(@)words[2,CURRENT-1]}"
  compadd -- \${=_albflow_words}
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _albflow albflow
`,
  },
};

/** In single quotes, in which nothing means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
