# Logs, dumps and folders that are called by the date and the time.
set -e
mkdir -p /var/log/app "/srv/backup/$(date +%Y/%m/%d)" "/srv/daily/$(date +%F)"
echo x >>"/var/log/app/access-$(date +%F).log"
echo x >"/srv/backup/$(date +%Y/%m/%d)/$(date +%H%M%S).tar"
echo x >"/srv/daily/$(date +%F)/$(date +%H-%M).txt"
echo x >"/srv/backup/app-$(date +%Y%m%dT%H%M%S).sql"
echo x >"/srv/backup/app-$(date +%s).sql"
echo x >"/srv/backup/app-$(date +%d-%b-%Y).sql"
echo x >"/srv/backup/app.$(date +%s%N).part"
mv /srv/backup/app.*.part /srv/backup/newest
echo x >"/var/log/app/postgresql-$(date +%a).log"
