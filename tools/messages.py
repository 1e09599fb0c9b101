"""The catalogues of user-visible strings, without gettext installed.

    python tools/messages.py update [FILE.json ...]   collect the strings of the code, merge translations from JSON
    python tools/messages.py compile                  write the .mo files that Django reads
    python tools/messages.py check                    exit 1 and list what a translator still has to do

A JSON file maps English strings to Vietnamese ones: {"Save": "Lưu", "%(n)s day": ["%(n)s ngày"]}. A string with
plural forms is named by its singular and has a list (Vietnamese has one form); one with a context by context, U+0004
and string. locale/libraries.json is such a file for strings of libraries that bring no Vietnamese of their own.
"""

import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
PLURALS = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
OUTSIDE = {"tests", "tools", "locale", "docs", "static", "migrations", "node_modules"}
CONTEXT = "\u0004"

# How many leading arguments of each marking function are text.
_TEXTS = {"gettext": 1, "gettext_noop": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
TEXTS = {"_": 1, **_TEXTS, **{f"{name}_lazy": count for name, count in _TEXTS.items()}}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@dataclass(frozen=True, order=True)
class Text:
    """One string to translate, as the code has it."""

    singular: str
    plural: str = ""
    context: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.singular, self.plural) if self.plural else (self.singular,)

    @property
    def name(self) -> str:
        """How JSON files and lists name it."""
        return f"{self.context}{CONTEXT}{self.singular}" if self.context else self.singular


Translations = dict[Text, tuple[str, ...]]
Given = dict[str, str | list[str]]


# --- Collecting ---


def collect() -> list[Text]:
    """Every string that our Python files and templates mark for translation, and those of `libraries.json`, sorted."""
    found = {_named(name, plural=isinstance(forms, list)) for name, forms in borrowed().items()}
    for path in _sources():
        source = path.read_text()
        found |= set(_extract(_template_as_python(source) if path.suffix in {".html", ".txt"} else source))
    plurals = {(text.singular, text.context) for text in found if text.plural}
    return sorted(text for text in found if text.plural or (text.singular, text.context) not in plurals)


def borrowed() -> Given:
    """Strings of libraries that we translate."""
    file = LOCALE / "libraries.json"
    return json.loads(file.read_text()) if file.exists() else {}


def _named(name: str, *, plural: bool) -> Text:
    """The text of a library; its plural form in English is the library's affair."""
    context, _, singular = name.rpartition(CONTEXT)
    return Text(singular, singular if plural else "", context)


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in OUTSIDE and not name.startswith("."))
        in_templates = "templates" in Path(folder).parts
        suffixes = (".py", ".html", ".txt") if in_templates else (".py",)
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(suffixes))


def _template_as_python(source: str) -> str:
    """Django turns a template into something like Python; in brackets its indentation does not matter."""
    return f"(\n{templatize(source)}\n)"


def _extract(source: str) -> Iterator[Text]:
    lines = io.BytesIO(source.encode())
    calls: Iterator[Any] = extract_python(lines, dict.fromkeys(TEXTS), [], {})
    for _line, function, arguments, _notes in calls:
        given = arguments if isinstance(arguments, tuple) else (arguments,)
        texts = [text for text in given[: TEXTS[function]] if isinstance(text, str) and text]
        if len(texts) == TEXTS[function]:
            yield _text(function, texts)


def _text(function: str, texts: list[str]) -> Text:
    context = texts.pop(0) if "pgettext" in function else ""
    singular, plural = (*texts, "")[:2]
    return Text(singular, plural, context)


# --- Catalogue files ---


def path_of(language: str) -> Path:
    """The catalogue that translators and reviewers read."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """The catalogue as it is on disk; empty when there is none."""
    if not path_of(language).exists():
        return Catalog(locale=language)
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def translations(catalog: Catalog) -> Translations:
    """What a catalogue knows; fuzzy entries count as unknown."""
    found: Translations = {}
    for message in catalog:
        if message.id:
            singular, plural = message.id if isinstance(message.id, tuple) else (str(message.id), "")
            forms = message.string if isinstance(message.string, tuple) else (message.string or "",)
            found[Text(singular, plural, message.context or "")] = (
                ("",) if message.fuzzy else tuple(map(str, forms))
            )
    return found


def save(language: str, known: Translations) -> None:
    """Sorted, without line numbers and dates, so that two people's changes merge calmly."""
    catalog = Catalog(locale=language)
    for text, forms in sorted(known.items()):
        catalog.add(
            text.forms if text.plural else text.singular,
            forms if text.plural else forms[0],
            context=text.context or None,
        )
    body = io.BytesIO()
    write_po(body, catalog, width=100, no_location=True, omit_header=True, ignore_obsolete=True)
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    path_of(language).write_bytes(_header(language).encode() + body.getvalue())


def _header(language: str) -> str:
    fields = {
        "Project-Id-Version": "nghi-truong",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    lines = [f'"{name}: {value}\\n"' for name, value in fields.items()]
    return "\n".join(['msgid ""', 'msgstr ""', *lines, "", ""])


# --- Commands ---


def update(files: Iterable[Path]) -> None:
    """Bring both catalogues to the strings of the code; translations in `files` win over those on disk."""
    texts = collect()
    known = {text.name: forms for text, forms in translations(load("vi")).items()}
    given: Given = {}
    for file in files:
        given |= json.loads(file.read_text())
    for name, forms in (borrowed() | given).items():
        known[name] = (forms,) if isinstance(forms, str) else tuple(forms)
    save("vi", {text: known.get(text.name, ("",)) for text in texts})
    save("en", {text: text.forms for text in texts})
    names = {text.name for text in texts}
    untranslated = sum(not any(known.get(name, ())) for name in names)
    print(f"{len(names)} strings, {untranslated} without Vietnamese.")
    for name in sorted(given.keys() - names):
        print(f"not in the code: {_shown(name)}")


def compile_catalogues() -> None:
    """Write each .mo that is older than its .po, in one move, as another process may be reading it."""
    for language in PLURALS:
        source = path_of(language)
        target = source.with_suffix(".mo")
        if not source.exists() or (
            target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns
        ):
            continue
        draft = target.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, load(language))
        draft.replace(target)


def check() -> list[str]:
    """What is missing or wrong, one line each; empty when both catalogues are complete."""
    texts = set(collect())
    return [*_problems("vi", texts), *_problems("en", texts)]


def _problems(language: str, texts: set[Text]) -> Iterator[str]:
    known = translations(load(language))
    for text in sorted(texts | known.keys()):
        if problem := _problem(text, texts, known):
            yield f"{language}: {problem}: {_shown(text.name)}"


def _problem(text: Text, texts: set[Text], known: Translations) -> str:
    if text not in known:
        return 'missing from the catalogue (run "make messages")'
    if text not in texts:
        return 'no longer in the code (run "make messages")'
    if not all(known[text]):
        return "untranslated"
    if _placeholders(known[text]) != _placeholders(text.forms):
        return "other placeholders than the English string"
    return ""


def _placeholders(forms: tuple[str, ...]) -> list[str]:
    """Of the last form: in English the plural one, which names every value."""
    return sorted(PLACEHOLDER.findall(forms[-1].replace("%%", "")))


def _shown(name: str) -> str:
    return json.dumps(name.replace(CONTEXT, " | "), ensure_ascii=False)


def main(arguments: list[str]) -> int:
    """The three commands of this file."""
    command, *files = arguments or [""]
    if command == "update":
        update(map(Path, files))
    elif command == "compile":
        compile_catalogues()
    elif command == "check":
        problems = check()
        print("\n".join(problems) or "Both catalogues are complete.")
        return int(bool(problems))
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
