"""Each bench that `./dev bench` names is built where it looks for it."""
import pathlib
import re
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]


def misplaced(folder):
    """What is wrong with a folder of bench/ that has no program `run`, or nothing."""
    text = (folder / "CMakeLists.txt").read_text()
    if not re.search(rf"add_executable\(bench_{folder.name} ", text):
        return "builds no bench_" + folder.name
    return "its program goes somewhere else" if re.search(rf"bench_{folder.name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY", text) else None


def test_the_benches_that_are_named_are_there():
    names = subprocess.run([TOP / "dev", "bench"], capture_output=True, text=True, check=True).stdout.split()
    assert {"checkout", "http", "pricing", "search", "import"} <= set(names) and not {"load", "net"} & set(names), names
    folders = [TOP / "bench" / name for name in names if not (TOP / "bench" / name / "run").is_file()]
    assert [(folder.name, wrong) for folder in folders if (wrong := misplaced(folder))] == []


def test_what_is_wrong_is_found(tmp_path):
    for text, expected in (("add_executable(bench_x a.cc)\n", None), ("add_executable(other a.cc)\n", "builds no bench_x"),
                           ("add_executable(bench_x a.cc)\nset_target_properties(bench_x PROPERTIES RUNTIME_OUTPUT_DIRECTORY y)\n", "its program goes somewhere else")):
        folder = tmp_path / "x"
        folder.mkdir(exist_ok=True)
        (folder / "CMakeLists.txt").write_text(text)
        assert misplaced(folder) == expected
