from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.analysis.core.drawing import wrap
from hotwash.analysis.core.fishbone import Bone, Options, fishbone
from hotwash.analysis.core.graph import Graph, Link
from hotwash.analysis.core.whys import WhysOptions, drawing
from tests.analysis.core.graphs import graph, node, whole

BONES = (Bone("technical", "Technical failure"), Bone("process", "Process gap"), Bone("monitoring", "Monitoring"))
SVG = "{http://www.w3.org/2000/svg}"


def factors(svg):
    return [group.get("data-factor") for group in ET.fromstring(svg).iter(f"{SVG}g") if group.get("data-factor")]


def rib(svg, key):
    groups = ET.fromstring(svg).iter(f"{SVG}g")
    return next(group for group in groups if group.get("data-bone") == key)


def test_each_factor_stands_on_the_bone_of_its_category():
    found = graph(
        node(1, "It broke", "outcome"),
        node(2, category="technical"),
        node(3, category="process"),
        node(4),
        because="1<2 2<3",
    )
    svg = fishbone(found, BONES)
    for key, number in (("technical", "2"), ("process", "3"), ("", "4")):
        inside = [group.get("data-factor") for group in rib(svg, key).iter(f"{SVG}g") if group.get("data-factor")]
        assert inside == [number]
    assert "nothing yet" in ET.tostring(rib(svg, "monitoring"), encoding="unicode")


def test_the_whys_draw_each_node_once_and_a_line_for_each_link():
    svg = drawing(whole(5, "1<2 1<3 2<4 3<4 4<5"))
    assert sorted(factors(svg)) == ["1", "2", "3", "4", "5"]
    curves = [path for path in ET.fromstring(svg).iter(f"{SVG}path") if " C" in str(path.get("d"))]
    assert len(curves) == 5


@pytest.mark.parametrize("draw", [lambda found: fishbone(found, BONES), drawing])
def test_whatever_people_write_is_text(draw):
    svg = draw(
        graph(node(1, '<script>alert("1")</script> & \x00\x1b ]]>', "outcome"), node(2, "<b>" * 300), because="1<2")
    )
    names = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
    assert names <= {"svg", "title", "desc", "g", "line", "path", "rect", "circle", "text", "tspan", "a"}


@pytest.mark.parametrize("draw", [lambda found: fishbone(found, BONES), drawing])
def test_an_empty_graph_and_a_circle_can_be_drawn(draw):
    ET.fromstring(draw(Graph(())))
    assert sorted(factors(draw(whole(3, "2<3 3<2")))) in (["2", "3"], ["1", "2", "3"])


def test_open_questions_are_marked_and_references_linked():
    svg = fishbone(whole(2, "1<2", category="process"), BONES, Options(gaps={2: "no evidence"}, href="#"))
    assert "drawing-gap" in svg
    assert 'href="#F-2"' in svg
    svg = drawing(whole(2, "1<2"), WhysOptions(gaps={2: "no evidence"}, href="/x/"))
    assert "drawing-gap" in svg
    assert 'href="/x/F-2"' in svg


def test_no_style_and_no_script_so_that_any_page_may_show_it():
    for svg in (fishbone(whole(3, "1<2 2<3"), BONES), drawing(whole(3, "1<2 2<3"))):
        assert "style=" not in svg
        assert "<script" not in svg


@given(st.text(max_size=300), st.integers(30, 400))
def test_wrapped_lines_fit(text, width):
    most = max(4, int(width / (12 * 0.5)))
    lines = wrap(text, width, 12, lines=5)
    assert 1 <= len(lines) <= 5
    assert all(len(line) <= most for line in lines)


def test_five_hundred_factors_are_drawn():
    found = Graph(
        tuple(node(number, f"Factor number {number}", category="technical") for number in range(1, 501)),
        tuple(Link(cause=number + 1, effect=number // 2 + 1) for number in range(1, 500)),
    )
    assert len(factors(drawing(found))) == 500
    assert len(factors(fishbone(found, BONES))) == 500
