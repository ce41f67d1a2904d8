from enum import StrEnum


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """What a model field takes, from the words of ``core``."""
    return [(word.value, word.value.replace("_", " ")) for word in words]
