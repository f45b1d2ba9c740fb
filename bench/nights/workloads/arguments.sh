# Names that vary, as arguments of programs.
set -e
a=$(mktemp); chmod 600 "$a"; cp "$a" /srv/copy; rm "$a"
hostname >/srv/name; touch "/srv/by-$(hostname)"
mkdir -p "/srv/out/$(date +%F)"; touch "/srv/out/$(date +%F)/done"
python3 -c 'import subprocess, tempfile
with tempfile.NamedTemporaryFile(suffix=".sh") as file:
    subprocess.run(["cat", file.name]); subprocess.run(["wc", "-c", file.name], stdout=subprocess.DEVNULL)'
