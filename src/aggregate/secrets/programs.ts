/**
 * Where programs take secrets that no name announces. `example` is a command line with the secret
 * `S3CRET`; each is a test.
 */

export interface SecretPlace {
  /** the name of the program's file */
  readonly program: RegExp;
  /** options whose value is a secret, either attached or the next word */
  readonly options?: readonly string[];
  /** the form of a secret value; any other value is a user's name or a file's */
  readonly like?: RegExp;
  /** only the next word is the value: `-k` and `-keyout` are different options */
  readonly isApart?: true;
  /** the options take a secret only after this word, for example `-p` of `docker login` */
  readonly within?: RegExp;
  /** a secret follows this word, after `skip` other words; options do not count */
  readonly after?: RegExp;
  readonly skip?: number;
  readonly example: string;
}

const LOGIN = /^login$/u;
/** the program itself: words are counted from its name */
const START = /(?:)/u;

export const SECRET_PLACES: readonly SecretPlace[] = [
  { program: /^(?:mysql|mariadb)/u, options: ["-p"], example: "mysqldump -uroot -pS3CRET db" },
  {
    program: /^(?:mysql|mariadb-)admin$/u,
    after: /^password$/u,
    example: "mysqladmin password S3CRET",
  },
  { program: /^mongo/u, options: ["-p"], example: "mongosh -u root -p S3CRET" },
  { program: /^(?:sqlcmd|bcp|isql|tsql)$/u, options: ["-P"], example: "sqlcmd -U sa -P S3CRET" },
  {
    program: /^(?:sqlplus|rman|expdp|impdp)$/u,
    after: START,
    example: "sqlplus -s scott/S3CRET@db",
  },
  { program: /^redis-cli$/u, options: ["-a"], example: "redis-cli -a S3CRET ping" },
  {
    program: /^redis-cli$/u,
    after: /^(?:auth|requirepass|masterauth)$/iu,
    example: "redis-cli AUTH S3CRET",
  },
  {
    program: /^rabbitmqctl$/u,
    after: /^(?:add_user|change_password|authenticate_user)$/u,
    skip: 1,
    example: "rabbitmqctl add_user bob S3CRET",
  },
  {
    program: /^(?:curl|ftp|lftp)$/u,
    options: ["-u", "--user"],
    like: /[:,]/u,
    example: "curl -u bob:S3CRET https://h/",
  },
  {
    program: /^curl$/u,
    options: ["-U", "--proxy-user", "-b"],
    like: /[:=]/u,
    example: "curl --proxy-user bob:S3CRET https://h/",
  },
  { program: /^wget$/u, options: ["--user"], example: "wget --user S3CRET https://h/" },
  { program: /^https?$/u, options: ["-a"], example: "http -a bob:S3CRET GET h" },
  { program: /^ab$/u, options: ["-A", "-P"], example: "ab -A bob:S3CRET http://h/" },
  { program: /^ncftp/u, options: ["-p"], example: "ncftpput -u bob -p S3CRET h / f" },
  { program: /^(?:plink|pscp|psftp|putty)$/u, options: ["-pw"], example: "plink -pw S3CRET host" },
  { program: /^sshpass$/u, options: ["-p"], example: "sshpass -pS3CRET ssh h" },
  { program: /^ssh-keygen$/u, options: ["-N", "-P"], example: "ssh-keygen -t rsa -N S3CRET -f k" },
  {
    program: /^(?:smb|rpcclient$|net$|winexe$)/u,
    options: ["-U"],
    example: "smbclient //h/s -U bob%S3CRET",
  },
  { program: /^(?:ldap|kadmin)/u, options: ["-w"], example: "ldapsearch -x -w S3CRET" },
  { program: /^(?:slap|ldap)passwd$/u, options: ["-s", "-a"], example: "slappasswd -s S3CRET" },
  { program: /^(?:user|group)(?:add|mod)$/u, options: ["-p"], example: "useradd -p S3CRET bob" },
  {
    program: /^(?:htpasswd|mosquitto_passwd)$/u,
    after: /^-\w*b\w*$/u,
    skip: 1,
    example: "htpasswd -cb file bob S3CRET",
  },
  {
    program: /^mosquitto_[ps]ub$/u,
    options: ["-P"],
    example: "mosquitto_pub -u bob -P S3CRET -t x",
  },
  {
    program: /^openssl$/u,
    options: ["-K", "-k", "-pass", "-passin", "-passout"],
    isApart: true,
    example: "openssl enc -aes256 -pass pass:S3CRET",
  },
  { program: /^openssl$/u, after: /^passwd$/u, example: "openssl passwd -6 S3CRET" },
  { program: /^(?:zip|unzip)$/u, options: ["-P"], example: "zip -P S3CRET a.zip f" },
  { program: /^(?:7z[arz]?|rar|unrar)$/u, options: ["-p", "-hp"], example: "7z a -pS3CRET a.7z f" },
  { program: /^qpdf$/u, after: /^--encrypt$/u, example: "qpdf --encrypt S3CRET S3CRET 256 -- a b" },
  { program: /^ccrypt$/u, options: ["-K"], example: "ccrypt -K S3CRET file" },
  {
    program: /^(?:docker|podman|nerdctl|buildah|skopeo|helm|oras|crane|az|oc|twine)$/u,
    within: LOGIN,
    options: ["-p"],
    example: "docker login -u bob -p S3CRET r",
  },
  { program: /^twine$/u, options: ["-p"], example: "twine upload -u bob -p S3CRET f" },
  { program: /^vault$/u, after: /^(?:login|unwrap|unseal)$/u, example: "vault login S3CRET" },
  {
    program: /^vault$/u,
    after: /^(?:write|put|patch)$/u,
    skip: 1,
    example: "vault kv put secret/app key=S3CRET",
  },
  { program: /^consul$/u, after: /^put$/u, skip: 1, example: "consul kv put app/key S3CRET" },
  { program: /^etcdctl$/u, options: ["--user"], example: "etcdctl --user root:S3CRET get k" },
  {
    program: /^aws$/u,
    after: /^aws_(?:secret_access_key|session_token)$/u,
    example: "aws configure set aws_secret_access_key S3CRET",
  },
  {
    program: /^mc(?:li)?$/u,
    within: /^(?:alias|config)$/u,
    after: /^(?:set|add)$/u,
    skip: 2,
    example: "mc alias set m http://h S3CRET S3CRET",
  },
  {
    program: /^rclone$/u,
    after: /^(?:obscure|pass|password|secret_access_key|token)$/u,
    example: "rclone obscure S3CRET",
  },
  {
    program: /^(?:npm|yarn|pnpm)$/u,
    after: /_(?:auth|authToken|password)$/u,
    example: "npm config set //r/:_authToken S3CRET",
  },
  {
    program: /^composer$/u,
    after: /^http-basic\./u,
    skip: 1,
    example: "composer config http-basic.r bob S3CRET",
  },
  {
    program: /^composer$/u,
    after: /^(?:github|gitlab)-(?:oauth|token)\./u,
    example: "composer config github-oauth.github.com S3CRET",
  },
  {
    program: /^(?:cargo|flyctl|snyk)$/u,
    after: /^(?:login|auth)$/u,
    example: "cargo login S3CRET",
  },
  {
    program: /^(?:nuget|dotnet)$/u,
    within: /^push$/u,
    options: ["-k"],
    example: "dotnet nuget push a.nupkg -k S3CRET",
  },
  { program: /^influx$/u, options: ["-t"], example: "influx write -t S3CRET x" },
  { program: /^ngrok$/u, after: /authtoken$/u, example: "ngrok config add-authtoken S3CRET" },
  { program: /^doctl$/u, options: ["-t"], example: "doctl -t S3CRET account get" },
  { program: /^snmp/u, options: ["-c", "-A", "-X"], example: "snmpwalk -v2c -c S3CRET h" },
  { program: /^ipmitool$/u, options: ["-P"], example: "ipmitool -H h -U a -P S3CRET power status" },
  { program: /^xfreerdp3?$/u, options: ["/p:"], example: "xfreerdp /u:bob /p:S3CRET /v:h" },
  { program: /^(?:dig|nsupdate)$/u, options: ["-y"], example: "dig -y hmac:k:S3CRET h" },
  { program: /^wpa_passphrase$/u, after: START, skip: 1, example: "wpa_passphrase net S3CRET" },
  { program: /^swaks$/u, options: ["-ap"], example: "swaks -au bob -ap S3CRET" },
  { program: /^send[eE]mail$/u, options: ["-xp"], example: "sendemail -xu bob -xp S3CRET" },
];

/** The name by which a program's row can be disabled. */
export function nameOfPlace({ example }: SecretPlace): string {
  return `secrets-of-${(/^\S+/u.exec(example)?.[0] ?? "").toLowerCase().replaceAll("_", "-")}`;
}
