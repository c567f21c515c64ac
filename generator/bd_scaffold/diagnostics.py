"""The author's mistakes as values: collected, sorted, printed once, with a place and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file, counted from one."""

    source: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One mistake: where it stands, what is wrong, and how to get out of it."""

    where: Where
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.where} {self.code} {self.message}{self.hint and ' '}{self.hint}"
        return "".join(map(_visible, text))

    def to_json(self) -> dict[str, str | int]:
        """The diagnostic as a flat JSON object, for editors and scripts."""
        return {**asdict(self.where), **_without_place(self)}


def _visible(character: str) -> str:
    """A character as a terminal may see it: what would steer the terminal is written out."""
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def _without_place(diagnostic: Diagnostic) -> dict[str, str | int]:
    return {
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics in the order of the file, each once."""
    return tuple(sorted(set(diagnostics)))


_CLOSE = 0.65


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint that names the closest known word, or nothing where none is close."""
    import difflib  # only mistakes need it

    by_lower_case = {each.lower(): each for each in known}
    close = difflib.get_close_matches(word.lower(), by_lower_case, 1, _CLOSE)
    return f'Did you mean "{by_lower_case[close[0]]}"?' if close else ""


def one_of(known: Iterable[str]) -> str:
    """The hint that lists what would be right, as in `Known are a, b and c`."""
    names = list(known)
    if len(names) < 2:
        return f"Known is only {names[0]}." if names else ""
    return f"Known are {', '.join(names[:-1])} and {names[-1]}."


MEANINGS = {
    "BD001": "The file cannot be read: its encoding, its size, its depth.",
    "BD002": "The file is not YAML, or more than one document.",
    "BD003": "A key stands twice in one mapping.",
    "BD004": "Anchors and aliases are not part of the language.",
    "BD005": "YAML tags are not supported.",
    "BD006": "A key is not a word.",
    "BD007": "There is no design in the file.",
    "BD101": "A word that the language does not have here.",
    "BD102": "A word of the language that is not supported yet.",
    "BD103": "A name that no entity, enum or value type has.",
    "BD104": "A type that the language does not have.",
    "BD105": "A modifier that the language does not have.",
    "BD106": "A name that no field or area has.",
    "BD107": "An operation that the entity does not offer.",
    "BD108": "A text that cannot be a name.",
    "BD109": "A word is missing.",
    "BD110": "Another kind of value belongs here.",
    "BD111": "A value that is not one of the choices.",
    "BD112": "A name that is taken already, by Python or the generated project.",
    "BD113": "A text that is not of the form that belongs here.",
    "BD114": "A text with characters that cannot be seen.",
    "BD115": "Something is empty that needs at least one.",
    "BD116": "Something is listed twice.",
    "BD121": "Words of a team's own that no blueprint in use has.",
    "BD122": "A word that a team's words do not have here.",
    "BD123": "A word of a team's own is missing.",
    "BD124": "A value that a team's words do not allow.",
    "BD131": "Something that a blueprint's file of words does not have there.",
    "BD132": "A schema in a file of words that is none, or that can't be enforced.",
    "BD133": "A text that can't be a word of a team's own.",
    "BD134": "A word of a team's own without a value that templates can count on.",
    "BD135": "A default of a team's own word that its schema does not allow.",
    "BD201": "A field's line that cannot be understood.",
    "BD202": "Missing, superfluous or wrong arguments in parentheses.",
    "BD203": "A modifier is given twice.",
    "BD204": "A bound that the type cannot hold.",
    "BD205": "A modifier that does not apply to the field's type.",
    "BD206": "A modifier that does not apply to a relation, or only for one.",
    "BD207": "Modifiers that contradict each other.",
    "BD208": "A list of relations that may be missing.",
    "BD209": "A text too long for an index.",
    "BD210": "A pattern that does not mean the same everywhere.",
    "BD211": "A default that is not of the field's type.",
    "BD212": "A default that the field does not allow.",
    "BD213": "What is computed, and does not fit its field.",
    "BD214": "What only the service can read, and the database would have to.",
    "BD301": "The other side of a relation does not point back.",
    "BD302": "An `on_delete` that cannot be done.",
    "BD303": "A circle of required relations: no row could be the first.",
    "BD304": "A circle of keys.",
    "BD305": "A composite key where a list of keys or a filter holds one value.",
    "BD306": "A many-to-many relation said from both sides.",
    "BD307": "A list that may be the other side of a relation, or many to many.",
    "BD308": "A relation by a field that tells no single row.",
    "BD309": "A `through` that names no entity which relates the two.",
    "BD310": "Rows that cannot be written inside of the one that owns them.",
    "BD401": "A field that cannot be part of a key.",
    "BD402": "A key that contradicts its field.",
    "BD403": "A field that is auto, and not the whole key.",
    "BD411": "A group of unique fields that says nothing new.",
    "BD412": "A field that cannot be part of an index.",
    "BD413": "An index whose words do not go together.",
    "BD414": "An exclusion whose rows could not be compared.",
    "BD415": "Two checks of one name.",
    "BD421": "A pagination without a list.",
    "BD422": "Traits that exclude each other.",
    "BD423": "A list that can be sorted by more than fits into a parameter.",
    "BD424": "A transition that leads nowhere, or that a request could get past.",
    "BD425": "Rows to restore that clients neither list nor delete, or that are gone then.",
    "BD426": "A history that nobody reads, by a rule or at all, or whose columns are taken.",
    "BD427": "Rows to replace or create by what doesn't find one, or can't give it all values.",
    "BD428": "Many rows at once, of which clients can't write a single one.",
    "BD429": "Pages with numbers that would lead backwards, as they do anyway.",
    "BD436": "Words to look for, and no text that they are looked for in.",
    "BD501": "Two fields that would have the same name in the table or in JSON.",
    "BD502": "Two entities or links that would have the same table.",
    "BD503": "Two types that would have the same name in the contract or the code.",
    "BD505": "Two filters, or two parameters of a path, of one name.",
    "BD506": "Two operations that would have the same id or address.",
    "BD507": "Two indexes, or an index and a table, that would have the same name.",
    "BD531": "A field for an account, where nobody signs in.",
    "BD532": "A part of a value that would be an account.",
    "BD533": "Rows of a part each, such as of tenants, where nobody signs in.",
    "BD534": "A relation that can't carry the part in which alone a key tells rows apart.",
    "BD535": "A relation to rows of one part from rows of none.",
    "BD536": "A rule that opens rows of a part to those who are of none.",
    "BD541": "Who may do what, where nobody signs in.",
    "BD542": "An owner, or a path to one, that leads to no account.",
    "BD543": "A word of a rule that no role, field or term is.",
    "BD545": "Browsers that sign in where no issuer does so.",
    "BD544": "A word of a rule that has two meanings.",
    "BD546": "A rule of a field, or of an operation on no row, that is about a row.",
    "BD551": "What becomes of a person's rows, where nothing says whose they are.",
    "BD552": "Something of a person in a row that stays, which nothing can stand for.",
    "BD553": "An age of rows, which counts from what they don't have.",
    "BD561": "An operation on rows of what has none, or on none of what has some.",
    "BD562": "Something that an operation can't be given, or can't answer.",
    "BD563": "A refusal with a status that is none, or that says two things.",
    "BD601": "A limit outside its bounds.",
    "BD602": "A text that is not an origin.",
    "BD603": "A choice that excludes the others.",
    "BD604": "A version of the API that is no older one, or that ends before clients are told.",
    "BD605": "Something of an older version of the API that can't be translated.",
    "BD611": "An entity in two areas.",
    "BD612": "An entity in no area, where there are areas.",
    "BD621": "A phase or a requirement that the roadmap names, and that is not there.",
    "BD622": "A circle of phases: none could be the first.",
    "BD623": "Days of the roadmap that are out of order.",
    "BD701": "A text that is not an expression.",
    "BD702": "An expression that compares what cannot be compared.",
    "BD703": "An expression that says nothing about a row.",
    "BD801": "A `was` that says the name of today.",
    "BD802": "A `was` that names what is still there.",
    "BD803": "Two that were the same.",
    "BD901": "Something that a contract of one's own can't say.",
    "BD902": "Something that the design generates otherwise.",
    "BD903": "A reference to what the contract does not have.",
    "BD904": "An operation of one's own without what it is held against.",
    "BD911": "A link of a document to a file that is not there.",
    "BD912": "A link of a document to a heading that is not there.",
    "BD913": "A link of a document to something outside of the project.",
    "BD914": "A link of a document to an address that a page may not lead to.",
    "BD915": "A document that is not UTF-8.",
    "BD916": "Two documents that would be the same page.",
    "BD975": "A schedule that is none, or never comes.",
    "BD976": "A job that starts in two ways, or is given something by nobody.",
    "BD977": "A time zone that is none, or of no schedule.",
    "BD978": "An event that a job starts on, and nothing tells of.",
    "BD979": "A number of a job that is too low or too high.",
    "BD980": "A queue with a name that is none.",
    "BD981": "A deadline that leaves no time for a second attempt.",
    "BD982": "A read that is to be done later.",
    "BD983": "An operation with a name that is too long for a job.",
    "BD985": "An event of what isn't done to rows of one entity, or not by that alone.",
    "BD986": "A field of which an event says nothing.",
    "BD992": "Rooms in a design in which nobody signs in.",
    "BD993": "An event of rows that refer to no room, or to several.",
    "BD994": "Members of rooms of whom the design doesn't say who they are.",
    "BD1010": "A contract of another system that is not there, or not in the project.",
    "BD1011": "A contract of another system that is no OpenAPI 3.",
    "BD1012": "A reference out of the contract of another system: nothing is fetched.",
    "BD1013": "A reference that leads nowhere in the contract of another system.",
    "BD1014": "Two operations of another system that would be one method.",
    "BD1015": "A call of what is not a dependency.",
    "BD1016": "A number of a dependency that is too small, or too large.",
    "BD1017": "Times of a dependency that leave none for the call.",
    "BD1000": "A file of which it isn't said what it may be, or how large.",
    "BD1001": "A file that a new row would need.",
    "BD1002": "A file that nobody could read, or nobody write.",
    "BD1003": "A media type that no first bytes tell.",
    "BD1004": "A word that means nothing for a file.",
    "BD1005": "A file in a place where no row has it.",
    "BD1028": "What a rule can't ask of the rows of a list.",
    "BD1029": "A list whose rows can't decide a rule.",
    "BD1030": "What can't run in a cluster, or is not called as there.",
    "BD1043": "What can't be had from a cloud.",
    "BD1019": "Rooms of rows with a key of their own.",
    "BD995": "Answers that are kept, where nobody asks for any.",
    "BD996": "Answers that are kept for longer than a day.",
}
"""What each code stands for, as the reference tells it."""

NOTES = {
    "BD951": "Pages of lists that follow from how many rows are expected.",
    "BD952": "A `?q=` that reads every one of many rows.",
    "BD953": "Codes that the server makes of so few characters that they run out.",
    "BD954": "Numbers that SQLite gives again once their rows have gone.",
    "BD955": "Rows of which no request can make the first.",
    "BD956": "A check that only one of the engines has.",
    "BD957": "A check in SQL, which the project's own tests don't read.",
    "BD958": "A virtual field, which PostgreSQL has from 18 on.",
    "BD959": "Something that nobody may do.",
    "BD960": "Something that everybody may change, without signing in.",
    "BD961": "Permissions that no rule asks for, or that no role has.",
    "BD962": "An owner that no rule asks for.",
    "BD963": "A field that a new row needs, and that not everybody may give who creates one.",
    "BD964": "A state that no row is ever in.",
    "BD965": "Filters and orders of many rows that no index serves.",
    "BD966": "Words that do nothing, since what they are about is not there.",
    "BD967": "Rows that don't come back with the one that is restored.",
    "BD970": "A requirement that no operation is said to meet.",
    "BD971": "A law about persons, where no field says something of one.",
    "BD972": "A roadmap that no document shows.",
    "BD973": "A check in SQL, of which rows of seeds know nothing.",
    "BD974": "A load test without a goal, or that asks for nothing.",
    "BD987": "A broker, where there are no events.",
    "BD991": "An event of what not everybody sees, or of a person.",
    "BD997": "A place for answers, where none are kept.",
    "BD998": "Events that are handed on to nobody.",
    "BD1031": "Environments that nothing is deployed to, or where nobody is led.",
    "BD1032": "Alerts of a design that says no goal of its requests.",
    "BD1034": "An image to harden, where there is none.",
    "BD1040": "Rules and a dashboard that nobody in the cluster is told of.",
    "BD1041": "Pods that may ask for more connections than PostgreSQL has.",
    "BD1044": "A broker that is not made in the cloud.",
    "BD1047": "A log to receive, where the database has none.",
}
"""What `check` says of designs that are sound."""
