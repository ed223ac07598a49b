/** The scripts that make a shell ask dnssync itself how a word may go on, so that they know nothing that could lag. */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * Each runs `dnssync __complete SHELL WORD…` with the words up to the cursor, the last one unfinished. The first line
 * of the answer says what the others are beside (`none`, `files`, `folders`), or that the word goes on (`open`); each
 * other line is a word, a tab and what it is.
 */
export function completionScript(kind: Shell): string {
  return SCRIPTS[kind];
}

/** What goes wrong is told by the command itself, when it is run. */
const SILENT = '2>/dev/null';

// Runs in bash 3.2 as well, which has neither mapfile nor compopt.
const BASH = `# bash completion for dnssync
_dnssync() {
  local line more='' program=\${COMP_WORDS[0]/#\\~/$HOME} current=\${COMP_WORDS[COMP_CWORD]}
  [[ $current == '=' ]] && current=''
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $more ]]; then more=$line; continue; fi
    line=\${line%%$'\\t'*}
    case $current in
      [\\"\\']*) ;;
      *) [[ $more == open ]] || printf -v line %q "$line" ;;
    esac
    COMPREPLY+=("$line")
  done < <("$program" __complete bash "\${COMP_WORDS[@]:1:COMP_CWORD}" ${SILENT})
  case $more in
    open) compopt -o nospace ${SILENT} ;;
    files | folders)
      compopt -o filenames ${SILENT}
      while IFS= read -r line; do
        COMPREPLY+=("$line")
      done < <(if [[ $more == files ]]; then compgen -f -- "$current"; else compgen -d -- "$current"; fi)
      ;;
  esac
  return 0
}
complete -F _dnssync dnssync
`;

const ZSH = `#compdef dnssync
_dnssync() {
  local line more=''
  local -a given found shown
  given=(\${(Q)words[2,CURRENT-1]})
  while IFS= read -r line; do
    if [[ -z $more ]]; then more=$line; continue; fi
    found+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
  done < <("\${~words[1]}" __complete zsh "\${given[@]}" "\${(Q)PREFIX}" ${SILENT})
  if (( \${#found} )); then
    if [[ $more == open ]]; then compadd -S '' -l -d shown -a found; else compadd -l -d shown -a found; fi
  fi
  case $more in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
if [[ \${funcstack[1]} == _dnssync ]]; then _dnssync "$@"; else compdef _dnssync dnssync; fi
`;

const FISH = `# fish completion for dnssync
function __dnssync_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answer ($words[1] __complete fish $words[2..-1] "$current" ${SILENT})
    string join \\n -- $answer[2..-1]
    switch "$answer[1]"
        case files
            __fish_complete_path "$current"
        case folders
            __fish_complete_directories "$current" ''
    end
end
complete -c dnssync -f -a '(__dnssync_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
