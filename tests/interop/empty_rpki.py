"""An RPKI of one trust anchor that signs nothing, for relying parties that will not start without.

What they are to say comes from a SLURM file instead. Made by openssl, with a key of the moment.
"""
import datetime
import hashlib
import subprocess

RESOURCES = "sbgp-ipAddrBlock=critical,IPv4:{ip4},IPv6:{ip6}\nsbgp-autonomousSysNum=critical,AS:{asn}"
ALL = RESOURCES.format(ip4="0.0.0.0/0", ip6="::/0", asn="0-4294967295")
INHERITED = RESOURCES.format(ip4="inherit", ip6="inherit", asn="inherit")
POLICY = "certificatePolicies=critical,1.3.6.1.5.5.7.14.2"
MANIFEST = "1.2.840.113549.1.9.16.1.26"  # RFC 9286
CONFIG = """
[req]
distinguished_name=name
string_mask=nombstr
[name]
[ca]
default_ca=here
[here]
database={folder}/index.txt
crlnumber={folder}/crlnumber
default_md=sha256
default_crl_days=2
crl_extensions=crl
[crl]
authorityKeyIdentifier=keyid
[anchor]
basicConstraints=critical,CA:true
subjectKeyIdentifier=hash
keyUsage=critical,keyCertSign,cRLSign
{policy}
subjectInfoAccess=1.3.6.1.5.5.7.48.5;URI:{url}/,1.3.6.1.5.5.7.48.10;URI:{url}/ta.mft
{all}
[signer]
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
keyUsage=critical,digitalSignature
{policy}
crlDistributionPoints=URI:{url}/ta.crl
authorityInfoAccess=caIssuers;URI:{url}/ta.cer
subjectInfoAccess=1.3.6.1.5.5.7.48.11;URI:{url}/ta.mft
{inherited}
"""


def der(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + body


def manifest(files):
    """RFC 9286 section 4.2.1"""
    now = datetime.datetime.now(datetime.timezone.utc)
    times = [der(0x18, f"{moment:%Y%m%d%H%M%SZ}".encode())
             for moment in (now, now + datetime.timedelta(days=2))]
    sha256 = der(0x06, bytes.fromhex("608648016503040201"))
    listed = [der(0x30, der(0x16, path.name.encode()),
                  der(0x03, b"\0", hashlib.sha256(path.read_bytes()).digest()))
              for path in files]
    return der(0x30, der(0x02, b"\x01"), *times, sha256, der(0x30, *listed))


def make(folder, repository, url):
    """Puts ta.cer, ta.crl and ta.mft into `repository`, which is `url` to the world, and
    ta.tal into `folder`."""
    def openssl(*words):
        return subprocess.run(["openssl", *map(str, words)], check=True, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout

    for path in (folder, repository):
        path.mkdir(parents=True, exist_ok=True)
    config = folder / "openssl.conf"
    config.write_text(CONFIG.format(folder=folder, url=url, all=ALL, inherited=INHERITED,
                                    policy=POLICY))
    (folder / "index.txt").touch()
    (folder / "crlnumber").write_text("01\n")
    key, anchor = folder / "ta.key", folder / "ta.pem"
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", anchor,
            "-config", config, "-extensions", "anchor", "-subj", "/CN=ta", "-days", 2,
            "-set_serial", 1, "-sha256")
    openssl("x509", "-in", anchor, "-outform", "DER", "-out", repository / "ta.cer")
    openssl("ca", "-gencrl", "-config", config, "-keyfile", key, "-cert", anchor,
            "-out", folder / "crl.pem")
    openssl("crl", "-in", folder / "crl.pem", "-outform", "DER", "-out", repository / "ta.crl")
    openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "ee.key",
            "-out", folder / "ee.csr", "-config", config, "-subj", "/CN=ee")
    openssl("x509", "-req", "-in", folder / "ee.csr", "-CA", anchor, "-CAkey", key,
            "-set_serial", 2, "-days", 2, "-sha256", "-extfile", config, "-extensions", "signer",
            "-out", folder / "ee.pem")
    (folder / "manifest.der").write_bytes(manifest([repository / "ta.crl"]))
    openssl("cms", "-sign", "-binary", "-nodetach", "-in", folder / "manifest.der",
            "-outform", "DER", "-econtent_type", MANIFEST, "-signer", folder / "ee.pem",
            "-inkey", folder / "ee.key", "-md", "sha256", "-keyid", "-nosmimecap",
            "-out", repository / "ta.mft")
    public = openssl("x509", "-in", anchor, "-pubkey", "-noout").decode()
    base64 = "\n".join(line for line in public.splitlines() if "-----" not in line)
    (folder / "ta.tal").write_text(f"{url}/ta.cer\n\n{base64}\n")
