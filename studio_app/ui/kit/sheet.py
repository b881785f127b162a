"""The style sheet: what Fusion and the palette cannot say, written from the colours and the base size."""

from dataclasses import dataclass

from studio_app.core import paths


@dataclass(frozen=True)
class Colours:
    """Names of the colours, the same in every scheme, as #RRGGBB.

    `line` parts things that rest, `edge` outlines things one can use; red, amber and green mean risk and time
    only. The `…_soft` colours are grounds on which the colour of the same name is written, `locked` is the ground
    of what can only be read.
    """

    ink: str
    secondary: str
    line: str
    edge: str
    page: str
    card: str
    hover: str
    locked: str
    accent: str
    on_accent: str
    red: str
    amber: str
    green: str
    accent_soft: str
    red_soft: str
    amber_soft: str
    green_soft: str
    plain_soft: str


def sheet(c: Colours, base: int) -> str:
    """The whole style sheet for one scheme and one base font size in pixels."""
    inner = max(36, round(base * 2.3)) - 2
    parts = (_ground(c, base), _buttons(c, base, inner), _ticks(c, base, inner), _fields(c, base, inner))
    return "".join((*parts, _lists(c, base, inner)))


def _ground(c: Colours, base: int) -> str:
    tones = "".join(
        f'QLabel[tone="{tone}"] {{ color: {ink}; }}\nQLabel[badge="true"][tone="{tone}"] {{ background: {ground}; }}\n'
        for tone, ink, ground in (
            ("red", c.red, c.red_soft),
            ("amber", c.amber, c.amber_soft),
            ("green", c.green, c.green_soft),
            ("accent", c.accent, c.accent_soft),
            ("plain", c.secondary, c.plain_soft),
        )
    )
    return f"""
QLabel[role="title"] {{ font-size: {round(base * 1.47)}px; }}
QLabel[role="section"] {{ font-size: {round(base * 1.07)}px; }}
QLabel[role="figure"] {{ font-size: {round(base * 1.9)}px; }}
QLabel[role="secondary"] {{ color: {c.secondary}; }}
QLabel[badge="true"] {{ border-radius: {round(base * 0.6)}px; padding: 2px {round(base * 0.8)}px;
  font-size: {round(base * 0.87)}px; }}
{tones}
QFrame[card="true"] {{ background: {c.card}; border: 1px solid {c.line}; border-radius: 10px; }}
QFrame[card="true"][focused="true"] {{ border: 2px solid {c.accent}; }}
QFrame[card="soft"] {{ background: {c.plain_soft}; border: none; border-radius: 8px; }}
QFrame[rail="true"] {{ background: {c.card}; border: none; border-right: 1px solid {c.line}; border-radius: 0; }}
QLabel[role="toast"] {{ color: {c.card}; background: {c.ink}; border-radius: 8px;
  padding: {round(base * 0.6)}px {round(base * 1.2)}px; }}
QFrame[banner="info"] {{ background: {c.accent_soft}; border: 1px solid {c.accent}; border-radius: 6px; }}
QFrame[banner="warn"] {{ background: {c.amber_soft}; border: 1px solid {c.amber}; border-radius: 6px; }}
QFrame[banner="error"] {{ background: {c.red_soft}; border: 1px solid {c.red}; border-radius: 6px; }}
QFrame[popup="true"] {{ background: {c.card}; border: 1px solid {c.edge}; border-radius: 6px; }}
QFrame[hit="current"] {{ background: {c.accent_soft}; border-radius: 6px; }}
QToolTip {{ color: {c.ink}; background: {c.card}; border: 1px solid {c.edge}; padding: 4px; }}
QScrollArea, QScrollArea > QWidget > QWidget[page="true"] {{ background: transparent; border: none; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }} QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: 4px; margin: 2px; min-height: 40px;
  min-width: 40px; }}
QScrollBar::handle:hover {{ background: {c.secondary}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: none; border: none; width: 0; height: 0; }}
QProgressBar {{ background: {c.plain_soft}; border: none; border-radius: 4px; max-height: 8px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
"""


def _buttons(c: Colours, base: int, inner: int) -> str:
    side, slim = round(base * 0.95), round(base * 0.4)
    return f"""
QPushButton, QToolButton {{ color: {c.ink}; background: {c.card}; border: 1px solid {c.edge};
  border-radius: 6px; min-height: {inner}px; padding: 0 {side}px; outline: none; }}
QToolButton {{ padding: 0 {side // 2}px; min-width: {inner - side}px; }}
QPushButton:hover, QToolButton:hover {{ background: {c.hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {c.line}; }}
QPushButton:checked, QToolButton:checked {{ color: {c.accent}; background: {c.accent_soft};
  border-color: {c.accent}; }}
QPushButton[kind="primary"] {{ color: {c.on_accent}; background: {c.accent}; border-color: {c.accent}; }}
QPushButton[kind="danger"] {{ color: {c.red}; border-color: {c.red}; }}
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{ color: {c.accent}; background: transparent;
  border-color: transparent; }}
QPushButton[kind="quiet"] {{ padding: 0 {slim}px; min-width: {inner - 2 * slim}px; }}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[kind="rail"] {{ color: {c.ink}; background: transparent; border-color: transparent; text-align: left;
  padding-left: {round(base * 0.9)}px; min-height: {round(inner * 0.8)}px; }}
QPushButton[kind="row"] {{ background: transparent; border-color: transparent; text-align: left; }}
QPushButton[kind="small"] {{ color: {c.ink}; background: transparent; border-color: transparent;
  padding: 0 2px; }}
QPushButton[kind="small"]:hover {{ color: {c.accent}; background: {c.hover}; }}
QPushButton[kind="cross"] {{ padding: 0; min-height: 0; border-radius: {round(base * 0.8)}px; }}
QPushButton[kind="rail"]:hover, QPushButton[kind="row"]:hover {{ background: {c.hover}; }}
QPushButton[kind="rail"]:checked {{ color: {c.accent}; background: {c.accent_soft}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {c.accent}; padding: 0 {side - 1}px;
  min-height: {inner - 2}px; }}
QToolButton:focus {{ padding: 0 {side // 2 - 1}px; }}
QPushButton[kind="quiet"]:focus {{ padding: 0 {slim - 1}px; }}
QPushButton[kind="primary"]:focus {{ border-color: {c.ink}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c.secondary}; background: {c.locked};
  border: 1px solid {c.line}; }}
"""


def _ticks(c: Colours, base: int, inner: int) -> str:
    """Boxes and rounds with the same frame whether they are on or not; what is on is filled."""
    size = round(base * 1.2)
    tick = paths.resource("icons", "tick-light.svg" if c.on_accent == "#FFFFFF" else "tick-dark.svg").as_posix()
    dot = f"qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5, stop:0.5 {c.accent}, stop:0.55 {c.card})"
    return f"""
QCheckBox, QRadioButton {{ min-height: {inner + 2}px; spacing: {round(base * 0.5)}px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {size - 2}px; height: {size - 2}px;
  border: 1px solid {c.secondary}; border-radius: 3px; background: {c.card}; }}
QRadioButton::indicator {{ border-radius: {size // 2}px; }}
QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: url("{tick}"); }}
QRadioButton::indicator:checked {{ background: {dot}; border-color: {c.accent}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {c.accent};
  width: {size - 4}px; height: {size - 4}px; }}
QCheckBox::indicator:checked:focus {{ border-color: {c.ink}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {c.edge}; background: {c.page}; }}
QCheckBox::indicator:checked:disabled {{ background: {c.secondary}; border-color: {c.secondary}; }}
"""


def _fields(c: Colours, base: int, inner: int) -> str:
    side = round(base * 0.6)
    return f"""
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QSpinBox, QDateEdit {{ color: {c.ink}; background: {c.card};
  border: 1px solid {c.edge}; border-radius: 6px; selection-background-color: {c.accent};
  selection-color: {c.on_accent}; placeholder-text-color: {c.secondary}; }}
QLineEdit, QComboBox, QSpinBox, QDateEdit {{ min-height: {inner}px; padding: 0 {side}px; }}
QLineEdit {{ padding-left: {side - 2}px; }}
QPlainTextEdit, QTextEdit {{ padding: {side - 4}px {side - 4}px; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {c.accent}; }}
QLineEdit:focus, QComboBox:focus {{ min-height: {inner - 2}px; padding: 0 {side - 1}px; }}
QLineEdit:focus {{ padding-left: {side - 3}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: {side - 5}px {side - 5}px; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] {{ border-color: {c.red}; }}
QLineEdit:read-only, QPlainTextEdit:read-only, QComboBox:disabled {{ background: {c.locked};
  border-color: {c.line}; }}
QLineEdit:read-only:focus {{ border: 1px solid {c.line}; min-height: {inner}px;
  padding: 0 {side}px 0 {side - 2}px; }}
QPlainTextEdit:read-only:focus {{ border: 1px solid {c.line}; padding: {side - 4}px {side - 4}px; }}
QComboBox::drop-down {{ border: none; width: {round(base * 1.8)}px; }}
QComboBox::down-arrow {{ image: none; }}
QLineEdit > QToolButton {{ min-height: 0; min-width: 0; padding: 0; border: none; background: transparent; }}
QToolButton[beside="true"] {{ max-height: {inner}px; }}
QComboBox > QLineEdit, QComboBox > QLineEdit:focus {{ border: none; background: transparent; padding: 0;
  min-height: 0; }}
QComboBox QAbstractItemView::item {{ min-height: {inner}px; padding-left: {side}px; }}
"""


def _lists(c: Colours, base: int, inner: int) -> str:
    side = round(base * 0.8)
    return f"""
QAbstractItemView {{ color: {c.ink}; background: {c.card}; border: none; outline: none;
  selection-background-color: {c.accent_soft}; selection-color: {c.ink}; }}
QComboBox QAbstractItemView, QMenu {{ border: 1px solid {c.edge}; background: {c.card}; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QListWidget {{ border: 2px solid transparent; border-radius: 6px; }}
QListWidget:focus {{ border-color: {c.accent}; }}
QScrollArea[preview="true"] {{ border: 2px solid transparent; }}
QScrollArea[preview="true"]:focus {{ border-color: {c.accent}; }}
QListWidget::item {{ padding: {round(base * 0.4)}px {round(base * 0.5)}px; }}
QListWidget[menu="true"] {{ border: 1px solid {c.line}; border-radius: 10px; padding: {round(base * 0.4)}px; }}
QListWidget[menu="true"]:focus {{ border: 2px solid {c.accent}; padding: {round(base * 0.4) - 1}px; }}
QListWidget[menu="true"]::item {{ border-radius: 6px; padding: 0 {round(base * 0.6)}px; }}
QListWidget[menu="true"]::item:hover {{ background: {c.hover}; }}
QListWidget[menu="true"]::item:selected {{ color: {c.accent}; background: {c.accent_soft}; }}
QTextBrowser[reading="true"] {{ border: 1px solid {c.line}; border-radius: 10px; padding: 0; }}
QTextBrowser[reading="true"]:focus {{ border: 2px solid {c.accent}; padding: 0; }}
QHeaderView {{ background: {c.card}; border: none; }}
QHeaderView::section {{ color: {c.secondary}; background: {c.card}; border: none;
  border-bottom: 1px solid {c.line}; padding: 0 {side}px; min-height: {inner}px; }}
QHeaderView::section:hover {{ background: {c.hover}; }}
QMenu::item {{ color: {c.ink}; padding: {round(base * 0.45)}px {side * 2}px; }}
QMenu::item:selected {{ background: {c.accent_soft}; color: {c.accent}; }}
QMenu::item:disabled {{ color: {c.secondary}; }}
QTabWidget::pane {{ border: none; }}
QTabBar::tab {{ color: {c.secondary}; background: transparent; padding: 0 {side}px; min-height: {inner}px;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {c.accent}; border-bottom: 2px solid {c.accent}; }}
QTabBar::tab:focus {{ background: {c.hover}; }}
"""
