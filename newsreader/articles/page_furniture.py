"""Lines of a copied web page that are the site's and not the article's. Each rule has a name."""

import re

_LONGEST_LABEL = 60


def _whole(*patterns: str) -> re.Pattern[str]:
    """Matches a line that is nothing else, give or take signs at its ends."""
    return re.compile(rf"\W*(?:{'|'.join(patterns)})\W*", re.IGNORECASE)


def _within(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_LABELS: dict[str, re.Pattern[str]] = {
    "skip link": _whole(
        "(?:skip|jump|go) (?:directly )?(?:to|past) .{1,40}|zum (?:haupt)?inhalt(?: springen)?|direkt zum inhalt",
        "aller au (?:contenu|menu)(?: principal)?|(?:ir|saltar) al contenido(?: principal)?|vai al contenuto",
        "naar (?:de )?(?:hoofd)?inhoud|accessibility (?:links|help)|本文へ(?:移動|スキップ)?|メインコンテンツへ.*|keyboard shortcuts?.*",
        "перейти к .{1,30}|تخطى? إلى .{1,20}|الانتقال إلى .{1,20}|içeriğe (?:geç|atla)|přejít na obsah",
    ),
    "menu": _whole(
        "(?:hamburger |main |site |burger |open |close |toggle )*(?:menu|menü|menú|navigation|nav|search|suche"
        "|rechercher|buscar|cerca|zoeken)(?: (?:toggle|button|icon|bar|menu|schließen|öffnen))*",
        "home(?:page)?|startseite|accueil|inicio|portada|sections?|all sections|ressorts|rubriques|secciones",
        "more menu|меню|главная|поиск|القائمة|الرئيسية|بحث|anasayfa|ana sayfa|トップ|ホーム|メニュー|検索",
        "(?:close|open|expand|show|hide|back|next|previous|zurück|weiter|retour|fermer|cerrar|schließen|閉じる"
        "|戻る)(?: (?:menu|all|to top|nach oben))?",
        "back to (?:top|home).*|nach oben|haut de page|edition|editions|us edition|uk edition|international edition",
        "language|sprache|languages?",
    ),
    "account": _whole(
        "(?:sign|log) ?(?:in|out|up)(?: / .*| or .*)?|register(?: now)?|my account|account",
        "subscribe(?: now| today| for .{1,30})?|subscriptions?|become a member|donate(?: now)?|(?:support|help) us",
        "e-?paper|anmelden|einloggen|registrieren|abo(?:nnieren|nnement)?|jetzt (?:abonnieren|testen).*|mein konto",
        "(?:se connecter|connexion|s['’](?:abonner|inscrire|identifier)|abonnez-vous.*|mon compte|créer un compte)",
        "iniciar sesión|suscr[ií]b(?:ete|irse|ase)?.{0,30}|regístrate|mi cuenta|accedi|abbonati.*|inloggen|abonneren",
        "ログイン|会員登録|有料会員.{0,20}|войти|вход|регистрация|подписаться|подписка|(?:abo |jetzt )?testen",
        "تسجيل الدخول|اشترك|giriş(?: yap)?|abone ol",
    ),
    "share": _whole(
        "deel(?: dit)?(?: artikel)?|click to (?:share|print|email).*|offrir (?:l['’])?article|réutiliser ce contenu",
        r"zur merkliste hinzufügen|x\.com|ad feedback|video ad feedback|\d{1,2}:\d\d\s+-\s+source: .{1,40}|copy link",
        "contribuer|conserver|réagir|commenter|ir a los comentarios|published|gift(?: link)?|republish(?: this article)?",
        "поделиться(?: .{1,20})?|вконтакте|одноклассники|телеграм|скопировать ссылку|paylaş",
        "مشاركة|شارك|فيسبوك|تويتر|واتساب|تلغرام|حفظ|نسخ الرابط|طباعة",
        "ajouter à (?:vos|mes) (?:sélections|favoris)|写真・図版|list|\\[pr\\]|merken|zur merkliste",
        "(?:share|teilen|partager|compartir|condividi|delen|シェア(?:する)?|ツイート|共有)(?: (?:this|on|via|to|by|the|article"
        "|story|page|with|auf|per|sur|en|por|su|op|l['’]article|artikel|artículo).{0,40})?",
        "(?:auf|per|via|sur|en|on) (?:facebook|twitter|x|whatsapp|telegram|e-?mail|linkedin|bluesky"
        "|mastodon)(?: (?:teilen|posten|senden|share))?",
        r"(?:facebook|twitter|x|x \(twitter\)|whatsapp|telegram|e-?mail|linkedin|reddit|pinterest|pocket|flipboard"
        "|messenger|bluesky|mastodon|threads|instagram|youtube|tiktok|rss|line|hatena|はてな|copy link|link kopieren"
        "|copier le lien|copiar enlace|print|drucken|imprimer|imprimir|stampa|save|merken|bookmark|tweet"
        r"|gift (?:this )?article)(?:[\s,|·/]+(?:facebook|twitter|x|whatsapp|telegram|e-?mail|linkedin|reddit"
        "|pinterest|copy link|print|drucken|save|rss|youtube|instagram))*",
        r"(?:\d+[.,]?\d*k? )?shares?|copied|link copied!?|copy|send|post|(?:text|font) size|text(?:größe)?|a ?a ?a",
        r"[a\s+−-]{1,8}|original (?:article|link)",
        r"(?:read|view|show|hide|post|leave|see|join)?(?: the)?(?: \d+)? ?(?:comments?|kommentare?|commentaires?"
        r"|comentarios?|commenti|reacties|コメント)(?: \(?\d+\)?)?",
        r"\d+ (?:comments?|responses?|replies|kommentare?|commentaires?|comentarios?|likes?)",
        r"(?:like|gefällt mir|j['’]aime|me gusta)(?: \d+)?|follow(?: us)?(?: on .{1,40})?|following|folgen|suivre",
        "seguir|suivez-nous.*|síguenos.*|folgen sie uns.*|add .{1,40} (?:as a preferred source )?(?:on|to) google.*",
        "preferred source.*",
    ),
    "player": _whole(
        "(?:listen|listen to (?:this )?(?:article|story)|play(?: video| audio)?|watch(?: video| live)?|pause|mute"
        "|unmute|audio|video|(?:artikel )?(?:an)?hören|vorlesen|écouter(?: l['’]article)?|escuchar"
        r"|ascolta)(?: \(?\d+[:.]?\d* ?(?:min(?:ute)?s?|sec)?\)?)?",
        r"\d{1,2}:\d\d(?: ?/ ?\d{1,2}:\d\d)?|this (?:audio|video) .{0,60}|loading\.*|fullscreen",
        r"view (?:gallery|image|fullscreen)|gallery|\d+ ?/ ?\d+|image \d+ of \d+|\d+ (?:of|von|sur) \d+",
        "(?:enlarge|open|expand|show|zoom|vergrößern|agrandir|ampliar|bild vergrößern)(?: (?:image|photo|picture"
        "|the photo|bild|l['’]image|la imagen))?(?: in fullscreen)?",
        r"\d+ ?(?:photos?|images?|bilder|fotos)",
    ),
    "reading time": _whole(
        r"(?:estimated )?(?:reading|read) ?time:? ?\d+ ?min(?:ute)?s?(?: read)?",
        r"\d+[- ]?min(?:ute)?s?(?:\.|s)?(?: (?:read|lesezeit|de lecture|de lectura|di lettura|leestijd))?",
        r"lesezeit:? ?(?:ca\.? )?\d+ min(?:uten)?\.?|temps de lecture ?:? ?\d+ min\.?|lecture ?:? ?\d+ min\.?",
        r"tiempo de lectura:? ?\d+ min\.?|\d+ (?:minuti|minuten|minutos|minutes) (?:di lettura|lesezeit|de lectur[ae])",
    ),
    "advertisement": _whole(
        "(?:advertisement|advertising|ad|ads|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|reklam[ae]?"
        r"|広告|реклама|إعلان|pr|sponsored(?: content)?|promoted|paid (?:content|post)|gesponsert)(?:\W+(?:continues|continue reading"
        "|scroll to continue|below).*)?",
        "(?:story|article|text|content) continues (?:below|after).{0,40}|continue reading(?: below)?",
        "scroll to continue.*|artikel geht nach .{0,20} weiter|la suite après .*|sigue leyendo.*",
        "(?:report|remove) (?:this )?ad.*|why you are seeing this.*|skip ad.*|after newsletter promotion",
        "lesen sie (?:nach|weiter).{0,30}anzeige.*",
    ),
    "footer": _whole(
        "(?:terms(?: (?:of (?:use|service)|(?:&|and) conditions))?|privacy(?: (?:policy|notice|settings))?"
        "|cookies?(?: (?:policy|settings|preferences|notice))?|imprint|impressum|datenschutz(?:erklärung)?|agb"
        "|mentions légales|cgu|cgv|aviso legal|política de privacidad|contact(?: us)?|kontakt|about(?: us)?|über uns"
        "|help|hilfe|faqs?|careers|jobs|advertise(?: with us)?|mediadaten|sitemap|accessibility|newsletters?|rss"
        "|feedback|corrections?|archive?|apps?|do not sell.*|your privacy choices|利用規約|プライバシー(?:ポリシー)?|お問い合わせ"
        r"|会社概要|о компании|контакты|о нас|редакция|من نحن|اتصل بنا|سياسة الخصوصية|hakkımızda|iletişim)(?:\s*[|·•/,]\s*.{1,80})*",
        r"(?:©|\(c\)|copyright).{0,200}|.{0,80}all rights reserved.{0,80}|alle rechte vorbehalten.*",
        "tous droits réservés.*|todos los derechos reservados.*|tutti i diritti riservati.*|.{0,60}無断転載.{0,60}",
        "(?:©.{0,40})?все права защищены.{0,60}|جميع الحقوق محفوظة.{0,40}|.{0,40}tüm hakları saklıdır.{0,40}",
        "download (?:on|our|the) .{1,40}|get it on google play|app store|google play",
    ),
    "award": _whole(
        r".{0,60}\b(?:media |press |digital |news )*awards?\b.{0,60}",
        "(?:best|top|winner|award-winning) (?:news|digital|website|newspaper|media|mobile).{0,60}",
        ".{0,40}(?:newspaper|website|news site|app) of the year.{0,40}",
    ),
    "topic row": _whole(
        "(?:topics?|tags?|tagged(?: with)?|categor(?:y|ies)|posted in|keywords?|themen|schlagwörter|mots-clés|temas"
        "|etiquetas|argomenti|more about|filed under"
        r"|explore more|キーワード|関連ワード|теги|темы|وسوم|الوسوم|etiketler)(?:\s*[:：].{0,120})?",
    ),
    "correction link": _whole(
        "(?:report|suggest) (?:an? |a )?(?:error|correction|typo).{0,40}|fehler gefunden.*|signaler une erreur.*",
    ),
}
_SENTENCES: dict[str, re.Pattern[str]] = {
    "cookie note": _within(
        r"\b(?:we|this (?:site|website)|our (?:site|website|partners)|wir|diese (?:web)?seite|nous|ce site|utilizamos"
        r"|este sitio|usiamo|questo sito|wij)\b.{0,80}\bcookies?\b",
        r"\b(?:accept|reject|manage|allow|essential|akzeptieren|ablehnen|accepter|refuser|aceptar|rechazar"
        r"|accetta)\b.{0,30}\bcookies\b",
        r"^\W*(?:accept|reject|agree|accept all|reject all|i agree|got it|ok|alle akzeptieren|alles ablehnen"
        r"|einstellungen|tout accepter|tout refuser|aceptar(?: todo)?|rechazar|accetta)\W*$",
        "cookie(?:s)? (?:consent|preferences|settings|einstellungen)",
        "(?:consent|your (?:choices|privacy)).{0,40}(?:partners|vendors)|クッキー",
    ),
    "newsletter box": _within(
        r"\b(?:sign up|subscribe|register|get|receive|join)\b.{0,80}\b(?:newsletters?|inbox|briefing|alerts?"
        r"|our (?:free )?(?:daily|weekly|morning|emails?))\b",
        r"\bnewsletter\b.{0,60}\b(?:anmelden|abonnieren|bestellen|inscri|abonne|suscr|iscri|registr)",
        r"\b(?:abonnieren|inscrivez|recevez|reciba|recibe|suscríbete|iscriviti|ricevi|melden sie sich"
        r"|schrijf je in)\b.{0,80}\b(?:newsletter|boletín|lettre)",
        r"^\W*(?:enter |your |ihre |votre |tu )*(?:e-?mail|email)[- ]?(?:address|adresse|adress)?\W*$",
        r"\bthe best of .{1,40} (?:in|to) your inbox|privacy (?:notice|policy) (?:for|applies)|protected by recaptcha",
        "メールマガジン|メルマガ",
    ),
    "app promotion": _within(
        r"^(?:читайте|подписывайтесь|следите).{0,60}\b(?:telegram|телеграм|вконтакте|дзен|whatsapp)|^تابعونا.{0,60}$",
        r"^(?:puedes seguir|sigue (?:a|toda)|seguici|volg ons)\b.{0,200}$|\bapuntarte aquí\b",
        r"\b(?:download|get|install|laden sie|téléchargez|descarga)\b.{0,40}\b(?:our|the|unsere|notre"
        r"|nuestra)\b.{0,30}\bapp(?:lication)?\b",
        r"\b(?:follow|join) us on\b",
        r"\b(?:folgen sie|suivez|síguenos|sigue)\b.{0,40}\b(?:whatsapp|telegram|twitter|facebook|instagram"
        r"|google news)\b",
        r"\bwhatsapp[- ](?:channel|kanal|canal)\b",
    ),
    "paywall": _within(
        r"\b(?:subscribe|register|sign in|log in) to (?:continue|read|unlock|keep)",
        "already (?:a )?(?:subscriber|registered|have an account)",
        "(?:free|unlimited) (?:trial|access|articles?) .{0,40}(?:remaining|left|subscri|month)",
        r"you (?:have|'ve) (?:\d+|reached|used).{0,40}free articles?|(?:weiterlesen|jetzt) mit .{0,30}abo",
        r"il vous reste .{1,20} de cet article|残り\d+文字",
        "cet article est réservé|contenido exclusivo para suscriptores|この記事は(?:有料)?会員",
        "support (?:our|independent|quality) journalism",
        "(?:your|a) (?:contribution|donation|gift) (?:helps|makes|will)",
        "(?:please )?(?:enable|turn on|activate) javascript|ad ?blocker|your browser (?:is|does)",
    ),
    "publishing note": _within(
        r"^this article is more than .{1,20} old$|^dieser artikel ist älter als|^cet article a plus de",
        r"^(?:(?:originally |first )(?:published|posted)|published in the print edition|this (?:article|story|post|piece) (?:was|is)"
        r" (?:originally|first|also|produced|published|republished)|a version of this (?:article|story) )",
        r"^(?:powered by|content is loading|expand to read|hosted by|designed by) ?.{0,60}$",
    ),
    "comment rules": _within(
        r"^(?:your e-?mail address will not be published|required fields are marked)",
        "^(?:comments? (?:are|is|have been) (?:closed|moderated|disabled|now closed)|join the (?:conversation"
        "|discussion|debate)|have your say|leave a (?:reply|comment)|be the first to comment|view comments"
        "|please (?:be|keep) .{0,40}(?:civil|respectful)|kommentar schreiben|laisser un commentaire|deja (?:un"
        "|tu) comentario)",
    ),
}
_READ_MORE = _within(
    r"^\W*(?:read more|read also|also read|read next|see also|more|related|related (?:article|story|coverage)"
    "|recommended|watch|listen|live|don['’]t miss|you may also like|in pictures|explainer|opinion|analysis"
    "|lesen sie (?:auch|mehr|hier)|mehr (?:zum thema|dazu)|siehe auch|à lire aussi|lire aussi|lire également"
    "|à voir aussi|sur le même sujet|lea también|lee también|también te puede interesar|te puede interesar"
    r"|más información|leggi anche|leia (?:também|mais)|lees ook|関連記事|あわせて読みたい|続きを読む"
    r"|читайте(?: также)?|اقرأ (?:أيضا|أيضاً|المزيد)|ayrıca okuyun)\s*[:：>»›|►▶→-]+\s*\S",
)
_TAIL = _whole(
    "also worth reading|also read|also in the news",
    "related(?: (?:articles?|stories|topics?|content|news|coverage|links?|posts?|reading|internet links))?",
    "more (?:on this(?: story)?|stories|news|like this|from .{1,40}|in .{1,30}|about this|coverage|top stories"
    "|to (?:read|explore))",
    "read (?:more|next|also)|most (?:read|popular|viewed|shared|commented)|trending(?: now)?",
    "popular(?: now| stories)?|recommended(?: (?:for you|stories|articles|reading))?",
    "you (?:may|might) (?:also )?(?:like|be interested in)|up next|next (?:story|article|up)",
    "latest(?: (?:news|stories|headlines|articles))?|top stories|editor['’]?s['’]? picks?|don['’]t miss",
    "in case you missed it|what to read next|keep reading|further reading|today['’]s (?:headlines|top stories)",
    "around the (?:web|bbc)|from (?:around|our) (?:the web|partners?)|sponsored (?:stories|links)",
    "promoted stories|explore|discover more|elsewhere|comments?|join the conversation|leave a (?:reply|comment)",
    "about the author|topics?|share this (?:article|story)|get in touch|contact (?:us|the author)|follow us",
    "newsletters?|the .{1,30} newsletter|our newsletters?|mehr zum thema",
    "mehr (?:aus|von|dazu|lesen|artikel|nachrichten).{0,30}|weitere (?:artikel|themen|nachrichten|meldungen)",
    "lesen sie auch|das könnte sie (?:auch )?interessieren|auch interessant|meistgelesen(?:e artikel)?",
    "verwandte (?:artikel|themen)|zur startseite|kommentare|empfehlungen der redaktion|neueste artikel",
    "aktuelle nachrichten|passend zum thema|zum thema|leserempfehlung(?:en)?",
    "(?:à )?lire (?:aussi|également|plus tard|la suite)|sur le même (?:sujet|thème)",
    "les plus (?:lus|partagés|populaires)|à la une|nos (?:articles|derniers articles).{0,30}",
    "articles? (?:liés|similaires|associés)|dans la même rubrique|pour aller plus loin|vous aimerez aussi",
    "ailleurs sur le web|commentaires|les? contenus? sponsorisés?|recommandé pour vous|te puede interesar",
    "también te puede interesar|lo más (?:leído|visto)|noticias relacionadas",
    "más (?:noticias|información|sobre .{1,30}|en .{1,30})|archivado en|últimas noticias|artículos relacionados",
    "relacionados?|comentarios|temas relacionados|le recomendamos|recomendados?|leggi anche",
    "potrebbe interessarti(?: anche)?|articoli correlati|i più letti|ultime notizie|leia (?:também|mais)",
    "mais lidas|notícias relacionadas|veja também|lees ook|meest gelezen|meer over.{0,40}",
    "gerelateerd(?:e artikelen)?|læs også|les også|läs (?:även|också|mer)|mest lest|mest läst",
    "читайте также|(?:самое )?(?:читаемое|популярное)|по теме|материалы по теме|другие новости",
    "اقرأ أيضا?ً?|الأكثر (?:قراءة|مشاهدة)|مواضيع ذات صلة|أخبار ذات صلة",
    "ilgili haberler|en çok okunanlar|související(?: články)?|czytaj (?:także|też|więcej)|zobacz (?:także|też)|powiązane",
    "関連(?:記事|ニュース|リンク|キーワード)|あわせて読みたい|人気(?:記事|ランキング)|ランキング|アクセスランキング|おすすめ(?:記事)?|最新(?:記事|ニュース)|注目(?:記事|ニュース)?",
    "この記事(?:を|に|の).{1,20}|コメント|相关(?:新闻|阅读|文章)|热门(?:文章|新闻)?|관련 ?기사",
)


def furniture_rule(line: str) -> str:
    """Return the name of the rule that says `line` is no part of an article, '' where none does."""
    if len(line) <= 160:
        for name, pattern in _LABELS.items():
            if pattern.fullmatch(line) and (len(line) <= _LONGEST_LABEL or name in ("footer", "share", "award")):
                return name
    if len(line) <= 400:
        for name, pattern in _SENTENCES.items():
            if pattern.search(line):
                return name
    if len(line) <= 200 and _READ_MORE.match(line):
        return "read more"
    return ""


def is_tail(line: str) -> bool:
    """Whether `line` heads what follows an article: related pieces, comments, the most read."""
    return len(line) <= _LONGEST_LABEL and bool(_TAIL.fullmatch(line))
