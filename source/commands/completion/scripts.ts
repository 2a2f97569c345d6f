/**
 * What each shell runs at a Tab: it asks `leadertop completion SHELL -- WORDS…` for candidates, one a line with their
 * meaning behind a tab, or `:files`.
 */
export const scripts = {
	bash: `# bash: eval "$(leadertop completion bash)"
_leadertop() {
	local word="\${COMP_WORDS[COMP_CWORD]}" found line
	COMPREPLY=()
	found=$(leadertop completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return
	if [[ $found == ':files' ]]; then
		[[ $word == '=' ]] && word=''
		compopt -o filenames 2>/dev/null
		while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$word")
		return
	fi
	while IFS=$'\\t' read -r line _; do
		[[ -n $line ]] && COMPREPLY+=("$(printf '%q' "$line")")
	done <<<"$found"
}
complete -F _leadertop leadertop
`,
	zsh: `#compdef leadertop
# zsh: source <(leadertop completion zsh), behind compinit; or as the file _leadertop in a folder of $fpath
_leadertop() {
	local -a found values
	local line
	found=("\${(@f)$(leadertop completion zsh -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
	if [[ $found[1] == ':files' ]]; then
		compset -P '*='
		_files
		return
	fi
	for line in $found; do
		values+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
	done
	_describe leadertop values
}
if [[ $funcstack[1] == _leadertop ]]; then
	_leadertop "$@"
else
	compdef _leadertop leadertop
fi
`,
	fish: `# fish: leadertop completion fish | source
function __leadertop_candidates
	set -l words (commandline -opc) (commandline -ct)
	set -l found (leadertop completion fish -- $words[2..-1] 2>/dev/null)
	if test "$found" = ':files'
		__fish_complete_path (string replace -r '^--[^=]*=' '' -- (commandline -ct))
	else
		printf '%s\\n' $found
	end
end
complete -c leadertop -f -a '(__leadertop_candidates)'
`,
} as const;

export function isShell(name: string): name is keyof typeof scripts {
	return Object.hasOwn(scripts, name);
}
