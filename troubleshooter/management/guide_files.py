"""Guide files as commands take them: read, checked, and refused with every problem."""

from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.picture_store import names_of, pictures_of, read_picture, take_over
from troubleshooter.content.problems import Problem
from troubleshooter.content.reader import LARGEST_FILE, read_guide
from troubleshooter.content.schema import GuideContent

# A guide that comes from a file and was never published.
NO_REVISION = 0


def guide_from_file(file: Path, stderr: OutputWrapper) -> PublishedGuide:
    """The guide in a file, as visitors would meet it; no database is touched.

    Raises CommandError, with each problem of the file on `stderr`, where it is refused.
    """
    try:
        content, problems = read_guide(guide_bytes(file))
    except OSError as error:
        raise CommandError(f"{file}: cannot be read: {error.strerror}") from error
    for problem in problems:
        stderr.write(problem_line(file, problem))
    if content is None:
        raise CommandError(f"Refused: {file}")
    return PublishedGuide(revision_id=NO_REVISION, number=NO_REVISION, content=content)


def guide_bytes(file: Path) -> bytes:
    """What is in the file, or just more of it than any guide may have, however long it is.

    Raises OSError where it cannot be read.
    """
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def problem_line(file: Path, problem: Problem) -> str:
    """A problem as editors' tools can jump to it: file, line, code, place, what, and what to do."""
    where = f"{file}:{problem.line}" if problem.line else str(file)
    return f"{where}: {problem.code} {problem.place}: {problem.message} {problem.remedy}"


def take_pictures(content: GuideContent, folder: Path | None) -> None:
    """Take over, from the folder, the pictures that the guide names and the folder has.

    Raises NotAPicture where a file is not what its name says, OSError where it cannot be read.
    """
    for name in _pictures_named(content):
        if folder is not None and (folder / name).exists():
            take_over(name, (folder / name).read_bytes())


def write_pictures(content: GuideContent, folder: Path) -> None:
    """Write every picture of the guide into the folder, for the import elsewhere."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _pictures_named(content):
        data = read_picture(name)
        if data is None:
            raise CommandError(f"The picture {name} is not in the store.")
        (folder / name).write_bytes(data)


def _pictures_named(content: GuideContent) -> list[str]:
    return list(dict.fromkeys(name for _, one in pictures_of(content) for name in names_of(one)))
