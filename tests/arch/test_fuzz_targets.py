"""Each fuzz target names the planted defect that it must find (tools/fuzz.sh), and the program has that defect."""
import pathlib
import re

TOP = pathlib.Path(__file__).resolve().parents[2]
PLANTED = re.compile(r'planted\("(\w+)"\)')
NAMED = re.compile(r"GREENHARVEST_PLANT=([a-z_]+)")


def wrong_with(target, defects):
    named = NAMED.findall((target / f"{target.name}_fuzz.cc").read_text())
    return [] if named and named[0] in defects else [f"{target.name}: names {named[:1] or 'no defect'}"]


def all_defects():
    return {defect for file in (TOP / "src").rglob("*.cc") for defect in PLANTED.findall(file.read_text())}


def test_each_target_names_a_defect_that_there_is():
    targets = [folder for folder in (TOP / "fuzz").iterdir() if folder.is_dir()]
    assert len(targets) >= 6
    assert [finding for target in targets for finding in wrong_with(target, all_defects())] == []


def test_the_check_sees_a_target_without_one(tmp_path):
    for name, text in (("none", "// finds what it finds\n"), ("unknown", "// -DGREENHARVEST_PLANT=nowhere must be found.\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}_fuzz.cc").write_text(text)
        assert wrong_with(tmp_path / name, all_defects()) != []
