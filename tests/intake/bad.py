"""Files that would do harm if they could, or that are merely bad, made as large as is taken on or larger.

python -m tests.intake.bad FOLDER [NAME...]    makes them and measures reading them
"""

from __future__ import annotations

import random
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import xlwt

from partnermap.intake.sheets import column_letter
from tests.intake.peak import measured
from tests.intake.workbooks import MAIN, NUMBER, WORKBOOK, archive, bomb, compound, spreadsheet

Make = Callable[[Path], Path]
Cell = Callable[[str, int], str]

FIRST = f'<row r="1"><c r="A1" {NUMBER}</row>'
RANDOM = random.Random(2010)


def streamed(
    path: Path, rows: Iterable[str], before: str = "", after: str = "", more: Mapping[str, str | bytes] | None = None
) -> Path:
    """An .xlsx of one sheet, however long."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in {**WORKBOOK, **(more or {})}.items():
            file.writestr(name, content)
        with file.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'<worksheet xmlns="{MAIN}">{before}<sheetData>'.encode())
            for row in rows:
                part.write(row.encode())
            part.write(f"</sheetData>{after}</worksheet>".encode())
    return path


def rows(number: int, columns: int, cell: Cell) -> Iterator[str]:
    """A first row with a number, and rows of cells made from their column and row."""
    letters = [column_letter(column) for column in range(1, columns + 1)]
    yield FIRST
    for row in range(2, number + 2):
        yield f'<row r="{row}">{"".join(cell(letter, row) for letter in letters)}</row>'


def cells(number: int, columns: int, cell: Cell) -> Make:
    return lambda path: streamed(path, rows(number, columns, cell))


def formulas(text: Cell, value: str = "<v>1</v>", columns: int = 1) -> Make:
    return cells(100_000, columns, lambda c, r: f'<c r="{c}{r}"><f>{text(c, r)}</f>{value}</c>')


def many_parts(path: Path) -> Path:
    """An archive of 300,000 empty parts."""
    with zipfile.ZipFile(path, "w") as file:
        for name, content in WORKBOOK.items():
            file.writestr(name, content)
        for number in range(300_000):
            file.writestr(zipfile.ZipInfo(f"{number}"), b"")
    return path


def many_texts(path: Path) -> Path:
    """Half a million texts, no two alike, that no cell shows."""
    texts = "".join(f"<si><t>{RANDOM.randbytes(35).hex()}</t></si>" for _ in range(500_000))
    related = WORKBOOK["xl/_rels/workbook.xml.rels"].replace("worksheet", "sharedStrings").replace("rId1", "rId2")
    both = WORKBOOK["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", related[related.index("<Relationship ") :]
    )
    both = both.replace("sharedStringss/sheet1.xml", "sharedStrings.xml")
    return streamed(
        path, [FIRST], more={"xl/sharedStrings.xml": f"<sst>{texts}</sst>", "xl/_rels/workbook.xml.rels": both}
    )


def many_looks(path: Path) -> Path:
    """30,000 fills, a look for each, and cells that use them."""
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{n:06x}"/></patternFill></fill>' for n in range(30_000)
    )
    looks = "".join(f'<xf fillId="{n}"/>' for n in range(30_000))
    styles = f"<styleSheet><fills>{fills}</fills><cellXfs>{looks}</cellXfs></styleSheet>"
    shown = rows(100_000, 3, lambda c, r: f'<c r="{c}{r}" s="{r % 30_000}"><v>1</v></c>')
    return streamed(path, shown, more={"xl/styles.xml": styles})


def zeros(path: Path) -> Path:
    """Three hundred megabytes of nothing."""
    archive(path, dict(WORKBOOK))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file, file.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(300):
            part.write(bytes(1_000_000))
    return path


def entities(path: Path) -> Path:
    declared = '<!DOCTYPE a [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    sheet = f"{declared}]><worksheet><sheetData><row><c t='str'><v>&i;</v></c></row></sheetData></worksheet>"
    return archive(path, {**WORKBOOK, "xl/worksheets/sheet1.xml": sheet})


def macros(path: Path) -> Path:
    return streamed(path, [FIRST], more={"xl/vbaProject.bin": RANDOM.randbytes(20_000_000)})


def merged(path: Path) -> Path:
    blocks = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, 1_000_000))
    return streamed(path, [FIRST], after=f"<mergeCells>{blocks}</mergeCells>")


def xls(path: Path, change: Callable[[bytearray], None] | None = None) -> Path:
    """An .xls of 50,000 rows, changed afterwards."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("RS")
    for row in range(50_000):
        for column in range(6):
            sheet.write(row, column, row * column if column else f"Council {row}")
    book.save(str(path))
    data = bytearray(path.read_bytes())
    if change:
        change(data)
    path.write_bytes(data)
    return path


def scramble(data: bytearray) -> None:
    for _ in range(2_000):
        data[RANDOM.randrange(512, len(data))] = RANDOM.randrange(256)


def lock(data: bytearray) -> None:
    """A record FILEPASS in place of WRITEACCESS."""
    at = data.index(bytes.fromhex("5c007000"))
    data[at : at + 2] = bytes.fromhex("2f00")


def cut(data: bytearray) -> None:
    del data[len(data) // 2 :]


def loop(data: bytearray) -> None:
    """The table of sectors sends each stream round in a circle."""
    table = 512 * (1 + int.from_bytes(data[76:80], "little"))
    data[table : table + 512] = (1).to_bytes(4, "little") * 128


def far_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("RS")
    sheet.write(0, 0, 1)
    sheet.write(65_535, 255, 1)
    book.save(str(path))
    return path


def long_ods_row(path: Path) -> Path:
    cell = '<table:table-cell office:value-type="float" office:value="{}"/>'
    return spreadsheet(path, f"<table:table-row>{''.join(map(cell.format, range(2_000_000)))}</table:table-row>")


def ods(path: Path) -> Path:
    cell = '<table:table-cell office:value-type="float" table:formula="of:=1" office:value="{}"/>'
    row = "".join(f"<table:table-row>{cell.format(n) * 10}</table:table-row>" for n in range(100_000))
    return spreadsheet(path, row)


def table_file(text: str, encoding: str = "utf-8") -> Make:
    def make(path: Path) -> Path:
        path.write_bytes(text.encode(encoding))
        return path

    return make


def council(mark: str, number: int = 100_000) -> str:
    line = mark.join(["Café {0}", "£{0}", "x{0}", "{0}", "n/a", "NRF", "{0}.5", "-", "..", "{0}", "2010", "England"])
    return "\n".join(line.format(n) for n in range(number))


BAD: dict[str, Make] = {
    "errors.xlsx": cells(100_000, 3, lambda c, r: f'<c r="{c}{r}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
    "no-values.xlsx": formulas(lambda _, r: f"A{r}*2", "", columns=3),
    "circle.xlsx": formulas(lambda c, r: f"{c}{r - 1 if r > 2 else 100_001}"),
    "running-sums.xlsx": formulas(lambda c, r: f"SUM({c}$1:{c}{r - 1})"),
    "links.xlsx": formulas(lambda c, r: f"'C:\\Money\\[Budget {r % 50}.xlsx]RS'!{c}{r}"),
    "macros.xlsm": macros,
    "password.xlsx": lambda path: compound(path, "EncryptedPackage"),
    "password.xls": lambda path: xls(path, lock),
    "zeros.xlsx": zeros,
    "far-cell.xlsx": bomb,
    "six-million.xlsx": lambda path: streamed(
        path, [FIRST, '<row r="1000000"><c r="F1000000"><v>1</v></c></row>']
    ),
    "numbers.xlsx": cells(490_000, 12, lambda c, r: f'<c r="{c}{r}"><v>{r * 7 % 10007}</v></c>'),
    "texts.xlsx": cells(300_000, 12, lambda c, r: f'<c r="{c}{r}" t="str"><v>{c} {r * 7919}</v></c>'),
    "hidden-texts.xlsx": many_texts,
    "parts.xlsx": many_parts,
    "entities.xlsx": entities,
    "looks.xlsx": many_looks,
    "merged.xlsx": merged,
    "blank-columns.xlsx": cells(300, 16_384, lambda c, r: f'<c r="{c}{r}" s="1"/>'),
    "blank-rows.xlsx": lambda path: streamed(
        path, chain([FIRST], (f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, 1_048_577)))
    ),
    "blank-cells.xlsx": cells(1_000_000, 6, lambda c, r: f'<c r="{c}{r}" s="1"/>'),
    "hidden-rows.xlsx": lambda path: streamed(
        path, (f'<row r="{n}" hidden="{n % 2}"><c r="A{n}" {NUMBER}</row>' for n in range(1, 1_000_001))
    ),
    "damaged.xls": lambda path: xls(path, scramble),
    "cut.xls": lambda path: xls(path, cut),
    "loop.xls": lambda path: xls(path, loop),
    "far-cell.xls": far_xls,
    "long-row.ods": long_ods_row,
    "formulas.ods": ods,
    "login.csv": table_file("<!DOCTYPE html><html><title>Sign in</title>" + "<p>x</p>" * 100_000),
    "script.csv": table_file("\n\n<script>location='/login'</script>"),
    "wide.csv": table_file(council("\t"), "utf-16"),
    "wide-unmarked.csv": table_file(council("\t"), "utf-16-le"),
    "windows.csv": table_file(council(";"), "cp1252"),
    "tabs.csv": table_file(council("\t")),
    "blank-lines.csv": table_file("a,b\n" + "\n" * 49_000_000),
    "one-line.csv": table_file("a," * 24_000_000),
    "short-values.csv": table_file("1,2,3,4\n" * 6_000_000),
    "all-different.csv": table_file("\n".join(f"{n:x},{n * 7:x},{n * 11:x}" for n in range(2_000_000))),
    "emoji.csv": table_file("a,😀\n" * 5_000_000),
    "quote.csv": table_file('a,"b\n' + "c,d\n" * 10_000_000),
}  # fmt: skip


def main(folder: Path, *names: str) -> None:
    for name in names or BAD:
        path = folder / name
        if not path.exists():
            BAD[name](path)
        words, megabytes, seconds = measured(path)
        print(
            f"{name:20} {path.stat().st_size / 1e6:5.1f} MB  {seconds:5.1f} s  {megabytes:4.0f} MB  {words}", flush=True
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
