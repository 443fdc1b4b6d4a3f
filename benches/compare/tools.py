"""The programs that are compared: where they come from, and how each is run on configs."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from measure import Job

HERE = Path(__file__).parent
# Raise the versions when there are newer ones.
AJV = ("ajv@8.20.0", "json5@2.2.3")
JSON5_NPM = "json5@2.2.3"
CHECK_JSONSCHEMA = ("check-jsonschema==0.39.0", "pyjson5==2.0.1")
JSON5_PYPI = "json5==0.17.3"


def answer(command, **more):
    """What a program prints; fails with what it says when it fails."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False, **more
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise RuntimeError(lines[-1] if lines else f"exit code {done.returncode}")
    return done.stdout


def size(path):
    """The bytes of a file, or of all files below a folder."""
    path = Path(path)
    if path.is_file():
        return path.stat().st_size
    files = (entry for entry in path.rglob("*") if entry.is_file() and not entry.is_symlink())
    return sum(entry.stat().st_size for entry in files)


@dataclass
class Tool:
    """A program that is compared."""

    name: str
    # What it does with a config, for people.
    does: str
    version: str
    # The bytes that its installation takes, without the interpreter it runs in.
    size: int
    # What runs it besides: Node, Python or nothing.
    interpreter: str
    # The command line for some files.
    command: object
    environment: dict
    # Whether one run takes many files.
    takes_many: bool
    # The exit codes by which it says that it did its work.
    codes: tuple

    def job(self, files):
        """One run of it over files."""
        if self.takes_many:
            commands = [self.command(files)]
        else:
            commands = [self.command([file]) for file in files]
        return Job(self.name, commands, self.environment, self.codes)


class Tools:
    """All programs that could be had, in the order of the tables, and why the others could not."""

    def __init__(self, root, work, say):
        self.root, self.work, self.say = root, work, say
        self.kept = root / "target/compare"
        self.kept.mkdir(parents=True, exist_ok=True)
        self.home = work / "home"
        self.home.mkdir()
        self.plain = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(self.home)}
        self.all, self.missing, self.interpreters = [], [], {}
        self.schema = work / "openclaw.schema.json"
        self.build()
        self.node = self.program = None
        for name, add in [
            ("cat", self.add_cat),
            ("clawtidy", self.add_clawtidy),
            ("openclaw", self.add_openclaw),
            ("check-jsonschema", self.add_check_jsonschema),
            ("ajv", self.add_ajv),
            ("jsonschema", self.add_jsonschema),
            ("npm json5", self.add_npm_json5),
            ("python json5", self.add_python_json5),
        ]:
            try:
                add()
            except (RuntimeError, OSError) as why:
                self.missing.append((name, str(why)))
                say(f"left out: {name} ({why})")

    def build(self):
        """The program as a package brings it, and what is built of crates beside it."""
        self.say("building")
        cargo = ["cargo", "build", "--quiet"]
        for one in (["--release", "--example", "validate"], ["--package", "xtask"]):
            subprocess.run([*cargo, *one], cwd=self.root, check=True)
        target = Path(os.environ.get("CARGO_TARGET_DIR", self.root / "target"))
        self.xtask = target / "debug/xtask"
        self.release = target / "release"
        packages = self.work / "packages"
        package = [self.root / "packages/build", "--train", "--out", packages, "archive"]
        quiet = {**os.environ, "CARGO_TERM_QUIET": "true"}
        subprocess.run(package, stdout=subprocess.DEVNULL, env=quiet, check=True)
        (archive,) = packages.glob("clawtidy-*.tar.gz")
        shutil.unpack_archive(archive, packages)
        # The name of the folder has the version, which the archive's has too.
        self.clawtidy = packages / archive.name.removesuffix(".tar.gz") / "clawtidy"
        self.schema.write_text(answer([self.clawtidy, "schema"]), encoding="utf-8")

    def sample(self, size):
        """A config without findings of about so many bytes."""
        return answer([self.xtask, "sample", size])

    def add(self, name, does, version, size, command, codes, interpreter="", **more):
        environment, takes_many = more.get("environment", self.plain), more.get("many", True)
        self.all.append(
            Tool(name, does, version, size, interpreter, command, environment, takes_many, codes)
        )

    def add_cat(self):
        program = shutil.which("cat")
        if not program:
            raise RuntimeError("there is none")
        version = answer([program, "--version"]).splitlines()[0]
        self.add(
            "cat",
            "reads the file: the floor",
            version,
            size(program),
            lambda files: [program, *files],
            (0,),
        )

    def check(self, *more):
        """The command line that checks with clawtidy, without what a project settles."""
        return [str(self.clawtidy), "check", "--no-config", *more]

    def add_clawtidy(self):
        version = answer([self.clawtidy, "--version"]).strip()
        self.add(
            "clawtidy check",
            "all rules, the text of all findings",
            version,
            size(self.clawtidy),
            lambda files: self.check(*files),
            (0, 1),
        )

    def add_openclaw(self):
        self.say("installing OpenClaw and its Node")
        node, program = answer([self.xtask, "openclaw"], cwd=self.root).split("\n")[:2]
        self.node = node
        self.interpreters["Node"] = (answer([node, "--version"]).strip(), size(Path(node).resolve()))
        state = self.home / "state"
        version = "openclaw " + Path(program).parents[2].name.removeprefix("openclaw-")
        installed = size(Path(program).parents[1])
        with_variable = shutil.which("env")
        for words, does in [
            ("config validate", "what OpenClaw itself rejects"),
            ("security audit", "OpenClaw's security checks; they look at the host too"),
        ]:
            def command(files, words=words.split()):
                # It reads the one config that its environment names.
                return [with_variable, f"OPENCLAW_CONFIG_PATH={files[0]}", node, program, *words]

            quiet = {"OPENCLAW_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"}
            environment = {**self.plain, **quiet, "OPENCLAW_STATE_DIR": str(state)}
            self.add(
                f"openclaw {words}",
                does,
                version,
                installed,
                command,
                (0, 1),
                "Node",
                environment=environment,
                many=False,
            )

    def npm(self, name, packages):
        """The folder in which npm packages are, installed by this run or an earlier one."""
        folder = self.kept / name
        marker = folder / ("installed-" + "-".join(packages).replace("/", "_"))
        if not marker.exists():
            self.say(f"installing {' '.join(packages)}")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            answer(["npm", "install", *options, "--prefix", folder, *packages])
            marker.touch()
        return folder

    def pip(self, name, packages):
        """The folder in which Python packages are, installed by this run or an earlier one."""
        folder = self.kept / name
        marker = folder / ("installed-" + "-".join(packages))
        if not marker.exists():
            self.say(f"installing {' '.join(packages)}")
            shutil.rmtree(folder, ignore_errors=True)
            options = ["--quiet", "--disable-pip-version-check", "--target", folder]
            answer([sys.executable, "-m", "pip", "install", *options, *packages])
            marker.touch()
        version = "Python " + sys.version.split()[0]
        self.interpreters.setdefault("Python", (version, 0))
        return folder

    def node_of_machine(self):
        """The Node that OpenClaw runs with, or the one on this machine."""
        node = self.node or shutil.which("node")
        if not node:
            raise RuntimeError("no Node here")
        self.interpreters.setdefault(
            "Node", (answer([node, "--version"]).strip(), size(Path(node).resolve()))
        )
        return node

    def add_check_jsonschema(self):
        folder = self.pip("check-jsonschema", CHECK_JSONSCHEMA)
        environment = {**self.plain, "PYTHONPATH": str(folder)}
        head = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(self.schema)]

        def command(files):
            # By the name alone it takes all of them for JSON.
            is_json5 = any(file.endswith(".json5") for file in files)
            return [*head, *(["--force-filetype", "json5"] if is_json5 else []), *files]

        self.add(
            "check-jsonschema",
            "the schema that `clawtidy schema` prints",
            CHECK_JSONSCHEMA[0].replace("==", " "),
            size(folder),
            command,
            (0, 1),
            "Python",
            environment=environment,
        )

    def add_ajv(self):
        folder = self.npm("ajv", AJV)
        head = [self.node_of_machine(), str(HERE / "ajv.mjs"), str(folder), str(self.schema)]
        self.add(
            "ajv",
            "the same schema, after JSON or json5",
            " with ".join(AJV).replace("@", " "),
            size(folder),
            lambda files: [*head, *files],
            (0, 3),
            "Node",
        )

    def add_jsonschema(self):
        program = str(self.release / "examples/validate")
        if not os.path.exists(program):
            raise RuntimeError("it was not built")
        listed = answer(
            ["cargo", "tree", "--quiet", "--depth", "1", "--prefix", "none"], cwd=self.root
        )
        version = next(line for line in listed.splitlines() if line.startswith("jsonschema "))
        self.add(
            "jsonschema (Rust)",
            "the same schema, by the crate",
            " ".join(version.split()[:2]).replace(" v", " "),
            size(program),
            lambda files: [program, str(self.schema), *files],
            (0, 3),
        )

    def add_npm_json5(self):
        folder = self.npm("json5", (JSON5_NPM,))
        head = [self.node_of_machine(), str(HERE / "json5.mjs"), str(folder)]
        self.add(
            "json5 (npm)",
            "parses only, as OpenClaw does",
            JSON5_NPM.replace("@", " "),
            size(folder),
            lambda files: [*head, *files],
            (0,),
            "Node",
        )

    def add_python_json5(self):
        folder = self.pip("json5-pypi", (JSON5_PYPI,))
        environment = {**self.plain, "PYTHONPATH": str(folder)}
        program = "import json5, sys\nfor name in sys.argv[1:]:\n    json5.load(open(name))"
        self.add(
            "json5 (PyPI)",
            "parses only",
            JSON5_PYPI.replace("==", " "),
            size(folder),
            lambda files: [sys.executable, "-c", program, *files],
            (0,),
            "Python",
            environment=environment,
        )
