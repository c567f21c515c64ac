"""Identifiers as types, the forms they take, and the words that other languages keep.

The lists are written out instead of asked from the running Python, so that the same design gives
the same names on every version.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Container, Sequence
from typing import NewType, TypeVar

SnakeName = NewType("SnakeName", str)
"""Lower case words joined by underscores: a column, a variable, a module."""

ClassName = NewType("ClassName", str)
"""Capitalised words written together: an entity, an enum, a class."""

KebabName = NewType("KebabName", str)
"""Lower case words joined by hyphens: a project, a segment of a path."""

CLASS_PATTERN = r"^[A-Z][A-Za-z0-9]{0,59}$"
SNAKE_PATTERN = r"^(?=.{1,60}$)[a-z][a-z0-9]*(_[a-z0-9]+)*$"
KEBAB_PATTERN = r"^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$"
ENUM_VALUE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"


def is_class_name(text: str) -> bool:
    """True for a name that an entity or an enum may have."""
    return re.fullmatch(CLASS_PATTERN, text, re.ASCII) is not None and "\n" not in text


def is_snake_name(text: str) -> bool:
    """True for a name that a field or an area may have."""
    return re.fullmatch(SNAKE_PATTERN, text, re.ASCII) is not None and "\n" not in text


def is_kebab_name(text: str) -> bool:
    """True for a name that a project may have."""
    return re.fullmatch(KEBAB_PATTERN, text, re.ASCII) is not None and "\n" not in text


def is_enum_value(text: str) -> bool:
    """True for a text that may be one of an enum's values."""
    return (
        re.fullmatch(ENUM_VALUE_PATTERN, text, re.ASCII) is not None
        and "\n" not in text
    )


_WORD = re.compile(
    r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z][A-Z0-9]*|[0-9]+"
)


def snake(name: str) -> SnakeName:
    """The words of a name in lower case, joined by underscores: `HTTPServer` → `http_server`."""
    return SnakeName("_".join(word.lower() for word in _WORD.findall(name)))


def kebab(name: str) -> KebabName:
    """The words of a name in lower case, joined by hyphens: `OrderLine` → `order-line`."""
    return KebabName(snake(name).replace("_", "-"))


def words(name: str) -> str:
    """The words of a name in lower case, as in a sentence: `OrderLine` → `order line`."""
    return snake(name).replace("_", " ")


def pascal(name: str) -> str:
    """The words of a snake name capitalised and written together: `order_id` → `OrderId`."""
    return "".join(word.capitalize() for word in name.split("_"))


def enum_member(value: str) -> str:
    """The Python member for an enum's value: `in-progress` → `IN_PROGRESS`, `2d` → `VALUE_2D`."""
    member = re.sub(r"[^A-Za-z0-9]", "_", value).upper()
    return f"VALUE_{member}" if member[:1].isdigit() else member


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_IRREGULAR_PLURALS = {
    "alumnus": "alumni",
    "appendix": "appendices",
    "bacterium": "bacteria",
    "cactus": "cacti",
    "calf": "calves",
    "cargo": "cargoes",
    "criterion": "criteria",
    "curriculum": "curricula",
    "datum": "data",
    "die": "dice",
    "echo": "echoes",
    "elf": "elves",
    "foot": "feet",
    "fungus": "fungi",
    "goose": "geese",
    "half": "halves",
    "hero": "heroes",
    "knife": "knives",
    "leaf": "leaves",
    "loaf": "loaves",
    "louse": "lice",
    "man": "men",
    "matrix": "matrices",
    "medium": "media",
    "mouse": "mice",
    "nucleus": "nuclei",
    "ox": "oxen",
    "phenomenon": "phenomena",
    "potato": "potatoes",
    "quiz": "quizzes",
    "radius": "radii",
    "scarf": "scarves",
    "self": "selves",
    "stimulus": "stimuli",
    "talisman": "talismans",
    "thief": "thieves",
    "tomato": "tomatoes",
    "tooth": "teeth",
    "vertex": "vertices",
    "veto": "vetoes",
    "wolf": "wolves",
}

_IRREGULAR_ENDINGS = (
    ("person", "people"),
    ("child", "children"),
    ("woman", "women"),
    ("sman", "smen"),
    ("ceman", "cemen"),
    ("reman", "remen"),
    ("wife", "wives"),
    ("life", "lives"),
    ("shelf", "shelves"),
    ("sis", "ses"),
    ("axis", "axes"),
)

_UNCOUNTABLE = _set("""
    advice aircraft analytics bison cattle chassis children corps data deer earnings economics
    equipment evidence feedback feet fish furniture glasses goods hardware headquarters homework
    information jeans knowledge logistics luggage mathematics means media men merchandise metadata
    mice money moose music news offspring pants people physics police politics progress research
    rice salmon savings scissors series settings sheep shrimp software species staff statistics
    swine teeth thanks traffic trousers trout women
    """)

_HARD_CH = ("epoch", "monarch", "patriarch", "matriarch", "stomach", "eunuch", "tech")


_SINGULARS_IN_S = _set("""
    alias asbestos atlas bias canvas chaos christmas cosmos ethos gas kudos lens pancreas pathos
    rhinoceros thermos
    """)
_PLURALS_OF_THREE_LETTERS = frozenset({"ads", "ids", "ops"})
"""Most others are acronyms of one thing: GPS, SMS, DNS."""

_SINGULARS_IN_IE = _set("""
    auntie bookie brownie calorie collie cookie die foodie genie goalie hoodie lie movie newbie
    pie pixie prairie rookie selfie smoothie tie zombie
    """)
_SINGULARS_IN_CHE = _set("ache avalanche cache creche headache moustache niche psyche")


def plural(name: SnakeName) -> SnakeName:
    """The English plural of a name's last word: `order_line` → `order_lines`.

    A word that is a plural already stays: `customer_details`.
    """
    head, underscore, last = name.rpartition("_")
    return SnakeName(f"{head}{underscore}{_plural_word(last)}")


_Item = TypeVar("_Item")


def first_of(items: Sequence[_Item], limit: int) -> tuple[Sequence[_Item], int]:
    """Return the first of some items, and how many are left out: none or at least two.

    A line that says "and 1 more" takes the room of the one.
    """
    shown = items if len(items) <= limit + 1 else items[:limit]
    return shown, len(items) - len(shown)


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `2 entities`."""
    return f"{number} {noun if number == 1 else plural(SnakeName(noun))}"


def singular(name: str) -> str:
    """The word of which a name's last word is the plural, or the name: `tags` → `tag`."""
    head, underscore, last = name.rpartition("_")
    return f"{head}{underscore}{_singular_word(last)}"


def _singular_word(word: str) -> str:
    if word in _SINGULARS:
        return _SINGULARS[word]
    for replacement, ending in _IRREGULAR_ENDINGS:
        if word.endswith(ending) and ending not in ("ses", "axes"):
            return word.removesuffix(ending) + replacement
    if not _is_plural(word):
        return word
    if word.endswith("ies") and len(word) > 3 and word[:-1] not in _SINGULARS_IN_IE:
        return f"{word[:-3]}y"
    sibilant = word.endswith(("sses", "uses", "xes", "ches", "shes", "zzes"))
    if sibilant and word[:-1] not in _SINGULARS_IN_CHE and word not in _IN_USE:
        return word[:-2]
    if word.endswith("es") and word[:-2] in _SINGULARS_IN_S:
        return word[:-2]
    if word.endswith("yses") or word in _IN_SIS:
        return f"{word[:-2]}is"
    return word[:-1]


_SINGULARS = {"axes": "axis"} | {
    plural: word for word, plural in _IRREGULAR_PLURALS.items()
}
_IN_SIS = _set(
    "bases crises diagnoses emphases hypotheses oases parentheses synopses theses"
)
_IN_USE = _set("abuses causes clauses houses muses pauses spouses uses warehouses")
"""What ends in -uses, of words in -use: most others are of words in -us."""


def _is_plural(word: str) -> bool:
    """True for a word with a plural's s: `details`, not `address`, `status`, `lens` or `sms`."""
    if not word.endswith("s") or word in _UNCOUNTABLE or word in _SINGULARS_IN_S:
        return False
    if len(word) <= 3:
        return word in _PLURALS_OF_THREE_LETTERS
    return not word.endswith(("ss", "us", "is"))


def _plural_word(word: str) -> str:
    if word in _UNCOUNTABLE or _is_plural(word):
        return word
    if word in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[word]
    for ending, replacement in _IRREGULAR_ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + replacement
    if re.search(r"([^aeiou]|qu)y$", word) and not word[-2:-1].isdigit():
        return f"{word[:-1]}ies" if len(word) > 1 else f"{word}s"
    if word.endswith(("s", "x", "z", "ch", "sh")) and not word.endswith(_HARD_CH):
        return f"{word}es"
    return f"{word}s"


_KEYWORDS = _set("""
    False None True and as assert async await break class continue def del elif else except
    finally for from global if import in is lambda nonlocal not or pass raise return try while
    with yield case match type
    """)

_BUILTIN_FUNCTIONS = _set("""
    abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod
    compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter
    float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass
    iter len license list locals map max memoryview min next object oct open ord pow print property
    quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple vars
    zip
    """)

_MAPPED_CLASS_NAMES = frozenset(["metadata", "registry", "type_annotation_map"])
"""What SQLAlchemy's declarative base says of itself."""

_PYDANTIC_NAMES = _set("""
    construct copy dict fields from_orm json model_computed_fields model_config model_construct
    model_copy model_dump model_dump_json model_extra model_fields model_fields_set
    model_json_schema model_parametrized_name model_post_init model_rebuild model_validate
    model_validate_json model_validate_strings parse_file parse_obj parse_raw schema schema_json
    update_forward_refs validate
    """)
"""What pydantic's `BaseModel` says of itself; a field of that name would hide it."""

_PYDANTIC_PREFIXES = ("model_validate", "model_dump")
"""Pydantic warns of any field that starts so, whatever follows."""

_NAMES_IN_CLASS_BODIES = _set("""
    base64 base64_form cls code_of decimal dt enum_type enums json_type mapped_column orm
    read_integer relationship sa self table_args utc_now utc_today uuid uuid7 versioned_by
    """)
"""What later lines of a generated class body still have to mean."""

_ROW_NAMES = frozenset({"t", "tuple"})
"""What SQLAlchemy's `Row` says of itself instead of its column of that name."""

_ATTRIBUTES = (
    _KEYWORDS
    | (_BUILTIN_FUNCTIONS - {"id"})
    | _MAPPED_CLASS_NAMES
    | _PYDANTIC_NAMES
    | _NAMES_IN_CLASS_BODIES
    | _ROW_NAMES
    | {"l"}  # too like 1 and I: linters refuse it
)
"""`id` stays: every generated key is called so, and no generated code calls the builtin."""


def safe_attribute(name: str) -> str:
    """The name as an attribute of mapped classes and DTOs and as a parameter: `from` → `from_`."""
    if name.startswith(_PYDANTIC_PREFIXES):
        return f"field_{name}"
    return f"{name}_" if name in _ATTRIBUTES else name


_NAMES_IN_MODULES = _set("""
    annotations api app base body client conftest core cursor datetime decimal dependencies dt
    enums errors factories factory fakes limit logging main migrations models orm page path_of
    payload pytest q query repositories repository request resources response router sa schemas
    self service services session settings sort src support tests typing uuid values
    """)
"""Modules, fixtures and variables of the generated code."""

_MODULES = _KEYWORDS | _BUILTIN_FUNCTIONS | _NAMES_IN_MODULES


def safe_module(name: str) -> SnakeName:
    """The name as a variable and as a module: `class` → `class_`."""
    return SnakeName(f"{name}_" if name in _MODULES else name)


_BUILTIN_CLASSES = _set("""
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
    BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError
    ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError
    Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup False FileExistsError
    FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError
    ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError
    KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None
    NotADirectoryError NotImplemented NotImplementedError OSError OverflowError
    PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError
    RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration
    StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True
    TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
    UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
    """)

_TYPING_CLASSES = _set("""
    Annotated Any AnyStr AsyncIterator AsyncGenerator Awaitable Callable ClassVar Collection
    Coroutine Dict Final Generator Generic Iterable Iterator List Literal Mapping MutableMapping
    NamedTuple Never NewType NoReturn Optional ParamSpec Protocol Self Sequence Set Text Tuple Type
    TypeAlias TypeVar TypedDict Union Unpack
    """)

_IMPORTED_CLASSES = _set("""
    APIRouter AfterValidator AsyncClient AsyncSession Base Base64 Base64Format BaseModel
    BigInteger Boolean Bytes Date DateTime Decimal DecimalFormat DeclarativeBase Depends Double
    Email EntityT Enum ExactNumeric FakeRepository FastAPI Field Filter Float FromText Header
    Input Integer Ip Json ListQuery Mapped NotFoundError Page PageLinks Pagination Path
    Precondition Query ReadingDep Repository Request Response ResponseBuilder Router Service
    Session Settings SqlRepository StrEnum Time UUID Unique UnitOfWork Url UtcDateTime Uuid Whole
    WritingDep
    """)
"""What the generated modules import or define under its own name, whatever a design uses."""

RESERVED_CLASSES = _BUILTIN_CLASSES | _TYPING_CLASSES | _IMPORTED_CLASSES
"""Names that already mean something where a generated class is used: it steps aside."""


def safe_class(name: str, others: Container[str] = ()) -> ClassName:
    """The name as a Python class: `Exception` → `ExceptionEntity`; `others` are taken too."""
    taken = name in RESERVED_CLASSES or name in others
    return ClassName(f"{name}Entity" if taken else name)


IDENTIFIER_LIMIT = 63
"""The longest name that PostgreSQL keeps; it cuts longer ones off without a word."""


def shorten(identifier: str, limit: int = IDENTIFIER_LIMIT) -> str:
    """The identifier where it fits, else its beginning and a digest of the whole."""
    if len(identifier) <= limit:
        return identifier
    import hashlib  # only long names need it, and it loads OpenSSL

    digest = hashlib.sha1(identifier.encode(), usedforsecurity=False).hexdigest()[:8]
    return f"{identifier[: limit - 9].rstrip('_')}_{digest}"


_SQL_WORDS = _set("""
    abort action add after all alter always analyse analyze and any array as asc asymmetric attach
    authorization autoincrement before begin between binary both by cascade case cast check collate
    collation column commit concurrently conflict constraint create cross current current_catalog
    current_date current_role current_schema current_time current_timestamp current_user database
    default deferrable deferred delete desc detach distinct do drop each else end escape except
    exclude exclusive exists explain fail false fetch filter first following for foreign freeze from
    full generated glob grant group groups having if ignore ilike immediate in index indexed
    initially inner insert instead intersect into is isnull join key last lateral leading left like
    limit localtime localtimestamp match materialized natural no not nothing notnull null nulls of
    offset on only or order others outer over overlaps partition placing plan pragma preceding
    primary query raise range recursive references regexp reindex release rename replace restrict
    returning right rollback row rows savepoint select session_user set similar some symmetric
    system_user table tablesample temp temporary then ties to trailing transaction trigger true
    unbounded union unique update user using vacuum values variadic verbose view virtual when where
    window with without
    """)
"""The words that PostgreSQL reserves and those that SQLite knows."""


def quote_sql(name: str) -> str:
    """The name as an SQL identifier, quoted where PostgreSQL or SQLite would read it otherwise."""
    if name in _SQL_WORDS or re.fullmatch(r"[a-z_][a-z0-9_]*", name) is None:
        return '"{}"'.format(name.replace('"', '""'))
    return name


_ESCAPES = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def python_string(text: str) -> str:
    """The text as a Python literal of one line that black leaves as it is."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    quote = "'" if text.count('"') > text.count("'") else '"'
    return f"{quote}{''.join(_escaped(each, quote) for each in text)}{quote}"


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{quote}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


_GENERATED_DEPENDENCIES = _set("""
    aiosqlite alembic annotated_doc annotated_types anyio ast_serialize asyncpg black
    certifi charset_normalizer click colorama coverage fastapi fastapi_swagger
    graphql_core greenlet h11 harfile httpcore httptools httpx hypothesis
    hypothesis_graphql idna iniconfig jinja2 jsonschema_rs librt mako markdown_it_py
    markupsafe mdurl mypy mypy_extensions opentelemetry_api packaging pathspec
    platformdirs pluggy prometheus_client pydantic pydantic_core pydantic_settings
    pygments pyrate_limiter pytest pytest_asyncio pytest_cov python python_dotenv pytokens
    pyyaml requests rich ruff schemathesis setuptools sniffio sortedcontainers sqlalchemy
    starlette structlog types_pyyaml typing_extensions typing_inspection urllib3 uvicorn
    uvloop watchfiles websockets werkzeug yaml
""")

_REPOSITORY_FOLDERS = frozenset(["docs", "migrations", "src", "tests", "versions"])


_DEVICES = frozenset({"aux", "con", "nul", "prn"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}


def is_windows_device(name: str) -> bool:
    """True for a file's or folder's name that Windows keeps for a device, whatever its suffix."""
    return name.partition(".")[0].lower() in _DEVICES


def reserved_project_name(name: str) -> str | None:
    """What else has the project's import name, or None where it is free."""
    package = name.replace("-", "_")
    if is_windows_device(package):
        return "a device's name on Windows, which no folder there can have"
    if package in _KEYWORDS:
        return "a Python keyword"
    if package in sys.stdlib_module_names:
        return "a module of Python's standard library"
    if package in _GENERATED_DEPENDENCIES:
        return "a package that the generated project uses"
    if package in _REPOSITORY_FOLDERS:
        return "a folder of the generated project"
    return None
