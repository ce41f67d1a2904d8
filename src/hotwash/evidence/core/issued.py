"""Tokens that say by their shape who issued them: masked wherever they stand, without a name beside them.

Each kind: what it looks like, and the words of which a line must hold one (see ``hints``). The shapes are those that
the issuers publish for scanners of secrets.
"""

from collections.abc import Mapping

ISSUED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Alibaba key id": (r"\bLTAI[A-Za-z0-9]{12,30}\b", ("ltai",)),
    "Atlassian token": (r"\bAT(?:ATT|CTT)3[A-Za-z0-9_=.-]{60,}|\bATBB[A-Za-z0-9]{32}\b", ("atatt3", "atctt3", "atbb")),
    "AWS session token": (r"\b(?:FwoGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9/+=]{60,}", ("fwogzxivyxdz", "iqojb3jpz2lu")),
    "Azure client secret": (r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])", ("q~",)),
    "Buildkite token": (r"\bbk(?:ua|aj|ct|pt|at)_[A-Za-z0-9]{32,}", ("bkua_", "bkaj_", "bkct_", "bkpt_", "bkat_")),
    "CircleCI token": (r"\bCCI(?:PAT|PRJ)_[A-Za-z0-9]{22}_[a-f0-9]{40}", ("ccipat_", "cciprj_")),
    "Cloudflare key": (r"\bv1\.0-[a-f0-9]{24}-[a-f0-9]{146}", ("v1.0-",)),
    "cookie": (
        r"(?i)\bcookie2?\\?[\"']?\s*[:=]\s*\\?[\"']?(?P<secret>[\w.-]+=[^;\s\"'\\]{8,}(?:;\s*[\w.-]+=[^;\s\"'\\]*)*)",
        ("cookie",),
    ),
    "Databricks token": (r"\bdapi[a-f0-9]{32}(?:-\d)?\b", ("dapi",)),
    "DigitalOcean token": (r"\bdo[opr]_v1_[a-f0-9]{64}", ("doo_v1_", "dop_v1_", "dor_v1_")),
    "Discord webhook": (r"\bdiscord(?:app)?\.com/api/webhooks/\d+/[\w-]{40,}", ("api/webhooks/",)),
    "Docker token": (r"\bdckr_(?:pat|oat)_[\w-]{20,}", ("dckr_",)),
    "Doppler token": (r"\bdp\.(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]+\.)?[A-Za-z0-9]{40,}", ("dp.",)),
    "Dynatrace token": (r"\bdt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}", ("dt0",)),
    "Figma token": (r"\bfig[dour]_[\w-]{40}", ("figd_", "figo_", "figu_", "figr_")),
    "Fly token": (r"\bfo1_[\w-]{40,}|\bfm[12][ar]?_[A-Za-z0-9+/=]{60,}", ("fo1_", "fm1", "fm2_")),
    "GitLab token": (r"\b(?:glagent|gloas|glimt|glffct|glsoat)-[\w-]{20,}|\bGR1348941[\w-]{20,}", (
        "glagent-", "gloas-", "glimt-", "glffct-", "glsoat-", "gr1348941",
    )),
    "Grafana token": (r"\bglsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}|\bglc_[A-Za-z0-9+/=]{32,}", ("glsa_", "glc_")),
    "Heroku token": (r"\bHRKU-[\w-]{36,}", ("hrku-",)),
    "Hugging Face token": (r"\b(?:hf|api_org)_[A-Za-z0-9]{34,}\b", ("hf_", "api_org_")),
    "JFrog token": (r"\bAKCp[A-Za-z0-9]{60,}|\bcmVmd[A-Za-z0-9]{59}\b", ("akcp", "cmvmd")),
    "Linear token": (r"\blin_(?:api|oauth)_[A-Za-z0-9]{32,}", ("lin_api_", "lin_oauth_")),
    "mail list key": (r"\b[0-9a-f]{32}-us\d{1,2}\b|\bxkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}", ("-us", "xkeysib-")),
    "New Relic key": (r"\bNR(?:AK|II|JS|RA|BR|IQ)-[A-Za-z0-9-]{19,}", (
        "nrak-", "nrii-", "nrjs-", "nrra-", "nrbr-", "nriq-",
    )),
    "Notion token": (r"\bntn_[A-Za-z0-9]{40,}|\bsecret_[A-Za-z0-9]{43}\b", ("ntn_", "secret_")),
    "password hash": (
        r"\$(?:2[abxy]|[156y]|apr1|argon2(?:id|i|d)|pbkdf2[\w-]*|scrypt)\$[\w./+=,$*-]{20,}",
        ("$2", "$1$", "$5$", "$6$", "$y$", "$apr1$", "$argon2", "$pbkdf2", "$scrypt$"),
    ),
    "PlanetScale token": (r"\bpscale_(?:tkn|oauth|pw)_[\w.=-]{30,}", ("pscale_",)),
    "Postman key": (r"\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}", ("pmak-",)),
    "private key": (
        (r"\bLS0tLS1CRUdJTi(?:BSU0EgUFJJVkFURS|BFQyBQUklWQVRF|BQUklWQVRF|BPUEVOU1NI|BFTkNSWVBURUQg)[A-Za-z0-9+/=]*"
        r"|\bAGE-SECRET-KEY-1[A-Z0-9]{58}"),
        ("ls0tls1crudjti", "age-secret-key-1"),
    ),
    "Pulumi token": (r"\bpul-[a-f0-9]{40}", ("pul-",)),
    "RubyGems key": (r"\brubygems_[a-f0-9]{48}", ("rubygems_",)),
    "Sentry token": (r"\bsntry[su]_[\w+/=-]{40,}", ("sntrys_", "sntryu_")),
    "Shopify token": (r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}", ("shpat_", "shpca_", "shppa_", "shpss_")),
    "Slack token": (r"\bxapp-\d-[A-Z0-9]+-\d+-[a-f0-9]+", ("xapp-",)),
    "Square token": (r"\bsq0(?:atp|csp|idp)-[\w-]{22,}|\bEAAA[\w-]{60}\b", ("sq0", "eaaa")),
    "Supabase key": (r"\bsbp_[a-f0-9]{40}|\bsb_secret_[\w-]{20,}", ("sbp_", "sb_secret_")),
    "Tailscale key": (r"\btskey-[a-z]+-[A-Za-z0-9]+(?:-[A-Za-z0-9]+)?", ("tskey-",)),
    "Teams webhook": (r"\.webhook\.office\.com/webhookb2/[\w@-]+/\w+/\w{32}/[\w-]+", ("webhookb2/",)),
    "Telegram token": (r"\b\d{8,10}:AA[\w-]{32,}", (":aa",)),
    "Tencent key id": (r"\bAKID[A-Za-z0-9]{32}\b", ("akid",)),
    "Twilio key": (r"\bSK[0-9a-f]{32}\b", ("SK",)),
    "Yandex key": (r"\bAQVN[\w-]{35,38}\b|\bt1\.[\w=-]+\.[\w-]{86}={0,2}", ("aqvn", "t1.")),
}  # fmt: skip

# Said after an option of a program, or in a language, that writes passwords in a way of its own.
SAID: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "password in a command": (
        r"(?i)\b(?:curl|wget)\b[^|;\n]*\s(?:-u|--user|--proxy-user)[\s=][\"']?[^:\s\"']+:(?P<secret>[^\s\"']{3,})",
        ("curl", "wget"),
    ),
    "password to a program": (
        (
            r"(?:\b(?:mysql|mariadb)(?:-?(?:dump|admin|import|check))?\b[^|;\n]*?\s-p|\bsshpass\s+-p\s*|\bredis-cli\b[^|;\n]*?\s-a\s+)"
            r"(?P<secret>[^\s\"'-][^\s\"']{3,})"
        ),
        ("mysql", "mariadb", "sshpass", "redis-cli"),
    ),
    "password of a login": (
        (
            r"\b(?:docker|podman|nerdctl|helm|oras|skopeo|buildah)\b[^|;\n]*\blogin\b[^|;\n]*\s-p[\s=]+[\"']?(?P<secret>[^\s\"'-][^\s\"']{3,})"
            r"|\bmachine\s+\S+\s+login\s+\S+\s+password\s+(?P<sig>\S+)"
        ),
        ("docker", "podman", "nerdctl", "helm", "oras", "skopeo", "buildah", "machine "),
    ),
    "password in SQL": (
        r"(?i)\b(?:identified\s+(?:with\s+\S+\s+)?by|password)\s+(?P<secret>'[^']{3,}'|\"[^\"]{3,}\")",
        ("identified", "password "),
    ),
    "signed address": (r"(?i)\bx-(?:amz|goog)-signature=(?P<secret>[a-f0-9]{40,})", ("-signature=",)),
    "password in XML": (
        r"(?i)<(?:[\w-]+:)?[\w-]*(?:password|passwd|secret|token|api-?key)(?:\s[^<>]*)?>(?P<secret>[^<>\s][^<>]{3,})</",
        ("password", "passwd", "secret", "token", "api-key", "apikey"),
    ),
}
