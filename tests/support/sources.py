"""The codebase as data for `tests/rules/`: its files, their trees, their imports."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_LEFT_OUT = {".git", ".venv", "var", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One imported module, where it stands, and whether it stands inside a function."""

    module: str
    line: int
    inside: bool


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the root of the project, with forward slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """What it says."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, self.name)

    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def imports(self) -> Iterator[Import]:
        """Every import; `from a import b` counts as `a` and as `a.b`, because b may be a module."""
        inside = {id(part) for function in self.functions() for part in ast.walk(function)}
        for node in ast.walk(self.tree):
            for module in _imported(node):
                yield Import(module, getattr(node, "lineno", 0), id(node) in inside)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        return [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return []


def belongs(module: str, packages: frozenset[str] | set[str]) -> bool:
    """Return whether `module` is one of `packages` or lies inside one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def sources(*folders: str) -> list[Source]:
    """Return every Python file below the folders, sorted in each."""
    return [source for folder in folders for source in _sources(folder)]


@cache
def _sources(folder: str) -> tuple[Source, ...]:
    return tuple(sorted((Source(path) for path in (ROOT / folder).rglob("*.py")), key=lambda source: source.name))


def own_files() -> list[Path]:
    """Return every file that belongs to the project: what git tracks or would track, else what is not left out."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode == 0:
        found = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not _LEFT_OUT & set(path.relative_to(ROOT).parts)]
    return [path for path in found if path.is_file()]
