"""Text as it arrived → text of the same length that rules can read: ASCII punctuation, no markup, no controls."""

import html
import re

_SPACES = "\t\v\f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202b\u202c\u202d\u202e\ufeff\ufffe\ufffd\u061c"
_LETTER_BY_LETTER = {
    **dict.fromkeys(range(0x20), " "),
    **dict.fromkeys(range(0x7F, 0xA0), " "),
    **{ord(character): " " for character in _SPACES + _INVISIBLE},
    **{ord(character): "'" for character in "\u2018\u2019\u201a\u201b\u2032\u02bc\u0060\u00b4\u2039\u203a"},
    **{ord(character): '"' for character in "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"},
    **{ord(character): "-" for character in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"},
    **{ord(character): "\n" for character in "\n\r\u0085\u2028\u2029"},
    0x2026: ".",
}
_HAS_ODD = re.compile(r"[^\n\x20-\x7e\xb0-\u024f]")

_TAG_NAMES = (
    "a|abbr|article|aside|b|blockquote|body|br|center|cite|code|dd|div|dl|dt|em|embed|figcaption|figure|font|footer|form|"
    "h[1-6]|head|header|hr|html|i|iframe|img|input|li|link|main|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|"
    "s|section|select|small|source|span|strong|sub|sup|svg|table|tbody|td|tfoot|th|thead|time|title|tr|u|ul|video"
)
_INLINE_TAGS = re.compile(r"abbr|[abiqsu]|cite|code|em|font|small|span|strong|sub|sup|time", re.I)
_TAG = re.compile(rf"</?({_TAG_NAMES})(?:\s[^<>]*)?/?>", re.I)
_OPENER = re.compile(r"<(?:(!--)|(script|style)\b[^<>]*>)", re.I)
_CLOSERS = {
    "!--": re.compile("-->"),
    "script": re.compile(r"</script\s*>", re.I),
    "style": re.compile(r"</style\s*>", re.I),
}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")


def plain(text: str) -> str:
    """Same length as `text`: typographic quotes and dashes as ASCII, odd white space and control characters blank."""
    if "<" in text:
        text = _TAG.sub(_blank_tag, _without_code(text))
    if "&" in text:
        text = _ENTITY.sub(_spell_entity, text)
    return text.translate(_LETTER_BY_LETTER) if _HAS_ODD.search(text) else text


def _without_code(text: str) -> str:
    """Comments, scripts and styles blanked; searched forward once, so that a thousand unclosed ones cost no more."""
    kept: list[str] = []
    done = at = 0
    unclosed: set[str] = set()
    while opener := _OPENER.search(text, at):
        kind = (opener[1] or opener[2]).lower()
        closer = None if kind in unclosed else _CLOSERS[kind].search(text, opener.end())
        if closer is None:
            unclosed.add(kind)
            at = opener.end()
            continue
        kept += [text[done : opener.start()], "\n\n", " " * (closer.end() - opener.start() - 2)]
        done = at = closer.end()
    return "".join(kept) + text[done:]


def _blank_tag(match: re.Match[str]) -> str:
    inline = _INLINE_TAGS.fullmatch(match[1]) is not None
    size = len(match[0])
    return " " * size if inline else ("\n\n" + " " * (size - 2))


def _spell_entity(match: re.Match[str]) -> str:
    """`&quot;` becomes a quote and five blanks: what it stands for, without moving what follows."""
    spelt = html.unescape(match[0])
    return spelt.ljust(len(match[0])) if len(spelt) < len(match[0]) else match[0]
