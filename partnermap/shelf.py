"""Files of one kind: those that come with the package, by name, and people's own, by path."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from partnermap.errors import PartnermapError
from partnermap.nearest import nearest
from partnermap.resources import data_folder


@dataclass(frozen=True)
class Shelf:
    """The TOML files of a folder of the package's data."""

    folder: str
    what: str
    """What such a file is, in words: framework."""
    error: type[PartnermapError]
    """What is raised where one cannot be had."""

    def names(self) -> list[str]:
        """Those that come with the package, in order of the alphabet."""
        return sorted(path.stem for path in self._folder().glob("*.toml"))

    def text(self, name_or_path: str) -> tuple[str, str]:
        """The text of a file by its name, or by its path (anything that ends in .toml), and what to call it."""
        if name_or_path in self.names():
            path = self._folder() / f"{name_or_path}.toml"
            return self._read(path, path.name), path.name
        path = Path(name_or_path)
        if path.suffix.lower() == ".toml" or len(path.parts) > 1 or os.path.isfile(path):  # noqa: PTH113 - never raises
            return self._read(path, name_or_path), name_or_path
        likely = nearest(name_or_path, self.names(), 1)
        meant = f" Did you mean “{likely[0]}”?" if likely else ""
        raise self.error(
            f"There is no {self.what} “{name_or_path}”.{meant} There are: {', '.join(self.names())}. "
            "One of your own is given by its path."
        )

    def _folder(self) -> Path:
        return data_folder() / self.folder

    def _read(self, path: Path, origin: str) -> str:
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise self.error(f"{origin}: is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise self.error(f"{origin}: cannot be read ({reason}). Expected a {self.what} (.toml).") from error
