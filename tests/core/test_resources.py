"""Resources are found from a checkout, an editable install of it, and a wheel installed elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from embviz.core import resources

CHECKOUT = Path(__file__).resolve().parents[2]
ICONS = (
    "forward", "backward", "step", "train", "run", "pause", "zero_grad", "reset", "quit", "theme", "apply",
    "warning", "help", "embviz",
)  # fmt: skip

LOOK_UP = """
import embviz
from embviz.core import resources
print(embviz.__file__)
print(resources.path("icons", "step.svg"))
print(len(resources.data("fonts", "Inter-Regular.otf")))
"""


def python(*arguments: str, cwd: Path, path: str | None = None) -> str:
    """What a Python in another folder prints, with `path` before all that is installed."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if path is not None:
        environ["PYTHONPATH"] = path
    done = subprocess.run([sys.executable, *arguments], cwd=cwd, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def install(wheel: Path, target: Path) -> Path:
    """The folder into which the wheel was installed."""
    pip = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel))
    python(*pip, cwd=wheel.parent)
    return target


@pytest.fixture(scope="module")
def installed_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, made by way of the sdist and installed into a folder of its own."""
    built = tmp_path_factory.mktemp("built")
    python("-m", "build", "--no-isolation", "--outdir", str(built), str(CHECKOUT), cwd=built)
    (wheel,) = built.glob("*.whl")
    return install(wheel, tmp_path_factory.mktemp("installed"))


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_takes_its_colour_from_the_palette(name: str) -> None:
    svg = resources.text("icons", f"{name}.svg")
    assert svg.lstrip().startswith(("<svg", "<!--"))
    assert "currentColor" in svg or name == "embviz"


@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold"])
def test_every_font_is_an_opentype_file_beside_its_licence(weight: str) -> None:
    assert resources.data("fonts", f"Inter-{weight}.otf").startswith(b"OTTO")
    assert "SIL OPEN FONT LICENSE" in resources.text("fonts", "LICENSE-Inter.txt")


@pytest.mark.parametrize("parts", [("icons", "unicorn.svg"), ("icons.zip",), ("icons", "step.svg", "more")])
def test_a_missing_resource_is_named(parts: tuple[str, ...]) -> None:
    with pytest.raises(resources.ResourceMissing, match="/".join(parts)):
        resources.path(*parts)


@pytest.mark.parametrize(
    "parts", [("..", "pyproject.toml"), ("icons", "..", "..", "LICENSE"), ("/etc/passwd",)]
)
def test_no_path_leads_out_of_the_resources(parts: tuple[str, ...]) -> None:
    with pytest.raises(resources.ResourceMissing, match="leads out"):
        resources.path(*parts)


def test_the_checkout_finds_the_resources_beside_the_package(tmp_path: Path) -> None:
    package, icon, size = python("-P", "-c", LOOK_UP, cwd=tmp_path, path=str(CHECKOUT)).splitlines()
    assert Path(package) == CHECKOUT / "embviz" / "__init__.py"
    assert Path(icon) == CHECKOUT / "resources" / "icons" / "step.svg"
    assert int(size) > 100_000


def test_an_installed_wheel_finds_the_resources_that_it_carries(
    installed_wheel: Path, tmp_path: Path
) -> None:
    package, icon, size = python("-P", "-c", LOOK_UP, cwd=tmp_path, path=str(installed_wheel)).splitlines()
    assert Path(package) == installed_wheel / "embviz" / "__init__.py"
    assert Path(icon) == installed_wheel / "embviz" / "resources" / "icons" / "step.svg"
    assert int(size) > 100_000


def test_a_wheel_carries_every_resource_and_module(installed_wheel: Path) -> None:
    def files(folder: Path) -> set[str]:
        found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {str(path.relative_to(folder)) for path in found}

    carried = files(installed_wheel / "embviz")
    asked = files(CHECKOUT / "embviz") | {f"resources/{name}" for name in files(CHECKOUT / "resources")}
    assert carried == asked


def test_an_editable_install_finds_the_resources_of_its_checkout(tmp_path: Path) -> None:
    make = f"from hatchling.build import build_editable; build_editable({str(tmp_path)!r})"
    python("-c", make, cwd=CHECKOUT)
    (wheel,) = tmp_path.glob("*.whl")
    installed = install(wheel, tmp_path / "installed")
    # A .pth file is read in a site folder, and not on PYTHONPATH.
    start = f"import site; site.addsitedir({str(installed)!r})"
    package, icon, _ = python("-P", "-S", "-c", start + LOOK_UP, cwd=tmp_path).splitlines()
    assert Path(package) == CHECKOUT / "embviz" / "__init__.py"
    assert Path(icon) == CHECKOUT / "resources" / "icons" / "step.svg"
