"""Month names as logs write them, in the languages that C libraries and log systems use."""

_NAMES = {
    1: "jan january janv janvier januar enero ene gennaio gen janeiro jänner jän januari sty",
    2: "feb february fév févr février fevr februar febrero febbraio fev fevereiro februari lut",
    3: "mar march mars märz mär mrz marzo março maart mrt marca",
    4: "apr april avr avril abr abril aprile kwi",
    5: "may mai mayo maggio mag maio mei maj",
    6: "jun june juin juni junio giugno giu junho cze",
    7: "jul july juil juillet juli julio luglio lug julho lip",
    8: "aug august août aou aoû ago agosto augustus sie",
    9: "sep sept september septembre septiembre settembre set setembro wrz",
    10: "oct october octobre okt oktober octubre ottobre ott out outubro paź",
    11: "nov november novembre noviembre novembro lis",
    12: "dec december déc décembre decembre dez dezember dic diciembre dicembre dezembro gru",
}

MONTHS: dict[str, int] = {name: number for number, names in _NAMES.items() for name in names.split()}


def month_of(name: str) -> int:
    """1 to 12, or 0 for a word that is no month."""
    return MONTHS.get(name.rstrip(".").lower(), 0)
