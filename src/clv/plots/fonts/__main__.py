"""Make hanzi.otf again, after new characters have come into the texts.

``python -m clv.plots.fonts [NotoSansCJK-Regular.ttc]``; the source is in Debian's fonts-noto-cjk,
the tool comes with matplotlib.
"""

import sys

from fontTools import subset  # type: ignore[import-untyped]

from clv.plots.fonts import FAMILIES, FONT, wanted

SOURCE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_SIMPLIFIED_CHINESE = 2  # its place in the collection
_NAMES = {1: FAMILIES[1], 3: "clv hanzi", 4: FAMILIES[1], 6: "ClvHanzi"}
_UNUSED = ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]


def main(source: str = SOURCE) -> None:
    """Cut the font down to what charts write, under a name of its own.

    Parameters
    ----------
    source
        Noto Sans CJK, Regular, as a collection.
    """
    options = subset.Options(
        font_number=_SIMPLIFIED_CHINESE, hinting=False, layout_features=[], notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], recalc_timestamp=False,
    )  # fmt: skip
    options.drop_tables += _UNUSED
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(sign) for sign in wanted()])
    cutter.subset(font)
    for record in font["name"].names:
        record.string = _NAMES.get(record.nameID, record.toUnicode())
    font["CFF "].cff.fontNames = [_NAMES[6]]
    subset.save_font(font, str(FONT), options)
    print(f"{FONT}: {len(font.getBestCmap()):,} characters, {FONT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
