"""Words that Python, SQLAlchemy, pydantic and the generated code keep, and what steps aside.

The lists are written out instead of asked from the running Python, so that the same design gives
the same names on every version.
"""

from __future__ import annotations

from collections.abc import Container

from .forms import ClassName, SnakeName
from .listed import listed

KEYWORDS = listed("""
    False None True and as assert async await break class continue def del elif else except
    finally for from global if import in is lambda nonlocal not or pass raise return try while
    with yield case match type
    """)

_SOFT_KEYWORDS = frozenset({"case", "match", "type"})
"""Keywords only where a statement begins with them."""

_BUILTIN_FUNCTIONS = listed("""
    abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod
    compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter
    float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass
    iter len license list locals map max memoryview min next object oct open ord pow print property
    quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple vars
    zip
    """)

_MAPPED_CLASS_NAMES = frozenset(["metadata", "registry", "type_annotation_map"])
"""What SQLAlchemy's declarative base says of itself."""

_PYDANTIC_NAMES = listed("""
    construct copy dict fields from_orm json model_computed_fields model_config model_construct
    model_copy model_dump model_dump_json model_extra model_fields model_fields_set
    model_json_schema model_parametrized_name model_post_init model_rebuild model_validate
    model_validate_json model_validate_strings parse_file parse_obj parse_raw schema schema_json
    update_forward_refs validate
    """)
"""What pydantic's `BaseModel` says of itself; a field of that name would hide it."""

_PYDANTIC_PREFIXES = ("model_validate", "model_dump")
"""Pydantic warns of any field that starts so, whatever follows."""

_NAMES_IN_CLASS_BODIES = listed("""
    base64 base64_form cls code_of decimal dt enum_type enums json_list json_type mapped_column orm
    read_integer relationship sa self table_args utc_now utc_now_local utc_today uuid uuid7
    versioned_by
    """)
"""What later lines of a generated class body still have to mean."""

_ROW_NAMES = frozenset({"t", "tuple"})
"""What SQLAlchemy's `Row` says of itself instead of its column of that name."""

_ATTRIBUTES = (
    KEYWORDS
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


def safe_method(name: str) -> str:
    """The name as a method, which hides no builtin from others: `return` → `return_`."""
    return f"{name}_" if name in KEYWORDS else name


def is_safe_part(name: str) -> bool:
    """True for what an attribute of a value's class may be called, which has no other lines.

    It stands in bodies under its own name, so nothing can step aside: `class` is refused, while
    `zip` and `type` mean what they say.
    """
    harmless = _BUILTIN_FUNCTIONS | _SOFT_KEYWORDS
    return name in harmless or safe_attribute(name) == name


_NAMES_IN_MODULES = listed("""
    annotations api app base body client conftest core cursor datetime decimal dependencies dt
    enums errors factories factory fakes limit logging main migrations models orm page path_of
    payload pytest q query repositories repository request resources response router sa schemas
    self service services session settings sort src support tests typing uuid values
    """)
"""Modules, fixtures and variables of the generated code."""

_MODULES = KEYWORDS | _BUILTIN_FUNCTIONS | _NAMES_IN_MODULES


def safe_module(name: str) -> SnakeName:
    """The name as a variable and as a module: `class` → `class_`."""
    return SnakeName(f"{name}_" if name in _MODULES else name)


_BUILTIN_CLASSES = listed("""
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

_TYPING_CLASSES = listed("""
    Annotated Any AnyStr AsyncIterator AsyncGenerator Awaitable Callable ClassVar Collection
    Coroutine Dict Final Generator Generic Iterable Iterator List Literal Mapping MutableMapping
    NamedTuple Never NewType NoReturn Optional ParamSpec Protocol Self Sequence Set Text Tuple Type
    TypeAlias TypeVar TypedDict Union Unpack
    """)

_IMPORTED_CLASSES = listed("""
    APIRouter Acyclic AcyclicByParts AfterValidator AsyncClient AsyncSession Base Base64
    Base64Format BaseModel BigInteger Boolean Bytes Date DateTime Decimal DecimalFormat
    DeclarativeBase Depends Double Email EntityT Enum ExactNumeric FakeRepository FastAPI Field
    Filter Float FromText Header Input Integer Ip Json LinkedFrom LinkedFromParts LinkedThrough
    LinkedThroughParts LinkedTo LinkedToParts ListQuery LocalDateTime Mapped NotFoundError Page
    PageLinks Pagination Path Precondition Query ReadingDep Repository Request Response
    ResponseBuilder Router Service Session Settings SliceRouter SmallInteger
    SqlRepository StrEnum Time UUID Unique UnitOfWork Url UtcDateTime Uuid Whole WritingDep
    """)
"""What the generated modules import or define under its own name, whatever a design uses."""

RESERVED_CLASSES = _BUILTIN_CLASSES | _TYPING_CLASSES | _IMPORTED_CLASSES
"""Names that already mean something where a generated class is used: it steps aside."""


VALUE_NAMES = listed("""
    ConfigDict Composed Lower Range Trim Upper Value dataclass enums
    """)
"""What the module of value types imports beside these."""


def safe_class(name: str, others: Container[str] = ()) -> ClassName:
    """The name as a Python class: `Exception` → `ExceptionEntity`; `others` are taken too."""
    taken = name in RESERVED_CLASSES or name in others
    return ClassName(f"{name}Entity" if taken else name)
