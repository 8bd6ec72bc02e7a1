"""What stands under a photo: the caption, and who made the photo."""

import re

_AGENCY = (
    r"(?:AFP|AP|Reuters|REUTERS|EPA|EFE|ANSA|dpa|DPA|APA|KEYSTONE|Keystone|Getty|Getty Images|imago|IMAGO|picture alliance"
    r"|Alamy|Shutterstock|Bloomberg|PA|PA Wire|PA Media|TASS|Xinhua|Kyodo|Jiji|Yonhap|ANP|TT|NTB|Ritzau|Lehtikuva|CP"
    r"|Associated Press|The Canadian Press|Magnum|Sputnik|Anadolu|AAP|Europa Press|MAXPPP|SIPA|Hans Lucas|CNS|WireImage"
    "|ТАСС|РИА Новости|رويترز|الفرنسية|الأناضول|أسوشيتد برس|غيتي)"
)
_LABEL = (
    r"(?:(?:(?:File|Handout|Stock|Archive|Staff|Courtesy) )?"
    r"(?:[Pp]hoto(?:s|graph|graphy)?|PHOTO|[Ii]mages?|Picture|Pic|[Ii]llustration|Graphic|Video|Screenshot)"
    r"(?: [Cc]redits?| [Cc]ourtesy(?: of)?| [Ii]llustration)?"
    r"|(?:Credit|CREDIT|Crédit|Crédito|Copyright|Source|Courtesy)s?(?: [Pp]hotos?| (?:de la )?[Ff]oto)?"
    r"|(?:Symbol|Archiv|Bei)(?:foto|bild)|(?:Foto|Bild)(?:s|grafie)?|FOTO|Bildquelle|Quelle|Fotografía|Fotografia|Imagen|Immagine|Beeld"
    r"|Kuva|Zdjęcie|Fot\.|Foto de|写真|撮影|画像|提供|图片来源|图|사진|Фото|Снимок|Foto|Fotoğraf|الصورة|تصوير|مصدر الصورة)"
)
_PLAYING_TIME = re.compile(r"\d{1,2}:\d\d\b")
_AFTER_SENTENCE = r"(?:^|(?<=[.!?…\"”»|)])\s*)"
_PATTERNS = (
    # '… (Photo: X via Y)', '… [Image credit: X]', '（写真：ロイター）'
    re.compile(
        rf"[(\[（【]\s*{_LABEL}\s*(?:[:：/]| by | via )\s*"
        r"(?P<credit>[^()\[\]（）【】]+(?:\([^()]*\))?[^()\[\]（）【】]*)[)\]）】]\.?$",
        re.IGNORECASE,
    ),
    # '… Photo: X', 'Credit: X', 'Crédit photo : X', '… Foto: dpa': a capital and a short name, for 'the photo:' is prose.
    re.compile(
        rf"(?:^|(?<=[\s.!?…\"”»|)–—-]))(?![a-z]){_LABEL}\s*[:：]\s*(?P<credit>[^.!?]{{2,80}}|[\w .,/&'’+-]{{2,80}})\.?$"
    ),
    # '… Photograph by X'
    re.compile(
        rf"{_AFTER_SENTENCE}(?:Photo(?:graph(?:y|s)?)?s?|Images?|Pictures?|Illustrations?) (?:by|courtesy of|via) (?P<credit>.+)$",
        re.IGNORECASE,
    ),
    # '…、佐藤花子撮影', '…＝ロイター提供'
    re.compile(r"[、＝=](?P<credit>[^、＝=。]{2,20}?)(?:氏)?(?:撮影|提供)$"),
    # '… © X', '(c) X'
    re.compile(r"[(\[（]?\s*(?:©️?|\(c\)|ⓒ)\s*(?P<credit>[^()（）]+?)\s*[)\]）]?\.?$", re.IGNORECASE),
    # '… in the harbour. JORGE LANZAS (EFE)', '… (ansa)'
    re.compile(rf"(?:^|(?<=[.!?…\"”»])\s+)(?P<credit>(?:[A-ZÀ-Þ][\w.'’-]+ ){{2,5}}\({_AGENCY}\))\.?$"),
    # '… (AP Photo/X)', '(X/Reuters)', '(Reuters)'
    re.compile(rf"[(\[（]\s*(?P<credit>(?:[^()（）]*\b)?{_AGENCY}\b[^()（）]*)[)\]）]\.?$"),
    re.compile(rf"[(\[（]\s*(?P<credit>(?i:{_AGENCY})(?:[ /](?i:{_AGENCY}))*)\s*[)\]）]\.?$"),
    # '… in this file photo. HOUSE/Ines Roca/File Photo'
    re.compile(r"(?:^|(?<=[.!?…\"”»])\s+)(?P<credit>[A-ZÀ-Þ][A-ZÀ-Þ .&-]{2,30}/[^.!?]{2,60})$"),
    # '… said on Monday. X/AFP/Getty Images', 'REUTERS/X', '… – AP Photo/X'
    re.compile(
        rf"(?:^|(?<=[.!?…\"”»])\s+|\s+[|–—-]\s+)(?P<credit>(?:[^.!?]{{1,60}}\s?/\s?)?{_AGENCY}\b"
        r"(?:\s?(?:Photo)?\s?/\s?[^.!?]{1,60}| (?:Images?|Photo|Wire|News))*)$"
    ),
    # '… on Monday. Ada Lens/The Courier'
    re.compile(
        r"(?:^|(?<=[.!?…\"”»])\s+)(?P<credit>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}\s?/\s?[A-Z][\w .&'’-]{1,50})$"
    ),
)


def split_credit(caption: str) -> tuple[str, str]:
    """Return (caption, credit) of a one-line caption; the credit is '' where none is recognised.

    >>> split_credit("The leaders meet in Beijing. (Photo: Agency/A. Lens via OTHER)")
    ('The leaders meet in Beijing.', 'Agency/A. Lens via OTHER')
    """
    if _PLAYING_TIME.match(caption):
        return caption, ""
    for pattern in _PATTERNS:
        found = pattern.search(caption)
        if found and len(found["credit"]) <= 160:
            return caption[: found.start()].rstrip(" |–—-·"), found["credit"].strip(" .·|")
    return caption, ""
