"""All pages carry one style and a policy that lets nothing in or out."""

import base64
import hashlib
import re

from clv.language import lexicon
from clv.reporting.blocks import templates
from clv.reporting.pages.shell import policy, render, style

FIXED = ("page.html", "mail.html", "index.html")


def test_the_policy_knows_the_style_by_its_digest_and_allows_no_other() -> None:
    html = render("index.html", "en", reports=[])
    written = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert written
    digest = base64.b64encode(hashlib.sha256(written[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy()
    assert "unsafe" not in policy()
    for rule in ("default-src 'none'", "base-uri 'none'", "form-action 'none'"):
        assert rule in policy()
    assert f'content="{policy()}"' in html
    assert '<meta name="referrer" content="no-referrer">' in html


def test_the_style_asks_for_nothing() -> None:
    assert not re.search(r"url\(|@import|//[a-z]|</", style())


def test_every_fixed_text_of_the_templates_has_its_chinese() -> None:
    environment, found = templates(), set[str]()
    assert environment.loader is not None
    for name in FIXED:
        source = environment.loader.get_source(environment, name)[0]
        found |= set(re.findall(r'say\("([^"]+)"', source))
    assert len(found) > 10
    assert found <= lexicon("zh").keys()
