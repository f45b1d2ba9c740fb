# An interpreter that compiles what it imports, also below /usr.
set -e
mkdir -p /usr/lib/python3/dist-packages/job
echo 'x = 1' >/usr/lib/python3/dist-packages/job/__init__.py
echo 'y = 2' >/usr/lib/python3/dist-packages/job/steps.py
python3 -c 'import job, job.steps'
perl -MFile::Temp=tempfile -e 'my ($h, $n) = tempfile("jobXXXXXX", DIR => "/tmp", UNLINK => 1); print $h 1; ($h, $n) = tempfile(UNLINK => 1); print $h 1'
