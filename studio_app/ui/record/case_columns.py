"""The columns of a list of disputes, wherever one is shown."""

from studio_app.ui.kit.table.table import Column

CASE_COLUMNS = (
    Column("number", "编号", 254, least=214),
    Column("parties", "当事人", 220, least=130),
    Column("title", "案由", 210, grows=True, least=78),
    Column("state", "状态", 86, least=78, tone=lambda row: row.state_tone),
    Column(
        "next_due", "下一步", 128, text=lambda row: row.due, tone=lambda row: "red" if row.overdue else "", least=96
    ),
    Column("risk", "风险", 56, align="center", tone=lambda row: row.risk_tone, leaves=6),
    Column("type", "类型", 130, least=84, leaves=5),
    Column("handler", "承办人", 84, leaves=4),
    Column("accepted_on", "受理日期", 116, text=lambda row: f"{row.accepted_on:%Y-%m-%d}", least=104, leaves=3),
    Column("community", "社区", 120, hidden=True, least=90, leaves=2),
    Column("mode", "办理方式", 110, hidden=True, leaves=1),
)
