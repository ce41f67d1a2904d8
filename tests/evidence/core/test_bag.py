import hashlib

import pytest

from hotwash.evidence.core.bag import (
    Found,
    check_bag,
    climbs,
    declaration,
    digests,
    info_text,
    manifest_text,
    read_bag,
)

A, B = "a" * 64, "b" * 64
LINES = {"bagit.txt": declaration(), "manifest-sha256.txt": f"{A}  data/a.log\n{B}  data/E-2/b.log\n"}


def found(**sums: str) -> dict[str, Found]:
    """Double underscores stand for slashes, single ones for dots."""
    return {name.replace("__", "/").replace("_", "."): Found(5, {"sha256": one}) for name, one in sums.items()}


WHOLE = found(data__a_log=A) | {"data/E-2/b.log": Found(7, {"sha256": B}), "bagit.txt": Found(1, {})}


def test_a_whole_bag_has_no_problem():
    info = {"bag-info.txt": info_text({"Payload-Oxum": "12.2", "Title": "two\nlines", "Empty": " "})}
    bag = read_bag(LINES | info)
    assert (bag.octets, bag.info["Title"], "Empty" in bag.info) == (12, "two lines", False)
    assert list(check_bag(bag, WHOLE)) == []


@pytest.mark.parametrize(
    ("tags", "files", "problem"),
    [
        (LINES, {"data/a.log": WHOLE["data/a.log"]}, "data/E-2/b.log is missing."),
        (LINES, WHOLE | found(data__a_log=B), "data/a.log was altered after the bundle was made."),
        (LINES, WHOLE | found(data__c_log=B), "data/c.log is in no manifest: it was added later."),
        (LINES, WHOLE | found(note_txt=B), "note.txt is in no manifest: it was added later."),
        (
            LINES | {"bag-info.txt": "Payload-Oxum: 11.2\n"},
            WHOLE,
            "The payload is 12 bytes in 2 files; bag-info.txt says 11.2.",
        ),
        ({"bagit.txt": "BagIt"}, {}, "bagit.txt does not declare a bag."),
        ({"bagit.txt": declaration()}, {}, "manifest-sha256.txt is missing: nothing says what the files have to be."),
        (LINES | {"manifest-crc32.txt": ""}, WHOLE, "manifest-crc32.txt uses crc32, which can't be checked here."),
        (LINES | {"manifest-sha256.txt": "hello\n"}, {}, "manifest-sha256.txt line 1 can't be read."),
        (
            LINES | {"manifest-sha256.txt": f"{A}  ../../etc/passwd\n"},
            {},
            "manifest-sha256.txt line 1 names a path outside the bundle: ../../etc/passwd",
        ),
        (
            LINES | {"manifest-sha256.txt": f"{A}  data/a\n{B}  data/a\n"},
            found(data__a=A),
            "manifest-sha256.txt line 2 gives data/a a second sum.",
        ),
        (
            LINES | {"tagmanifest-sha256.txt": f"{A}  bagit.txt\n"},
            WHOLE,
            "bagit.txt was altered after the bundle was made.",
        ),
    ],
)
def test_what_is_wrong_is_told(tags, files, problem):
    assert any(one.startswith(problem) for one in check_bag(read_bag(tags), files))


def test_every_manifest_has_to_be_right():
    sums = {"sha256": hashlib.sha256(b"x").hexdigest(), "md5": hashlib.md5(b"x", usedforsecurity=False).hexdigest()}
    tags = {"bagit.txt": declaration()} | {f"manifest-{kind}.txt": f"{one}  data/x\n" for kind, one in sums.items()}
    assert list(check_bag(read_bag(tags), {"data/x": Found(1, sums)})) == []
    wrong = check_bag(read_bag(tags), {"data/x": Found(1, sums | {"md5": "0" * 32})})
    assert list(wrong) == ["data/x was altered after the bundle was made."]


def test_names_with_line_ends_go_there_and_back():
    name = "data/a\nb%0A\r.log"
    bag = read_bag({"bagit.txt": declaration(), "manifest-sha256.txt": manifest_text({name: A})})
    assert list(bag.expected["sha256"]) == [name]


def test_paths_that_lead_out():
    out = [name for name in ("/a", "../a", "a/../../b", "C:\\a", "~/a", "data/a", "data/..a") if climbs(name)]
    assert out == ["/a", "../a", "a/../../b", "C:\\a", "~/a"]


def test_four_algorithms_are_counted():
    assert list(digests()) == ["sha512", "sha256", "sha1", "md5"]
