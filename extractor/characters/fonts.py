"""What a character means by its font: Symbol, Wingdings 1 to 3, Webdings, MT Extra -> Unicode.

In these fonts a code is not the letter it is in others: 0xB3 of Symbol is shown as ≥, R of Wingdings 2 as a ticked box.
The files hold the code itself (\u00b3), its Windows-1252 letter, or the code in the private area (U+F0B3); `shown`
gives what a person sees for any of them. Every reader that knows a run's font uses this one table.
Source: the fonts' published glyph lists (Unicode's vendor mapping of Symbol; L2/12-368 for Wingdings and Webdings;
MathType's list of MT Extra). Variants of one form sign are one sign here: every empty box is □, ticked ☑, crossed
☒, tick √, cross ×.
"""

from __future__ import annotations

from functools import lru_cache

UNKNOWN = "\ufffd"
"""Stands in the tables where a font has no glyph or none that Unicode knows."""
_FIRST = 0x20
_PRIVATE = 0xF000
POINTS: dict[str, str] = {
    "symbol": (
        " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩ"
        "ΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
        "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
        "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd€ϒ′≤⁄∞ƒ♣♦♥♠↔←"
        "↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩"
        "∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\ufffd"
    ),
    "wingdings": (
        " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳🏱✈☼🌢❄🕆✞🕈"
        "✠✡☪☯🕉☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵●🔾■□□□□🞟⧫◆❖⬩⌧⮹⌘🏵🏶🙶🙷□🄋➀➁➂➃➄➅➆➇➈➉🄌➊➋➌➍"
        "➎➏➐➑➒➓🙢🙠🙡🙣🙞🙜🙝🙟∙•⬝⭘🞆🞈🞊🞋🔿▪□🟁🟅★🟋🟏🟓🟑⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴"
        "⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋🡨🡪🡩🡫🡬🡭🡯🡮🡸🡺🡹🡻🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭×√☒☑\ufffd"
    ),
    "wingdings 2": (
        " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑×√☒☑☒☒⮾⮿🛇"
        "⦸🙱🙴🙲🙳‽🙹🙺🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿\ufffd☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤"
        "🕥🕦🕧🙨🙩⋅🞄⦁●○🞅🞇🞉⊙⦿🞌🞍◾■□□□🞓🞔▣🞕🞖🞗🞘⬩⬥◇🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁⬟⯂⬣⬢⯃⯄🞡🞢"
        "🞣🞤🞥🞦🞧🞨🞩🞪🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒✹🟃🟇✯🟍🟔⯌⯍※⁂\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
    ),
    "wingdings 3": (
        " ⭠⭢⭡⭣⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌⭮⭯⎋⌤⌃⌥␣⍽"
        "⇪⮸🢠🢡🢢🢣🢤🢥🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙▲▼△▽◀▶◁▷◣◢◤◥🞀🞂🞁\ufffd🞃⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕"
        "🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂🠁🠃🠄🠆🠅🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽🠿🡀🡂🡁🡃🡄🡆🡅"
        "🡇⮨⮩⮪⮫⮬⮭⮮⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷🡶🢀🢂🢁🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕🢗\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
        "\ufffd\ufffd\ufffd\ufffd"
    ),
    "webdings": (
        " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂🏞🏕🛤🏟🛳🕬🕫🕨"
        "🔈🎔🎕🗬🙽🗭🗪🗫⮔√🚲□🛡📦🛱■🚑🛈🛩🛰🟈🕴●🛥🚔🗘×❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲\ufffd🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠"
        "🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻🖥🖦🖧🕹🎮🕻🕼📟"
        "🖁🖀🖨🖩🖿🖪🗜🔒🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊"
    ),
    "mt extra": (
        " \ufffd\ufffd\u0300\u0302\u0303\u0307\ufffd⌣⌢\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
        "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd∼≃⊲≪⊳≫≜≙≐∐ƛ\ufffd\ufffd\ufffd\ufffd∩℧…⋯⋮⋰⋱∥∵∡∢\ufffd∪△□"
        "▭▱↗↙\ufffd↘↖\ufffd‵↦↕⇕○⊙≻\ufffdℏ\ufffd\ufffd\ufffdℓ∓\ufffd∘≺\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
        "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd⇄\ufffd\ufffd⇌\ufffd\ufffd⇀↽\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
        "\ufffd\ufffd"
        "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdℝℤℂℚℕ"
        "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
        "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
        "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
        "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
        "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd¹²³½¼¾⁄\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
    ),
}
"""By font name in lower case: what the codes 0x20 to 0xFF show."""
_OTHER_NAMES = {
    "symbolmt": "symbol", "symbol mt": "symbol", "symbolps": "symbol", "standardsymbolsps": "symbol",
    "standard symbols l": "symbol",
    "wingdings2": "wingdings 2", "wingdings3": "wingdings 3", "wingdings regular": "wingdings",
    "wingdings-regular": "wingdings",
    "mtextra": "mt extra", "mt-extra": "mt extra",
}  # fmt: skip


@lru_cache(maxsize=512)
def symbol_font(name: str | None) -> str | None:
    """The table's name of a symbol font, None for every other font. Family lists, subset tags and quotes are looked
    through.

    "ABCDEF+Wingdings-Regular" -> "wingdings"; "Symbol, serif" -> "symbol"; "宋体" -> None.
    """
    if not name:
        return None
    first = name.split(",")[0].strip(" \t\r\n\"'").lower()
    if len(first) > 7 and first[6] == "+":
        first = first[7:]
    first = _OTHER_NAMES.get(first, first)
    return first if first in POINTS else None


def shown(text: str, font: str | None) -> str:
    """What a person sees of a text set in a font: unchanged unless it is a symbol font.

    A code that the font does not show in a way Unicode knows stays in the private area (U+F0xx), so that whoever reads
    the text can tell that something stands there.
    """
    known = symbol_font(font)
    return text if known is None else text.translate(_table(known))


@lru_cache(maxsize=len(POINTS))
def _table(font: str) -> dict[int, str]:
    """Translation of codes, their Windows-1252 letters and their private-area twins."""
    table: dict[int, str] = {}
    for code, seen in enumerate(POINTS[font], _FIRST):
        if seen == UNKNOWN:
            seen = chr(_PRIVATE + code)
        table[code] = table[_PRIVATE + code] = seen
        if 0x80 <= code < 0xA0:
            letter = bytes([code]).decode("cp1252", "ignore")
            if letter:
                table[ord(letter)] = seen
    return table


def is_private(char: str) -> bool:
    """Whether a character has no meaning without its font (private use areas)."""
    return "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"
