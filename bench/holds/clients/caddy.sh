# Asks for pages, by HTTP 1 and 2, in clear and through TLS.
web=http://$TARGET
ask() { curl --silent --show-error --max-time 20 "$@"; }
ask --retry 30 --retry-delay 1 --retry-connrefused "$web/"
ask "$web/numbers.txt" | sha256sum
ask --compressed "$web/numbers.txt" | sha256sum
ask --range 100-119 "$web/numbers.txt" | tr '\n' ' '
ask -o /dev/null -w '%{http_code}\n' "$web/missing"
ask "$web/proxied/numbers.txt" | sha256sum
tls() { ask --insecure --resolve "holds.test:443:$TARGET" "$@" https://holds.test/; }
tries=0
until [ "$(tls 2>/dev/null)" = secret ]; do
  tries=$((tries + 1))
  [ $tries -lt 50 ]
  sleep 0.2
done
tls --http2 -w ' %{http_version}\n'
tls --http1.1 -w ' %{http_version}\n'
for turn in 1 2 3 4; do ask -Z "$web/numbers.txt?[1-5]" | wc -c & done | sort
