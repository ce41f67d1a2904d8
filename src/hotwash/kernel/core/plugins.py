"""Finding plugin objects: each plugin is a folder of its own whose ``plugin`` attribute is the object."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def plugins_in(package: ModuleType) -> Iterator[object]:
    """The ``plugin`` object of each direct sub-package, in the order of their names.

    A folder without that attribute is a broken contract and raises ``AttributeError`` with its name.
    """
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
        if info.ispkg:
            yield importlib.import_module(f"{package.__name__}.{info.name}").plugin
