# Completion of cxray in fish: cxray completion fish | source
function __cxray_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)

    # What follows -- is a command of its own.
    if set -l dashes (contains -i -- -- $words)
        set -l command (string escape -- $words[(math $dashes + 1)..-1]) $current
        complete -C (string join ' ' -- $command)
        return
    end

    set -l answer (command cxray __complete $words[2..-1] "$current" 2>/dev/null)
    set -l option (string match -r -- '^--[a-z-]+=' $current)
    set -l value (string replace -r -- '^--[a-z-]+=' '' $current)
    switch "$answer[1]"
        case files
            for path in (__fish_complete_path $value)
                echo "$option$path"
            end
        case databases
            for path in (__fish_complete_path $value | string match -r -- '^.*(?:\.db|/)(?:\t.*)?$')
                echo "$option$path"
            end
        case words
            printf '%s\n' $answer[2..-1]
    end
end
complete -c cxray -f -a '(__cxray_complete)'
