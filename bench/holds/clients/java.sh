# Has the application compute, collect garbage, write files and run programs, at the same time.
app=http://$TARGET:8080
ask() { curl --silent --show-error --max-time 60 "$@"; }
ask --retry 60 --retry-delay 1 --retry-connrefused "$app/digest"
ask "$app/garbage"
ask "$app/note?hello"
ask "$app/run?uname"
ask "$app/file?App.java"
{
  for turn in 1 2 3 4; do
    ask "$app/digest" &
    ask "$app/note?turn" &
  done
  ask "$app/garbage" "$app/digest?[1-30]"
  wait
} | sort | uniq -c
