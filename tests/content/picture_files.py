"""Small pictures for tests."""

from io import BytesIO

from PIL import Image


def png(width: int, height: int, colour: str = "teal") -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()
