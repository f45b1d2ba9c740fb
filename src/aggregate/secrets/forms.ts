/**
 * Secrets that are recognised by their form alone. `before` matches the text up to the secret. The
 * forms are documented by the vendors. They have a minimum length but no maximum, because arguments
 * may be cut and tokens become longer. `example` is made up.
 *
 * A maintained list of such forms, secretlint's rules, was tried: it requires exact lengths,
 * answers with promises, and lacks the tokens of Vault, Docker and GitLab.
 */

export interface SecretForm {
  readonly name: string;
  readonly before: RegExp;
  /** a text that ends with such a secret */
  readonly example: string;
}

/** The beginning of a token: no letter or digit precedes it. */
export function tokenOf(source: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])(?=${source})`, "su");
}

/** The example is given in parts, so that repository scanners do not report it as a real token. */
function row(name: string, source: string, example: readonly string[]): SecretForm {
  return { name, before: tokenOf(source), example: example.join("") };
}

const LETTERS = "aBcD1eFgH2iJkL3mNoP4qRsT5uVwX6yZ";
const HEX = "0123456789abcdef0123456789abcdef";

export const SECRET_FORMS: readonly SecretForm[] = [
  row("AWS access key", "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{8}", ["AKIA", "ABCDEFGH12345678"]),
  row(
    "AWS secret key",
    "(?!/)(?=[A-Za-z0-9+/]{0,39}[a-z])(?=[A-Za-z0-9+/]{0,39}[A-Z])(?=[A-Za-z0-9+/]{0,39}[0-9])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=_.-])",
    ["wJalrXUtnF", "EMI1K7MDEN", "GbPxRfiCYz", "QwErTy12Kz"],
  ),
  row("Azure key", "[A-Za-z0-9+/]{86}==", ["a1B2".repeat(21), "cD=="]),
  row("GitHub token", "(?:gh[pousr]_|github_pat_)\\w{8}", ["ghp_", LETTERS]),
  row("GitLab token", "gl(?:pat|ptt|dt|rt|cbt|agent|soat|ft|imt|oas)-[\\w-]{8}", ["glpat-", HEX]),
  row("Bitbucket or Jira token", "AT(?:ATT|CTT|BB)[\\w-]{16}", ["ATATT", LETTERS]),
  row("Slack token", "xox[a-z]-[\\w-]{8}|xapp-[\\w-]{8}", ["xoxb-", "123456789012-", LETTERS]),
  row("OpenAI, Anthropic or like", "sk-(?=[\\w-]{0,64}[0-9A-Z])[\\w-]{16}", ["sk-proj-", LETTERS]),
  row("Stripe key", "(?:[rsp]k_(?:live|test)|whsec)_\\w{8}", ["sk_live_", LETTERS]),
  row("Google key", "AIza[\\w-]{20}", ["AIza", LETTERS]),
  row("Google token", "ya29\\.[\\w-]{8}|GOCSPX-[\\w-]{8}", ["ya29.", LETTERS]),
  row("SendGrid key", "SG\\.[\\w-]{8,64}\\.[\\w-]{8}", ["SG.", LETTERS, ".", LETTERS]),
  row("Mailgun key", "key-[0-9a-f]{32}", ["key-", HEX]),
  row("Mailchimp key", "[0-9a-f]{32}-us\\d", [HEX, "-us12"]),
  row("Twilio key", "SK[0-9a-f]{32}", ["SK", HEX]),
  row("Docker Hub token", "dckr_[a-z]{3}_[\\w-]{8}", ["dckr_pat_", LETTERS]),
  row("Vault token", "hv[sbr]\\.[\\w-]{8}", ["hvs.", LETTERS]),
  row("Terraform token", "\\w{14}\\.atlasv1\\.", ["aBcD1eFgH2iJkL", ".atlasv1.", LETTERS]),
  row("npm token", "npm_\\w{8}", ["npm_", LETTERS]),
  row("PyPI token", "pypi-[\\w-]{32}", ["pypi-AgEIcHlwaS5vcmc", LETTERS]),
  row("RubyGems key", "rubygems_[0-9a-f]{8}", ["rubygems_", HEX]),
  row("Hugging Face token", "hf_\\w{8}", ["hf_", LETTERS]),
  row("DigitalOcean token", "do[opr]_v1_[0-9a-f]{8}", ["dop_v1_", HEX]),
  row("Heroku key", "HRKU-[\\w-]{8}", ["HRKU-", LETTERS]),
  row("Shopify token", "shp(?:at|ca|pa|ss)_[0-9a-f]{8}", ["shpat_", HEX]),
  row("Databricks token", "dapi[0-9a-f]{32}", ["dapi", HEX]),
  row("Linear key", "lin_api_\\w{8}", ["lin_api_", LETTERS]),
  row("Notion key", "(?:secret|ntn)_[A-Za-z0-9]{20}", ["ntn_", LETTERS]),
  row("Figma token", "figd_[\\w-]{8}", ["figd_", LETTERS]),
  row("New Relic key", "NR(?:AK|II|JS)-\\w{8}", ["NRAK-", LETTERS]),
  row("Grafana token", "gl(?:sa|c)_\\w{8}", ["glsa_", LETTERS]),
  row("Sentry token", "sntry[su]_\\w{8}", ["sntrys_", LETTERS]),
  row("Square token", "sq0(?:atp|csp|idp)-[\\w-]{8}|EAAA[\\w-]{40}", ["sq0atp-", LETTERS]),
  row("Postman key", "PMAK-[\\w-]{8}", ["PMAK-", HEX]),
  row("Doppler token", "dp\\.[a-z]{2,5}\\.\\w{8}", ["dp.st.", LETTERS]),
  row("Pulumi token", "pul-[0-9a-f]{16}", ["pul-", HEX]),
  row("Tailscale key", "tskey-[\\w-]{8}", ["tskey-auth-", LETTERS]),
  row("PlanetScale token", "pscale_[a-z]{2,5}_[\\w-]{8}", ["pscale_pw_", LETTERS]),
  row("Supabase key", "sbp_[0-9a-f]{8}|sb_secret_\\w{8}", ["sbp_", HEX]),
  row("1Password token", "ops_eyJ[\\w-]{8}", ["ops_eyJ", LETTERS]),
  {
    name: "Telegram token",
    before: /(?<![A-Za-z0-9])(?:bot)?(?=\d{8,10}:[\w-]{30})/su,
    example: ["bot123456789:", "AA", LETTERS].join(""),
  },
  row("Discord token", "[A-Za-z0-9_-]{23,28}\\.[\\w-]{6}\\.[\\w-]{27}", [
    "MTk4NjIyNDgzNDcxOTI1MjQ4",
    ".Cl2FMQ.",
    "ZnCjm1XVW7vRze4b7Cq4se7kKWs",
  ]),
  row("age key", "AGE-SECRET-KEY-1[A-Z0-9]{8}", ["AGE-SECRET-KEY-1", "QPZRY9X8GF2TVDW0S3JN54KH"]),
  row("JSON Web Token", "eyJ[\\w-]{8,2048}\\.eyJ", ["eyJhbGciOiJIUzI1NiJ9", ".eyJ", LETTERS]),
  {
    name: "private key",
    before: /(?=-----BEGIN [A-Z ]{0,32}PRIVATE KEY|PuTTY-User-Key-File)/su,
    example: ["-----BEGIN RSA PRIVATE KEY-----", LETTERS].join(""),
  },
  {
    name: "hash of a password",
    before: /(?=\$(?:1|2[abxy]|5|6|7|y|gy|apr1|argon2(?:id?|d))\$[\w./$=,+-]{8})/su,
    example: ["$6$", "saltsalt$", LETTERS].join(""),
  },
  {
    name: "address of a webhook",
    before:
      /(?:hooks\.slack\.com\/(?:services|workflows)|discord(?:app)?\.com\/api\/webhooks|webhook\.office\.com\/webhookb2)\/(?=\S)/su,
    example: ["https://hooks.slack.com/services/", "T0/B0/", LETTERS].join(""),
  },
];
