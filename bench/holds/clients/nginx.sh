# Asks for pages in the ways in which clients do, and sends something large.
web=http://$TARGET secure=https://$TARGET
ask() { curl --silent --show-error --max-time 20 "$@"; }
ask --retry 30 --retry-delay 1 --retry-connrefused "$web/"
ask --head "$web/" | head -1
ask "$web/numbers.txt" | sha256sum
ask --compressed "$web/numbers.txt" | sha256sum
ask --range 100-119 "$web/numbers.txt" | tr '\n' ' '
ask -o /dev/null -w '%{http_code}\n' "$web/missing"
ask --insecure "$secure/"
ask --insecure --http1.0 "$secure/numbers.txt" | sha256sum
ask "$web/proxied/"
head -c 500000 /dev/zero | ask -X POST -H 'Expect:' --data-binary @- -w '%{http_code}\n' "$web/proxied/take"
ask -H 'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT' -o /dev/null -w '%{http_code}\n' "$web/"
ask "$web/?[1-20]" | sort | uniq -c
for turn in 1 2 3 4; do ask -Z "$web/numbers.txt?[1-5]" | wc -c & done | sort
