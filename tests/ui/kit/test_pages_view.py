from itertools import pairwise

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from studio_app.core.errors import Unavailable
from studio_app.ui.kit import look
from studio_app.ui.kit.page.pages_view import PagesView, print_pages
from studio_app.ui.kit.popup.messages import Dialogs
from tests.ui.hands import settle


def svg(width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}">'
        f'<rect x="0" y="0" width="{width}" height="{height}" fill="#C0392B"/>'
        f'<path d="M 50 50 L 200 50" stroke="black"/></svg>'
    )


PAGES = [svg(595, 842), svg(842, 595), svg(595, 842)]


def pdf_printer(path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_pages_fit_the_width_and_can_be_zoomed(shown, qtbot) -> None:
    view = PagesView("paper")
    shown(view, 700, 600)
    view.set_pages(PAGES)
    assert view.page_count() == 3

    def widths() -> set[int]:
        return {view.area.widget().layout().itemAt(place).widget().width() for place in range(3)}

    qtbot.waitUntil(lambda: len(widths()) == 1 and max(widths()) <= view.area.viewport().width())
    fitted = widths().pop()
    assert fitted > view.area.viewport().width() * 0.85
    view.zoom_in()
    assert widths().pop() == pytest.approx(fitted * 1.25, abs=2)
    view.zoom_out()
    view.zoom_out()
    assert view.zoom == 0.75


def test_pages_stand_under_one_another_from_the_first_moment(shown) -> None:
    view = PagesView("paper")
    shown(view, 700, 600)

    def gaps() -> list[int]:
        column = view.area.widget().layout()
        pages = [column.itemAt(place).widget() for place in range(column.count())]
        assert all(page.isVisible() for page in pages)
        return [after.y() - before.geometry().bottom() - 1 for before, after in pairwise(pages)]

    view.set_pages(PAGES)
    assert gaps() == [look.M, look.M]
    former = view.area.widget().findChildren(QWidget)
    view.set_pages(PAGES[:2])
    assert gaps() == [look.M]
    assert not any(page.isVisible() for page in former)
    view.zoom_in()
    assert gaps() == [look.M]


def test_the_page_is_drawn(shown, qtbot) -> None:
    view = PagesView("paper")
    shown(view, 700, 600)
    view.set_pages(PAGES[:1])
    page = view.area.widget().layout().itemAt(0).widget()
    image = page.grab().toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).name() == "#c0392b"
    assert not view.list.isVisible()


def test_the_list_jumps_to_a_page(shown, qtbot) -> None:
    view = PagesView("paper")
    shown(view, 700, 500)
    view.set_pages(PAGES)
    qtbot.waitUntil(lambda: view.area.verticalScrollBar().maximum() > 500)
    view.list.setCurrentRow(1)
    assert view.area.verticalScrollBar().value() > 200


def test_printing_is_vector_and_keeps_each_pages_size(tmp_path, monkeypatch) -> None:
    target = tmp_path / "pages.pdf"
    monkeypatch.setattr(Dialogs, "choose_printer", classmethod(lambda cls, parent, printer: True))
    assert print_pages(None, PAGES, printer=pdf_printer(target))
    pages = PdfReader(target).pages
    sizes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages]
    assert sizes == [(595, 842), (842, 595), (595, 842)]
    assert all("/XObject" not in page["/Resources"] or not page["/Resources"]["/XObject"] for page in pages)


def test_nothing_goes_to_a_printer_that_could_not_be_noted(tmp_path, monkeypatch) -> None:
    target = tmp_path / "pages.pdf"
    monkeypatch.setattr(Dialogs, "choose_printer", classmethod(lambda cls, parent, printer: True))

    def refuse() -> None:
        raise Unavailable("磁盘满了。")

    with pytest.raises(Unavailable):
        print_pages(None, PAGES, printer=pdf_printer(target), noted=refuse)
    assert not target.exists()


def test_printing_can_be_declined(tmp_path, monkeypatch) -> None:
    target = tmp_path / "pages.pdf"
    monkeypatch.setattr(Dialogs, "choose_printer", classmethod(lambda cls, parent, printer: False))
    assert not print_pages(None, PAGES, printer=pdf_printer(target))
    assert not target.exists()
    assert not print_pages(None, [])


def test_pages_that_have_the_keys_show_it(shown) -> None:
    view = PagesView("preview")
    shown(view)
    colours = []
    for has_it in (False, True):
        (view.area if has_it else view.list).setFocus()
        settle()
        colours.append(view.area.grab().toImage().pixelColor(view.area.width() // 2, 1) == look.colour("accent"))
    assert colours == [False, True]
