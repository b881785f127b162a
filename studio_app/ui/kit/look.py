"""The one place that knows the look: colours, sizes, font, style sheet, icons, Qt's own Chinese words."""

import sys
from dataclasses import dataclass
from pathlib import Path

import PySide6
from PySide6.QtCore import QLibraryInfo, QLocale, QRect, QSize, Qt, QTimer, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from studio_app.ui.kit.sheet import Colours, sheet

XS, S, M, L, XL = 4, 8, 12, 16, 24
"""The only distances between things, in pixels."""

ICONS_AFTER_MS = 150
"""The icon font takes a third of a second to import; words alone are enough to start."""

RADIUS = 10
BASE = {"standard": 15, "large": 18, "huge": 21}
"""Base font in pixels by the size a person chose."""

LEAST_ROOM = QSize(56, 32)
"""Width and height in base fonts of the smallest window a page is laid out for: 840 × 480 in the standard size."""

SCHEMES = {
    "light": Colours(
        ink="#1D2733",
        secondary="#5F6C7C",
        line="#E3E8EE",
        edge="#C3CCD6",
        page="#F5F7FA",
        card="#FFFFFF",
        hover="#EEF2F7",
        locked="#F5F7FA",
        accent="#1F5FAE",
        on_accent="#FFFFFF",
        red="#C0392B",
        amber="#8F5D12",
        green="#276749",
        accent_soft="#E8F0FA",
        red_soft="#FCEBE9",
        amber_soft="#F8F0E2",
        green_soft="#E6F2EB",
        plain_soft="#EDF0F4",
    ),
    "dark": Colours(
        ink="#E6EAEF",
        secondary="#A7B2BF",
        line="#333C47",
        edge="#4D5967",
        page="#151A20",
        card="#1E252D",
        hover="#28313B",
        locked="#151A20",
        accent="#86B7F2",
        on_accent="#0F1B29",
        red="#F39A91",
        amber="#E3B76C",
        green="#86CFA4",
        accent_soft="#243549",
        red_soft="#42282A",
        amber_soft="#3B3222",
        green_soft="#21382D",
        plain_soft="#2C353F",
    ),
    "contrast": Colours(
        ink="#000000",
        secondary="#1F1F1F",
        line="#4A4A4A",
        edge="#000000",
        page="#FFFFFF",
        card="#FFFFFF",
        hover="#E6E6E6",
        locked="#E6E6E6",
        accent="#003A8C",
        on_accent="#FFFFFF",
        red="#8B0000",
        amber="#5A3800",
        green="#00451F",
        accent_soft="#DCE8FA",
        red_soft="#FFE3E0",
        amber_soft="#FFEFD0",
        green_soft="#DDF3E4",
        plain_soft="#E6E6E6",
    ),
}

SYSTEM_FONTS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "思源黑体",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
)
BUNDLED_FONT = "Noto Sans SC"


def apply(app: QApplication, size: str = "standard", scheme: str = "light") -> None:
    """Dress the whole program; may be called again at any time to change size or scheme."""
    chosen = SCHEMES[scheme]
    if app.styleSheet() == sheet(chosen, BASE[size]) and _of_app("look_scheme", "") == scheme:
        return  # every widget there is would be dressed anew, for nothing
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    _speak_chinese(app)
    if app.property("look_base") is None:  # once: a style that a sheet stands on does not tell its name any more
        app.setStyle("Fusion")
    app.setProperty("look_scheme", scheme)
    app.setProperty("look_base", BASE[size])
    app.setPalette(_palette(chosen))
    app.setFont(_font(BASE[size]))
    app.setStyleSheet(sheet(chosen, BASE[size]))


def colours() -> Colours:
    """The colours in force; light before `apply` was called."""
    return SCHEMES[str(_of_app("look_scheme", "light"))]


def colour(name: str) -> QColor:
    """One colour in force by its name in `Colours`."""
    return QColor(getattr(colours(), name))


def base() -> int:
    """Base font size in force, in pixels."""
    return int(str(_of_app("look_base", BASE["standard"])))


def scaled(pixels: float) -> int:
    """A length drawn for the standard size, in pixels of the size in force."""
    return round(pixels * base() / BASE["standard"])


def control_height() -> int:
    """Height of buttons and one-line fields, never below 36 px."""
    return max(36, round(base() * 2.3))


def least_room() -> QSize:
    """The smallest window whose pages need no bars but their own, in pixels of the size in force."""
    return LEAST_ROOM * base()


def font(factor: float = 1.0) -> QFont:
    """The base font, larger by `factor`; for widgets that paint themselves."""
    made = QFont(QApplication.font())
    made.setPixelSize(round(base() * factor))
    return made


def mark(widget: QWidget, **marks: str | bool) -> None:
    """Set the properties the style sheet looks at (kind, role, tone …) and dress the widget again."""
    for name, value in marks.items():
        widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def show_if(widget: QWidget, *, on: bool) -> None:
    """Show or hide; what would be seen anyway is left alone: shown before its page stands, it is dressed twice."""
    if not on or widget.isHidden():
        widget.setVisible(on)


def icon(name: str, tone: str = "ink") -> QIcon:
    """A Phosphor icon ("sun", "user-plus" …) in a colour of `Colours`; follows a later change of scheme.

    qtawesome is imported when the icon is first painted, so a rail that wants a quick first paint sets its
    icons afterwards.
    """
    return QIcon(_Glyph(name, tone))


class _Glyph(QIconEngine):
    """Asks for colour and font only when painted, so that start-up does not pay for them."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        if "qtawesome" not in sys.modules:
            _fetch_icons_later()
            return
        import qtawesome

        tone = "secondary" if mode == QIcon.Mode.Disabled else self._tone
        qtawesome.icon(f"ph.{self._name}", color=getattr(colours(), tone)).paint(painter, rect)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Glyph(self._name, self._tone)


def _fetch_icons_later() -> None:
    """Import the icon font once the first page stands, then let every widget draw its icon."""
    app = QApplication.instance()
    if app is None or app.property("icons_asked"):
        return
    app.setProperty("icons_asked", True)
    QTimer.singleShot(ICONS_AFTER_MS, app, fetch_icons)


def fetch_icons() -> None:
    """Load the icon font, and let every widget draw its icon."""
    import qtawesome  # noqa: F401 — imported for its effect: paint finds it loaded

    for widget in QApplication.allWidgets():
        QWidget.update(widget)  # in PySide6 6.8 a view's own update asks for an index


@dataclass(frozen=True)
class _Shade:
    """Which colour a role of Qt's palette takes, alive and disabled."""

    role: QPalette.ColorRole
    alive: str
    disabled: str


def _palette(chosen: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for shade in (
        _Shade(role.Window, chosen.page, chosen.page),
        _Shade(role.WindowText, chosen.ink, chosen.secondary),
        _Shade(role.Base, chosen.card, chosen.page),
        _Shade(role.AlternateBase, chosen.page, chosen.page),
        _Shade(role.Text, chosen.ink, chosen.secondary),
        _Shade(role.PlaceholderText, chosen.secondary, chosen.secondary),
        _Shade(role.Button, chosen.card, chosen.page),
        _Shade(role.ButtonText, chosen.ink, chosen.secondary),
        _Shade(role.Highlight, chosen.accent, chosen.secondary),
        _Shade(role.HighlightedText, chosen.on_accent, chosen.card),
        _Shade(role.Accent, chosen.accent, chosen.secondary),
        _Shade(role.Link, chosen.accent, chosen.secondary),
        _Shade(role.ToolTipBase, chosen.card, chosen.card),
        _Shade(role.ToolTipText, chosen.ink, chosen.ink),
        _Shade(role.Light, chosen.card, chosen.card),
        _Shade(role.Midlight, chosen.line, chosen.line),
        _Shade(role.Mid, chosen.edge, chosen.line),
        _Shade(role.Dark, chosen.edge, chosen.line),
    ):
        palette.setColor(QPalette.ColorGroup.All, shade.role, QColor(shade.alive))
        palette.setColor(QPalette.ColorGroup.Disabled, shade.role, QColor(shade.disabled))
    return palette


def _font(pixels: int) -> QFont:
    families = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    family = next((name for name in SYSTEM_FONTS if name in families), None)
    if family is None:
        family = BUNDLED_FONT
        if BUNDLED_FONT not in families:
            _load_bundled()
    made = QFont(family)
    made.setPixelSize(pixels)
    return made


def _load_bundled() -> None:
    from pylopdf_fonts_zh_cn import sans_path

    QFontDatabase.addApplicationFont(str(sans_path()))


def _speak_chinese(app: QApplication) -> None:
    """Qt's own buttons and menus in Chinese, once; without the file they stay English."""
    if app.findChild(QTranslator, "qtbase_zh_CN") is not None:
        return
    translator = QTranslator(app)
    translator.setObjectName("qtbase_zh_CN")
    if any(translator.load("qtbase_zh_CN", folder) for folder in translation_folders()):
        app.installTranslator(translator)


def translation_folders() -> list[str]:
    """Where `qtbase_zh_CN.qm` may lie: Qt's own place first, then beside PySide6 as PyInstaller lays it."""
    package = Path(PySide6.__file__).parent
    told = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return [told, str(package / "Qt" / "translations"), str(package / "translations")]


def _of_app(name: str, before_apply: object) -> object:
    app = QApplication.instance()
    told = app.property(name) if app is not None else None
    return before_apply if told is None else told
