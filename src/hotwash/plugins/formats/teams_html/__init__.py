"""Microsoft Teams as HTML: a page of Teams that was saved, and what exporters and compliance tools write of a chat.

Teams on the web marks its parts by ``data-tid`` and writes the whole time into ``<time datetime>``; a message that follows
one of the same person has no name. Exports put name, time and words one after the other.
"""

import re

from hotwash.ports.reading.pages import ChatPage

_SIGNS = re.compile(
    r'data-tid="(?:chat-pane|message|channel-|post-)|teams\.microsoft\.com|Microsoft Teams|teams[-_]export|Exported chat'
    r"|SkypeTeams|TeamsMessagesData",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"message-author-name|threadBodyDisplayName|messageAuthor|\b(?:author|sender|from)(?:[-_]?name)?\b", re.IGNORECASE
)

plugin = ChatPage("teams.html", "Microsoft Teams chat as HTML", _SIGNS, _NAMES)
