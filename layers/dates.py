"""Dates in words and figures: intervals of days with their precision and what they rest on."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import MO, relativedelta


@dataclass(frozen=True, slots=True)
class When:
    """An interval of ISO 8601 dates, both ends within; None is an open end ("since 2015", "until 2017").

    `precision` is "day", "days", "week", "month", "months", "year", "years" or "undated"; `basis` what it
    rests on, in words ("text", "text, relative to the publication"); `past` what the text puts before its
    own present.
    """

    start: str | None = None
    end: str | None = None
    precision: str = "undated"
    basis: str = "none"
    past: bool = False


UNDATED = When()
YEAR_OF_PUBLICATION = "text, year of publication"
ORDER = "text, order of day and month from the publication"
RELATIVE = "text, relative to the publication"

# Month names by number: English, Russian (as in dates), Arabic (the common and the Levantine).
_RUSSIAN = (
    "январ[ьяе] феврал[ьяе] март[ае]? апрел[ьяе] ма[йяе] июн[ьяе] июл[ьяе] август[ае]? "
    "сентябр[ьяе] октябр[ьяе] ноябр[ьяе] декабр[ьяе]"
).split()
_ARABIC = (
    "يناير|كانون الثاني", "فبراير|شباط", "مارس|[آا]ذار", "[أاإ]بريل|نيسان", "مايو|[أا]يار", "يونيو|حزيران",
    "يوليو|تموز", "[أا]غسطس|[آا]ب", "سبتمبر|[أا]يلول", "[أا]كتوبر|تشرين ال[أا]ول", "نوفمبر|تشرين الثاني",
    "ديسمبر|كانون ال[أا]ول",
)  # fmt: skip
_ENGLISH = [f"{calendar.month_name[i]}|{calendar.month_abbr[i]}" for i in range(1, 13)]
_ENGLISH[8] = "September|Sept|Sep"
_NAMES = [re.compile("|".join(names), re.I) for names in zip(_ENGLISH, _RUSSIAN, _ARABIC, strict=True)]
_LATIN = "|".join(sorted("|".join(_ENGLISH).split("|"), key=len, reverse=True))
_OTHER = "|".join([*_RUSSIAN, *_ARABIC])
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_ANY_YEAR = r"(?:19|20)\d\d"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
# What a modifier leaves of a period: from, to, in twelfths.
_SHARES = {
    "early": (0, 4), "mid": (4, 8), "late": (8, 12), "beginning of": (0, 4), "start of": (0, 4),
    "middle of": (4, 8), "end of": (8, 12), "first half of": (0, 6), "second half of": (6, 12),
}  # fmt: skip
_SHARE = (
    r"(?:(?P<share>[Ee]arly|[Mm]id|[Ll]ate|(?:[Bb]eginning|[Ss]tart|[Mm]iddle|[Ee]nd|first\shalf|second\shalf)\sof)"
    r"[\s-](?:in\s)?(?:the\s)?)?"
)
# The letters that a date may begin with: most words are passed over at their first.
_FIRST = "JFMASONDELBSWEljfmasondebw" + "".join(sorted({n[0] for n in _RUSSIAN} | set("يكفشمآاأإنحتغسبد")))
_POINT = re.compile(
    rf"\b(?=[\d{_FIRST}]){_SHARE}(?:"
    rf"\b(?P<day1>{_DAY})(?:\s?[-–]\s?(?P<last1>{_DAY})|\s(?:and|to)\s(?P<last2>{_DAY}))?\s+(?:of\s+)?"
    rf"(?P<month1>{_LATIN}|{_OTHER})\b\.?(?:,?\s+(?P<year1>{_ANY_YEAR})\b)?"
    rf"|\b(?P<month2>{_LATIN})\.?\s+(?P<day2>{_DAY})(?:(?:\s?[-–]\s?|\sto\s)(?P<last3>{_DAY}))?\b(?!\d)"
    rf"(?:,?\s+(?P<year2>{_ANY_YEAR})\b)?"
    rf"|\b(?P<month3>{_LATIN}|{_OTHER})\.?,?\s+(?:of\s)?(?P<year3>{_ANY_YEAR})\b"
    rf"|\b(?P<month5>{_LATIN})\s?(?:-|–|to|and|until|through)\s?(?P<month6>{_LATIN})\.?,?\s(?P<year7>{_ANY_YEAR})\b"
    rf"|\b(?P<iso>{_ANY_YEAR}[-/](?:0?[1-9]|1[0-2])[-/](?:[0-2]?\d|3[01]))\b"
    rf"|(?<![\d./-])(?P<one>[0-3]?\d)(?P<sign>[./-])(?P<two>[0-3]?\d)(?P=sign)(?P<year4>{_ANY_YEAR})(?![\d/-]|\.\d)"
    rf"|\b(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\s(?:of|in))?,?\s(?P<year5>{_ANY_YEAR})\b"
    rf"|(?:(?<=\b[Ii]n )|(?<=\bsince )|(?<=\buntil )|(?<=\bduring )|(?<=\b[Ll]ast ))(?P<month4>{_LATIN})\b"
    rf"(?![\w ]{{0,3}}\d)"
    rf"|\b(?P<decade>19[5-9]0|20[0-4]0)s\b"
    rf"|(?<![\d.,:/])(?<!\d[-–])(?P<from>{_YEAR})\s?[-–/]\s?(?P<to>{_YEAR}|\d\d)(?![\d/:-]|\.\d)\b"
    rf"|(?<![\d.,:/])(?<!\d[-–])(?P<year6>{_YEAR})(?![\d/:-]|[.,]\d)\b"
    r")"
)
_JOINED = re.compile(r"\s?(?:-|–|—|to|until|till|through|and)\s?")
_HOT = re.compile(rf"\d|\b(?:{'|'.join(sorted({name[:3] for name in calendar.month_name if name}))})")
_SHARED = re.compile(
    rf"\s?(?:-|–|—|to|until|and|through)\s?(?:{_DAY}\s(?:{_LATIN})|(?:{_LATIN})\s{_DAY}),?\s({_ANY_YEAR})\b"
)
_OPEN = re.compile(
    r"\b(?:(?P<since>(?:ever\s)?since|starting in|as of)|(?P<until>until|till|up to|through)|"
    r"(?P<before>before|prior to)|(?P<after>after)|(?P<by>by)|(?P<span>from|between)|in)"
    r"(?:\s(?:the|about|around|at least))?\s?$",
    re.I,
)
_ONWARDS = re.compile(r"\s(?:on|onwards?|until now|to the present)\b")
# A number before these counts them, unless a preposition of time leads it.
_THINGS = re.compile(
    r"\s(?:[a-z]+\s)?(?:men|fighters|soldiers|people|troops|militants|rebels|civilians|families|prisoners|women|"
    r"children|dead|killed|wounded|houses|homes|rounds|tonnes|dollars|members|recruits|residents)\b"
)
_LED = re.compile(
    r"\b(?:in|since|until|till|from|to|before|after|during|late|early|mid|year|between|through)[\s-]$", re.I
)


def _interval(first: date, last: date, precision: str, basis: str = "text") -> When:
    return When(str(first), str(last), precision, basis)


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def absolute(text: str, start: int, end: int, issued: date | None) -> Iterator[tuple[int, int, When]]:
    """Yield (start, end, interval) of each date written in `text[start:end]`, ranges and open ends joined.

    A date without a year takes the last one before the day of issue; without that it is none.
    """
    plain = text[start:end]
    if not _HOT.search(plain):
        return
    plain = plain.translate(_DIGITS)
    row = [(m.start(), m.end(), when) for m in _POINT.finditer(plain) if (when := _point(plain, m, issued))]
    while row:
        a, b, when = row.pop(0)
        opened = _OPEN.search(plain[max(0, a - 24) : a])
        if (
            row
            and (gap := _JOINED.fullmatch(plain, b, row[0][0]))
            and _is_range(opened, gap[0], when, row[0][2])
        ):
            _, b, last = row.pop(0)
            yield start + a, start + b, _joined(when, last)
            continue
        yield start + a, start + b, _opened(opened, when, _ONWARDS.match(plain, b) is not None)


def _is_range(opened: re.Match[str] | None, gap: str, first: When, last: When) -> bool:
    """Say whether two dates are the ends of one interval: "from 2014 to 2017", "2014-2017"."""
    ordered = (first.start or "") <= (last.start or "")
    years = first.precision == last.precision == "year" and gap.strip() == "and"
    if years and int((last.start or "0")[:4]) - int((first.start or "0")[:4]) == 1:
        return ordered  # "in 2011 and 2012"
    return ordered and (
        (opened is not None and opened["span"] is not None) or gap.strip() not in ("and", "to", "until")
    )


def _joined(first: When, last: When) -> When:
    """Return the interval from one date to another."""
    base = {"day": "days", "days": "days", "week": "days", "month": "months", "months": "months"}
    precision = base.get(last.precision, "years")
    basis = first.basis if first.basis != "text" else last.basis
    return When(first.start, last.end, precision, basis)


def _opened(opened: re.Match[str] | None, when: When, onwards: bool) -> When:
    """Return an interval with the end that "since", "until", "before", "after" leave open."""
    kind = "since" if onwards else opened.lastgroup if opened is not None else None
    if kind == "since":
        return replace(when, end=None)
    if kind in ("until", "by"):
        return replace(when, start=None)
    if kind == "before" and when.start:
        return replace(when, start=None, end=str(date.fromisoformat(when.start) - timedelta(1)))
    if kind == "after" and when.end and when.precision != "day":
        return replace(when, start=str(date.fromisoformat(when.end) + timedelta(1)), end=None)
    return replace(when, end=None) if kind == "after" else when


def _point(text: str, match: re.Match[str], issued: date | None) -> When | None:
    """Return the interval of one written date, None where it is none."""
    got = match.groupdict()
    when: When | None
    if got["iso"]:
        year, month, day = (int(n) for n in re.split("[-/]", got["iso"]))
        when = _day(year, month, day)
    elif got["one"]:
        when = _numeric(int(got["one"]), int(got["two"]), int(got["year4"]), got["sign"], issued)
    elif got["decade"]:
        when = _interval(date(int(got["decade"]), 1, 1), date(int(got["decade"]) + 9, 12, 31), "years")
    elif got["season"]:
        when = _season(got["season"].lower(), int(got["year5"]))
    elif got["month5"]:
        when = _months(got["month5"], got["month6"], int(got["year7"]))
    elif got["from"]:
        when = _years(got["from"], got["to"])
    elif got["year6"]:
        when = _year(text, match)
    else:
        shared = _SHARED.match(text, match.end())
        when = _named(got, issued, shared[1] if shared else None)
    return _narrowed(when, got["share"]) if when is not None else None


def _year(text: str, match: re.Match[str]) -> When | None:
    """Return a year, None where the number counts something ("some 2000 fighters")."""
    led = match["share"] or _LED.search(text[max(0, match.start() - 16) : match.start()])
    if not led and _THINGS.match(text, match.end()):
        return None
    year = int(match["year6"])
    return _interval(date(year, 1, 1), date(year, 12, 31), "year")


def _years(first: str, last: str) -> When | None:
    """Return the years of "2014-2017" or "2014/15"."""
    begin, stop = int(first), int(last if len(last) == 4 else first[:2] + last)
    return _interval(date(begin, 1, 1), date(stop, 12, 31), "years") if begin < stop else None


def _months(first: str, last: str, year: int) -> When | None:
    """Return the months of "March to June 2020", across the turn of a year too."""
    begin, stop = _number_of(first), _number_of(last)
    start, end = month_of(year - (begin > stop), begin)[0], month_of(year, stop)[1]
    return _interval(start, end, "months")


def _number_of(name: str) -> int:
    return next(i for i, names in enumerate(_NAMES, 1) if names.fullmatch(name))


def _named(got: dict[str, str | None], issued: date | None, shared: str | None) -> When | None:
    """Return a date with the name of a month: a day, some days, or the month.

    `shared` is the year that the date joined to it has ("28 February to 3 March 2021").
    """
    month = _number_of(next(value for n in range(1, 5) if (value := got[f"month{n}"])))
    day, last = _number(got["day1"] or got["day2"]), _number(got["last1"] or got["last2"] or got["last3"])
    said = got["year1"] or got["year2"] or got["year3"] or shared
    if said is None and issued is None:
        return None
    year, basis = int(said or 0), "text"
    if said is None and issued is not None:
        year = issued.year - ((month, last or day or 1) > (issued.month, issued.day))
        basis = YEAR_OF_PUBLICATION
    if day is None:
        return _interval(*month_of(year, month), "month", basis)
    first = _day(year, month, day, basis)
    if last is None or first is None or last <= day:
        return first
    second = _day(year, month, last, basis)
    return second and When(first.start, second.end, "days", basis)


def _number(digits: str | None) -> int | None:
    return int(re.sub(r"\D", "", digits)) if digits else None


def _day(year: int, month: int, day: int, basis: str = "text") -> When | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return _interval(found, found, "day", basis)


def _numeric(one: int, two: int, year: int, sign: str, issued: date | None) -> When | None:
    """Return the day of "25/12/2020" or "25.12.2020"; None where it can be read in two ways.

    Points are written with the day first; with other signs and both orders possible, only the one that
    lies before the day of issue alone is taken.
    """
    ways = [when for d, m in ((one, two), (two, one)) if (when := _day(year, m, d))]
    if len(ways) < 2 or one == two or sign == ".":
        return ways[0] if ways else None
    known = [when for when in ways if issued is not None and (when.start or "") <= str(issued)]
    return replace(known[0], basis=ORDER) if len(known) == 1 else None


def _season(name: str, year: int) -> When:
    """Return the three months of a season of the northern year; a winter begins in December."""
    first = date(year, _SEASONS[name], 1)
    return _interval(first, first + relativedelta(months=3, days=-1), "months")


def _narrowed(when: When, share: str | None) -> When:
    """Return the part of a period that "early", "mid" or "end of" leaves."""
    if share is None or when.start is None or when.end is None or when.precision in ("day", "days"):
        return when
    low, high = _SHARES[re.sub(r"\s+", " ", share.lower())]
    first = date.fromisoformat(when.start)
    if when.precision == "year":
        begin, stop = first + relativedelta(months=low), first + relativedelta(months=high, days=-1)
        return _interval(begin, stop, "months", when.basis)
    days = (date.fromisoformat(when.end) - first).days + 1
    begin, stop = first + timedelta(days * low // 12), first + timedelta(days * high // 12 - 1)
    return _interval(begin, stop, "days" if when.precision == "month" else when.precision, when.basis)


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of the week of a day (ISO 8601)."""
    monday = day + relativedelta(weekday=MO(-1))
    return monday, monday + timedelta(6)
