"""Draws the pictures of the portal that other programs show: on a home screen, in a share preview.

    python docs/icons.py

Writes them to static/troubleshooter/, from the same mark as icon.svg. They hold no words, so that
they are right in every language.
"""

import io
import sys
from pathlib import Path

import vl_convert
from PIL import Image

FOLDER = Path(__file__).resolve().parent.parent / "static" / "troubleshooter"
GROUND, ACCENT, LINE, SURFACE = "#f7f6f2", "#0b5a75", "#d3d9dc", "#fff"
CHECK = (
    f'<path d="M8 17l5 5 11-12" fill="none" stroke="{SURFACE}" stroke-width="4" '
    'stroke-linecap="round" stroke-linejoin="round"/>'
)
# The mark fills its square; a launcher that cuts a circle or a drop out of it leaves the check.
ROUND = f'<rect width="32" height="32" rx="8" fill="{ACCENT}"/>{CHECK}'
WHOLE = f'<rect width="32" height="32" fill="{ACCENT}"/>{CHECK}'
SAFE = (
    f'<rect width="32" height="32" fill="{ACCENT}"/>'
    f'<g transform="translate(3.2 3.2) scale(0.8)">{CHECK}</g>'
)
ICONS = {
    "icon-180.png": (WHOLE, 180),
    "icon-192.png": (ROUND, 192),
    "icon-512.png": (ROUND, 512),
    "icon-maskable-512.png": (SAFE, 512),
}
XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
CARD = (1200, 630)


def main() -> None:
    for name, (mark, size) in ICONS.items():
        write(name, f'<g transform="scale({size / 32})">{mark}</g>', size, size)
    write("card.png", card(), *CARD)
    sys.stdout.write(f"Wrote {', '.join([*ICONS, 'card.png'])} to {FOLDER}\n")


def card() -> str:
    """The mark before three steps, of which the first is done."""
    width, height = CARD
    rows = "".join(row(196 + 96 * number, done=number == 0) for number in range(3))
    mark = f'<g transform="translate(150 175) scale(8.75)">{ROUND}</g>'
    return f'<rect width="{width}" height="{height}" fill="{GROUND}"/>{mark}{rows}'


def row(top: int, *, done: bool) -> str:
    """A line of words that cannot be read, in a box that is ticked or not."""
    edge, inside = (ACCENT, ACCENT) if done else ("#6d7a83", SURFACE)
    tick = f'<g transform="translate(520 {top - 2}) scale(1.5)">{CHECK}</g>' if done else ""
    box = f'<rect x="522" y="{top}" width="44" height="44" rx="12"'
    long = f'<rect x="598" y="{top + 10}" width="{452 if done else 380}" height="24" rx="12"'
    return (
        f'{box} fill="{inside}" stroke="{edge}" stroke-width="3"/>{tick}{long} '
        f'fill="{ACCENT if done else LINE}"/>'
    )


def write(name: str, drawing: str, width: int, height: int) -> None:
    """As a PNG of few colours, which is small."""
    svg = f'<svg {XMLNS} width="{width}" height="{height}">{drawing}</svg>'
    drawn = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=1, ppi=72)))
    if ROUND not in drawing or name == "card.png":
        drawn = drawn.convert("RGB")  # no corner of it is clear
    method = Image.Quantize.FASTOCTREE if drawn.mode == "RGBA" else Image.Quantize.MEDIANCUT
    drawn.quantize(64, method=method).save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    main()
