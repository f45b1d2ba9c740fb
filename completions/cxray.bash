# Completion of cxray in bash: source <(cxray completion bash)
_cxray() {
    local at line word prefix mode answer
    COMPREPLY=()

    # What follows -- is a command of its own.
    for ((at = 1; at < COMP_CWORD; at++)); do
        [[ ${COMP_WORDS[at]} == -- ]] || continue
        if declare -F _comp_command_offset >/dev/null; then
            _comp_command_offset $((at + 1))
        elif declare -F _command_offset >/dev/null; then
            _command_offset $((at + 1))
        elif ((COMP_CWORD == at + 1)); then
            mapfile -t COMPREPLY < <(compgen -c -- "${COMP_WORDS[COMP_CWORD]}")
        else
            compopt -o default
        fi
        return
    done

    line=${COMP_LINE:0:COMP_POINT}
    mapfile -t answer < <(command cxray __complete --line "$line" 2>/dev/null)
    mode=${answer[0]-}
    case $mode in
    files)
        compopt -o default
        ;;
    databases)
        compopt -o filenames -o default
        mapfile -t COMPREPLY < <(
            compgen -f -X '!*.db' -- "${COMP_WORDS[COMP_CWORD]#=}"
            compgen -d -- "${COMP_WORDS[COMP_CWORD]#=}"
        )
        ;;
    words)
        COMPREPLY=("${answer[@]:1}")
        COMPREPLY=("${COMPREPLY[@]%%$'\t'*}")
        # bash takes : and = for ends of words, and puts in only what follows the last of them.
        word=${line##*[[:space:]]}
        prefix=${word%"${word##*[=:]}"}
        COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
        ;;
    esac
}
complete -F _cxray cxray
