# What shell scripts leave in folders for temporary files, and sed -i and sort elsewhere.
set -e
a=$(mktemp); echo x >"$a"; rm "$a"
b=$(mktemp -d); echo x >"$b/part"; rm -r "$b"
mktemp /var/tmp/page.XXXXXXXX >/dev/null
echo "$$" >/tmp/lock.$$; rm /tmp/lock.$$
sh -c 'echo x >/tmp/out$$.txt'
printf 'a=1\n' >/etc/app.conf
sed -i s/1/2/ /etc/app.conf
sed -i s/root/root/ /etc/nginx/nginx.conf
seq 200000 | sort -S 1M -T /var/tmp >/dev/null
cat <<END >/dev/null
here
END
(set -C; echo $$ >/run/app.lock); rm /run/app.lock
logger_id=$(cat /proc/sys/kernel/random/uuid); mkdir -p "/srv/jobs/$logger_id"; echo x >"/srv/jobs/$logger_id/log"
