"""Text that no spreadsheet takes for a formula."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """An apostrophe before what could begin a formula: spreadsheets hide it.

    Source: OWASP, CSV Injection; the wide forms of the same signs are typed in East Asia.
    """
    return f"'{text}" if text.startswith(DANGEROUS) else text
