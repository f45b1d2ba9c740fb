// What is run every night: the program in workloads/, and what its container is started with.
export const WORKLOADS = [
  { name: "database", program: ["python3", "/w/database.py"] },
  { name: "snapshots", program: ["python3", "/w/snapshots.py"] },
  { name: "tempfiles", program: ["python3", "/w/tempfiles.py"] },
  { name: "shell", program: ["sh", "/w/shell.sh"] },
  { name: "dates", program: ["sh", "/w/dates.sh"] },
  { name: "mail", program: ["python3", "/w/mail.py"] },
  { name: "cgi", program: ["python3", "/w/cgi.py"] },
  { name: "jvm", program: ["python3", "/w/jvm.py"] },
  { name: "bytecode", program: ["sh", "/w/bytecode.sh"] },
  { name: "arguments", program: ["sh", "/w/arguments.sh"] },
  { name: "network", program: ["python3", "/w/network.py"], isNetworked: true },
];
