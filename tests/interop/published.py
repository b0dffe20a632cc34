"""What the tests of published tables share: the program, tables in MRT that are made, TAP."""
import ipaddress
import os
import pathlib
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = pathlib.Path(os.environ.get("DECORUM", ROOT / "build/decorum")).resolve()
DATA = pathlib.Path(os.environ.get("DECORUM_DATA", ROOT.parent / "shared/data"))
PEER = 6447  # announces all routes of the tables that are made, and owns objects that prove nothing
SECONDS_MAX = 120
SHOWN = 5  # differences of a case
AGREE = 1e-9  # we say nine digits


def run(*command, text=None):
    return subprocess.run([PROGRAM, *map(str, command)], input=text, text=True, check=True,
                          stdout=subprocess.PIPE, timeout=SECONDS_MAX).stdout


def unpacked(path):
    return subprocess.run(["zstd", "-dcq", path], check=True, text=True,
                          stdout=subprocess.PIPE).stdout


def attributes(path, version):
    """ORIGIN, AS_PATH and next hop of a route, its path a sequence of AS numbers."""
    hops = struct.pack(f">{len(path)}I", *path)
    block = b"\x40\x01\x01\x00\x40\x02" + bytes((len(hops) + 2, 2, len(path))) + hops
    if version == 4:
        return block + b"\x40\x03\x04\xc0\x00\x02\x01"
    # The abbreviated MP_REACH_NLRI of RFC 6396 section 4.3.4.
    return block + b"\x80\x0e\x11\x10" + ipaddress.ip_address("2001:db8::1").packed


def record(seconds, subtype, body):
    return struct.pack(">IHHI", seconds, 13, subtype, len(body)) + body


def write_table(path, seconds, peers, routes):
    """A TABLE_DUMP_V2 (RFC 6396 section 4.3) of as many sessions with PEER.

    A route is (version, address, length, attributes): the first session has the first of these...
    """
    with open(path, "wb") as out:
        index = struct.pack(">IHH", 0xc6336401, 0, peers)
        for number in range(peers):
            index += struct.pack(">BIII", 2, number + 1, 0xc0000201 + number, PEER)
        out.write(record(seconds, 1, index))
        for sequence, (version, address, length, told) in enumerate(routes):
            body = struct.pack(">IB", sequence, length) + address[:(length + 7) // 8]
            body += struct.pack(">H", len(told))
            for number, block in enumerate(told):
                body += struct.pack(">HIH", number, seconds, len(block)) + block
            out.write(record(seconds, 2 if version == 4 else 4, body))


def is_equal(want, have):
    if isinstance(want, float) and have is not None:
        return abs(want - have) <= AGREE
    return want == have


class Cases:
    """Prints TAP; the plan stands behind the cases."""

    def __init__(self):
        self.number, self.failed = 0, 0

    def compare(self, name, want, have):
        keys = want.keys() | have.keys()
        wrong = sorted((key for key in keys if key not in want or key not in have or
                        not is_equal(want[key], have[key])), key=str)
        self.number += 1
        self.failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {self.number} - {name}: "
              f"{len(keys) - len(wrong)} of {len(keys)} equal")
        for key in wrong[:SHOWN]:
            print(f"# {key}: theirs {want.get(key)}, ours {have.get(key)}")
        sys.stdout.flush()

    def finish(self):
        print(f"1..{self.number}")
        return 1 if self.failed else 0
