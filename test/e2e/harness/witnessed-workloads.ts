/** What is done under strace: real programs, and one that makes every call there is. */
export interface WitnessedWorkload {
  readonly name: string;
  readonly command: readonly string[];
  /** for docker run */
  readonly options?: readonly string[];
}

const SESSION = `
cd /etc; for f in *.conf; do cat $f | sort | uniq -c >/tmp/$f.out; done
find /usr/share -name '*.txt' | head -20 | xargs -n 4 wc -l; ./missing; id; ls -l /tmp`;

/** Everything that coreutils do to files, in folders and through links. */
const FILES = String.raw`
set -e; mkdir -p /srv/a/b && cd /srv/a && ln -s /srv/a/b near && ln -s ../../tmp far
echo one >one; cp one two; cp /bin/true near/program; mv two near/; mv near/two far/three
ln one b/one; ln -s missing dangling; chmod 600 one; chmod -R u+rwx b; chown 1:2 one; chgrp 3 -h near
touch -d 2001-01-01 one; touch far/new; truncate -s 100 one; mkfifo pipe; mktemp -d >/dev/null
sed -i s/o/0/ b/one; tee b/tee <one >/dev/null; dd if=/dev/zero of=b/zero bs=1k count=3 status=none
tar -czf far/all.tgz .; mkdir far/out; tar -C far/out -xzf far/all.tgz; install -m 755 one b/installed
rm one pipe dangling; rmdir missing 2>/dev/null || true; rm -r far/out b; unlink nothing 2>/dev/null || true
printf '%s' x >$'/tmp/"a, (b) \\ \n\xff'; rm '/tmp/"a'*; sort -o far/three far/three; split -b 1 far/three far/part`;

const PACKAGE = String.raw`
set -e; cd /tmp; mkdir -p p/DEBIAN p/usr/bin p/etc; cp /bin/true p/usr/bin/mine; echo set >p/etc/mine.conf
printf 'Package: mine\nVersion: 1\nArchitecture: all\nMaintainer: me\nDescription: d\n' >p/DEBIAN/control
echo /etc/mine.conf >p/DEBIAN/conffiles; dpkg-deb --build p mine.deb; dpkg -i mine.deb; mine; dpkg -r mine; dpkg -P mine`;

const NGINX = `nginx -g 'daemon off;' & for i in 1 2 3 4 5; do
curl -s --retry 9 --retry-connrefused --retry-delay 1 http://127.0.0.1/ http://127.0.0.1/$i -o /dev/null
done; kill -QUIT $!; wait`;

export const WITNESSED_WORKLOADS: readonly WitnessedWorkload[] = [
  { name: "a shell session", command: ["bash", "-c", SESSION] },
  { name: "coreutils changing files", command: ["bash", "-c", FILES] },
  { name: "a package that is built, installed and removed", command: ["bash", "-c", PACKAGE] },
  { name: "nginx serving requests", command: ["bash", "-c", NGINX] },
  {
    name: "a Python program that forks, threads and connects",
    command: ["python3", "/workloads/forks-threads-connects.py"],
  },
  {
    name: "a Perl program that forks and connects",
    command: ["perl", "/workloads/forks-connects.pl"],
  },
  {
    name: "a program that makes every call which changes files, sockets or rights",
    command: ["python3", "/workloads/every-call.py"],
    options: ["--cap-add", "SYS_ADMIN", "--sysctl", "net.ipv6.conf.all.disable_ipv6=0"],
  },
];
