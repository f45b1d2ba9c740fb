#compdef cxray
# Completion of cxray in zsh: source <(cxray completion zsh)
_cxray() {
    local -a answer entries
    local line
    local -i dashes=${words[(ie)--]}

    # What follows -- is a command of its own.
    if (( dashes < CURRENT )); then
        shift $dashes words
        (( CURRENT -= dashes ))
        _normal
        return
    fi

    answer=("${(@f)$(command cxray __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    case $answer[1] in
    files)
        compset -P '--*='
        _files
        ;;
    databases)
        compset -P '--*='
        _files -g '*.db'
        ;;
    words)
        for line in "${(@)answer[2,-1]}"; do
            [[ -n $line ]] || continue
            entries+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
        done
        _describe cxray entries
        ;;
    esac
}

if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _cxray "$@"
else
    compdef _cxray cxray
fi
