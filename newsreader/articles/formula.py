"""MathML → a line of text that can be read aloud: (a+b)/2, x², √(2)."""

from selectolax.lexbor import LexborNode

from newsreader.articles.inline import lowered, raised
from newsreader.text import clean_line

_MAX_DEPTH = 40


def formula_text(node: LexborNode) -> str:
    """Return a formula as its author wrote it (LaTeX), where the page keeps that, else set in one line."""
    for annotation in node.css("annotation"):
        if "tex" in (annotation.attributes.get("encoding") or ""):
            source = clean_line(annotation.text(deep=True))
            return (
                source.removeprefix("{\\displaystyle").removesuffix("}").strip()
                if source.startswith("{\\displaystyle")
                else source
            )
    return clean_line(node.attributes.get("alttext") or "") or clean_line(_linear(node, 0))


def _linear(node: LexborNode, depth: int) -> str:
    if node.tag == "-text":
        return (node.text_content or "").strip()
    if node.tag in ("annotation", "annotation-xml", "-comment"):
        return ""
    if depth > _MAX_DEPTH:
        return node.text(deep=True)
    parts = [text for child in node.iter(include_text=True) if (text := _linear(child, depth + 1))]
    match node.tag, parts:
        case "mfrac", [above, below]:
            return f"{_grouped(above)}/{_grouped(below)}"
        case "msup", [base, power]:
            return base + (raised(power) if raised(power) != power else f"^{_grouped(power)}")
        case "msub", [base, index]:
            return base + (lowered(index) if lowered(index) != index else f"_{_grouped(index)}")
        case (("msubsup" | "munderover"), [base, below, above]):
            return f"{base}_{_grouped(below)}^{_grouped(above)}"
        case "msqrt", _:
            return f"√({''.join(parts)})"
        case "mroot", [base, index]:
            return f"{raised(index)}√({base})"
        case "mo", [sign] if sign in "=<>≤≥≠≈→":
            return f" {sign} "
        case _:
            return "".join(parts)


def _grouped(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"
