"""All word lists of all languages, compiled into what each part of understanding asks."""

from collections.abc import Mapping

from hotline.catalogs import Catalog
from hotline.understanding.commands import Commands
from hotline.understanding.kind_names import KindNames
from hotline.understanding.language import Languages
from hotline.understanding.lists.collecting import uncollected
from hotline.understanding.lists.lexicon import Lexicon
from hotline.understanding.lists.vocabulary import Vocabularies
from hotline.understanding.manner import Manners
from hotline.understanding.sorts import Sorts
from hotline.understanding.times.when import Times


class Lexicons:
    """All word lists of all languages, compiled. Make it once, at start."""

    @uncollected()
    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self.vocabularies = Vocabularies(catalogs)
        self.table = Lexicon(catalogs, self.vocabularies.all)
        self.commands = Commands(catalogs)
        self.kinds = KindNames(catalogs)
        self.languages = Languages(catalogs, self.vocabularies)
        self.times = Times(catalogs)
        self.sorts = Sorts(catalogs)
        self.manners = Manners(catalogs)
