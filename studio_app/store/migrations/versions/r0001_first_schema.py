"""The first schema: everything of the desk, and the search index of the engine at hand."""

import sqlalchemy as sa
from alembic import op

from studio_app.store.table import UtcTime

revision = "0001"
down_revision = None

SEARCH = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_fts USING fts5(names, body, content='', contentless_delete=1)",
        "INSERT INTO search_fts(search_fts, rank) VALUES('rank', 'bm25(8.0, 1.0)')",
        "CREATE VIRTUAL TABLE secret_fts USING fts5(names, body, content='', contentless_delete=1)",
    ],
    "postgresql": [
        f"CREATE TABLE {table} (doc_id integer PRIMARY KEY, terms tsvector NOT NULL);"
        f"CREATE INDEX {table}_terms ON {table} USING gin(terms)"
        for table in ("search_fts", "secret_fts")
    ],
}


def upgrade() -> None:
    op.create_table('access_log',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('at', UtcTime(), nullable=False),
    sa.Column('account_id', sa.String(length=32), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('subject_id', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('change_set',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('desk_id', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('at', UtcTime(), nullable=False),
    sa.Column('account_id', sa.String(length=32), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('undoes_id', sa.String(length=32), nullable=True),
    sa.Column('undone', sa.Boolean(), nullable=False),
    sa.Column('undoable', sa.Boolean(), nullable=False),
    sa.Column('chain', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('desk_id', 'position')
    )
    op.create_index('change_set_by_account', 'change_set', ['account_id', 'position'], unique=False)
    op.create_table('dictionary_entry',
    sa.Column('dictionary', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('label', sa.String(), server_default='', nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('edited', sa.Boolean(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('studio_id', 'dictionary', 'code')
    )
    op.create_table('draft',
    sa.Column('account_id', sa.String(length=32), nullable=False),
    sa.Column('form', sa.String(length=80), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('saved_at', UtcTime(), nullable=False),
    sa.PrimaryKeyConstraint('account_id', 'form')
    )
    op.create_table('export_log',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('at', UtcTime(), nullable=False),
    sa.Column('account_id', sa.String(length=32), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('period', sa.String(), server_default='', nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('mask', sa.String(), server_default='', nullable=False),
    sa.Column('to_whom', sa.String(), server_default='', nullable=False),
    sa.Column('purpose', sa.String(), server_default='', nullable=False),
    sa.Column('file_name', sa.String(), server_default='', nullable=False),
    sa.Column('digest', sa.String(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('organisation',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.String(), server_default='', nullable=False),
    sa.Column('short_name', sa.String(), server_default='', nullable=False),
    sa.Column('phone', sa.String(), server_default='', nullable=False),
    sa.Column('address', sa.String(), server_default='', nullable=False),
    sa.Column('community', sa.String(), server_default='', nullable=False),
    sa.Column('street', sa.String(), server_default='', nullable=False),
    sa.Column('district_code', sa.String(), server_default='', nullable=False),
    sa.Column('member', sa.String(), server_default='', nullable=False),
    sa.Column('term_start', sa.Date(), nullable=True),
    sa.Column('term_end', sa.Date(), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('person',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.String(), server_default='', nullable=False),
    sa.Column('sort_key', sa.String(), server_default='', nullable=False),
    sa.Column('sex', sa.String(), server_default='', nullable=False),
    sa.Column('birthday', sa.Date(), nullable=True),
    sa.Column('id_type', sa.String(), server_default='', nullable=False),
    sa.Column('id_number', sa.String(), server_default='', nullable=False),
    sa.Column('id_hash', sa.String(), server_default='', nullable=False),
    sa.Column('phone', sa.String(), server_default='', nullable=False),
    sa.Column('address', sa.String(), server_default='', nullable=False),
    sa.Column('address_key', sa.String(), server_default='', nullable=False),
    sa.Column('note', sa.String(), server_default='', nullable=False),
    sa.Column('merged_into', sa.String(length=32), nullable=True),
    sa.Column('extra', sa.JSON(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['merged_into'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_person_address_key'), 'person', ['address_key'], unique=False)
    op.create_index(op.f('ix_person_id_hash'), 'person', ['id_hash'], unique=False)
    op.create_index(op.f('ix_person_merged_into'), 'person', ['merged_into'], unique=False)
    op.create_index('person_by_name', 'person', ['name'], unique=False)
    op.create_index('person_by_phone', 'person', ['phone'], unique=False)
    op.create_table('search_document',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('entity_id', sa.String(length=32), nullable=False),
    sa.Column('case_id', sa.String(length=32), server_default='', nullable=False),
    sa.Column('title', sa.String(), server_default='', nullable=False),
    sa.Column('subtitle', sa.String(), server_default='', nullable=False),
    sa.Column('body', sa.String(), server_default='', nullable=False),
    sa.Column('owner', sa.String(length=32), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('entity_id')
    )
    op.create_table('secret',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('setting',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('studio_id', 'name')
    )
    op.create_table('change',
    sa.Column('set_id', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('table_name', sa.String(), nullable=False),
    sa.Column('entity_id', sa.String(length=32), nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('payload', sa.String(), nullable=False),
    sa.Column('nonce', sa.String(), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['set_id'], ['change_set.id'], ),
    sa.PrimaryKeyConstraint('set_id', 'position')
    )
    op.create_index('change_by_entity', 'change', ['entity_id'], unique=False)
    op.create_index(op.f('ix_change_case_id'), 'change', ['case_id'], unique=False)
    op.create_table('issued_number',
    sa.Column('issuer_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('comparable', sa.String(), nullable=False),
    sa.Column('subject_id', sa.String(length=32), nullable=False),
    sa.Column('voided_on', sa.Date(), nullable=True),
    sa.Column('void_reason', sa.String(), server_default='', nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['issuer_id'], ['organisation.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('issuer_id', 'kind', 'year', 'serial')
    )
    op.create_index(op.f('ix_issued_number_comparable'), 'issued_number', ['comparable'], unique=False)
    op.create_index(op.f('ix_issued_number_subject_id'), 'issued_number', ['subject_id'], unique=False)
    op.create_table('staff',
    sa.Column('name', sa.String(), server_default='', nullable=False),
    sa.Column('sort_key', sa.String(), server_default='', nullable=False),
    sa.Column('role', sa.String(), server_default='', nullable=False),
    sa.Column('organisation_id', sa.String(length=32), nullable=True),
    sa.Column('phone', sa.String(), server_default='', nullable=False),
    sa.Column('address', sa.String(), server_default='', nullable=False),
    sa.Column('kin', sa.String(), server_default='', nullable=False),
    sa.Column('qualification', sa.String(), server_default='', nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_staff_organisation_id'), 'staff', ['organisation_id'], unique=False)
    op.create_table('account',
    sa.Column('sign_in', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('staff_id', sa.String(length=32), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('sign_in')
    )
    op.create_index(op.f('ix_account_staff_id'), 'account', ['staff_id'], unique=False)
    op.create_table('cases',
    sa.Column('mode', sa.String(length=1), nullable=False),
    sa.Column('number', sa.String(), server_default='', nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('former_numbers', sa.JSON(), nullable=False),
    sa.Column('issuer_id', sa.String(length=32), nullable=True),
    sa.Column('their_number', sa.String(), server_default='', nullable=False),
    sa.Column('title', sa.String(), server_default='', nullable=False),
    sa.Column('dispute_type', sa.String(), server_default='', nullable=False),
    sa.Column('subtype', sa.String(), server_default='', nullable=False),
    sa.Column('source', sa.String(), server_default='', nullable=False),
    sa.Column('source_unit', sa.String(), server_default='', nullable=False),
    sa.Column('accepted_on', sa.Date(), nullable=False),
    sa.Column('backdate_reason', sa.String(), server_default='', nullable=False),
    sa.Column('community', sa.String(), server_default='', nullable=False),
    sa.Column('place', sa.String(), server_default='', nullable=False),
    sa.Column('summary', sa.String(), server_default='', nullable=False),
    sa.Column('claims', sa.String(), server_default='', nullable=False),
    sa.Column('level', sa.String(), server_default='', nullable=False),
    sa.Column('risk', sa.String(), nullable=False),
    sa.Column('risk_signs', sa.JSON(), nullable=False),
    sa.Column('risk_note', sa.String(), server_default='', nullable=False),
    sa.Column('people_count', sa.Integer(), nullable=True),
    sa.Column('amount_fen', sa.Integer(), nullable=True),
    sa.Column('open_hearing', sa.Boolean(), nullable=False),
    sa.Column('police_number', sa.String(), server_default='', nullable=False),
    sa.Column('responsible', sa.String(), server_default='', nullable=False),
    sa.Column('measures', sa.String(), server_default='', nullable=False),
    sa.Column('advice', sa.String(), server_default='', nullable=False),
    sa.Column('note', sa.String(), server_default='', nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(), server_default='', nullable=False),
    sa.Column('outcome_note', sa.String(), server_default='', nullable=False),
    sa.Column('outcome_route', sa.String(), server_default='', nullable=False),
    sa.Column('outcome_parties', sa.JSON(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('archived_on', sa.Date(), nullable=True),
    sa.Column('extended_to', sa.Date(), nullable=True),
    sa.Column('extension_note', sa.String(), server_default='', nullable=False),
    sa.Column('suspended_on', sa.Date(), nullable=True),
    sa.Column('suspended_note', sa.String(), server_default='', nullable=False),
    sa.Column('former_rounds', sa.JSON(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('round_started_on', sa.Date(), nullable=True),
    sa.Column('handler_id', sa.String(length=32), nullable=True),
    sa.Column('sample', sa.Boolean(), nullable=False),
    sa.Column('parties_label', sa.String(), server_default='', nullable=False),
    sa.Column('parties_key', sa.String(), server_default='', nullable=False),
    sa.Column('next_due', sa.Date(), nullable=True),
    sa.Column('resolved_on', sa.Date(), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['handler_id'], ['staff.id'], ),
    sa.ForeignKeyConstraint(['issuer_id'], ['organisation.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('case_by_community', 'cases', ['community', 'deleted_at'], unique=False)
    op.create_index('case_by_day', 'cases', ['accepted_on', 'id', 'deleted_at'], unique=False)
    op.create_index('case_by_due', 'cases', ['next_due', 'accepted_on', 'id', 'deleted_at'], unique=False)
    op.create_index('case_by_handler', 'cases', ['handler_id', 'accepted_on', 'id', 'deleted_at'], unique=False)
    op.create_index('case_by_number', 'cases', ['number'], unique=False)
    op.create_index('case_by_parties', 'cases', ['parties_key', 'id', 'deleted_at'], unique=False)
    op.create_index('case_by_serial', 'cases', ['year', 'mode', 'serial', 'id', 'deleted_at'], unique=False)
    op.create_index('case_by_state', 'cases', ['state', 'accepted_on', 'id', 'deleted_at'], unique=False)
    op.create_index(op.f('ix_cases_handler_id'), 'cases', ['handler_id'], unique=False)
    op.create_index(op.f('ix_cases_issuer_id'), 'cases', ['issuer_id'], unique=False)
    op.create_index(op.f('ix_cases_resolved_on'), 'cases', ['resolved_on'], unique=False)
    op.create_table('agreement',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('number', sa.String(), server_default='', nullable=False),
    sa.Column('reached_on', sa.Date(), nullable=True),
    sa.Column('place', sa.String(), server_default='', nullable=False),
    sa.Column('facts', sa.String(), server_default='', nullable=False),
    sa.Column('default_terms', sa.String(), server_default='', nullable=False),
    sa.Column('remark', sa.String(), server_default='', nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('must_sign', sa.JSON(), nullable=False),
    sa.Column('signatures', sa.JSON(), nullable=False),
    sa.Column('mediator_signed_on', sa.Date(), nullable=True),
    sa.Column('sealed_on', sa.Date(), nullable=True),
    sa.Column('told_on', sa.Date(), nullable=True),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('court', sa.String(), server_default='', nullable=False),
    sa.Column('court_applied_on', sa.Date(), nullable=True),
    sa.Column('court_number', sa.String(), server_default='', nullable=False),
    sa.Column('court_result', sa.String(), server_default='', nullable=False),
    sa.Column('court_ruled_on', sa.Date(), nullable=True),
    sa.Column('superseded', sa.Boolean(), nullable=False),
    sa.Column('as_signed', sa.JSON(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_agreement_case_id'), 'agreement', ['case_id'], unique=False)
    op.create_table('case_staff',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('staff_id', sa.String(length=32), nullable=False),
    sa.Column('duty', sa.String(), nullable=False),
    sa.Column('chosen_by', sa.String(), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('decision', sa.String(), server_default='', nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_case_staff_case_id'), 'case_staff', ['case_id'], unique=False)
    op.create_index(op.f('ix_case_staff_staff_id'), 'case_staff', ['staff_id'], unique=False)
    op.create_table('follow_up',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('visited_on', sa.Date(), nullable=False),
    sa.Column('method', sa.String(), server_default='', nullable=False),
    sa.Column('visited', sa.JSON(), nullable=False),
    sa.Column('fulfilled', sa.String(), server_default='', nullable=False),
    sa.Column('text', sa.String(), server_default='', nullable=False),
    sa.Column('satisfaction', sa.String(), server_default='', nullable=False),
    sa.Column('new_signs', sa.String(), server_default='', nullable=False),
    sa.Column('measures', sa.String(), server_default='', nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('staff_id', sa.String(length=32), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_follow_up_case_id'), 'follow_up', ['case_id'], unique=False)
    op.create_index(op.f('ix_follow_up_staff_id'), 'follow_up', ['staff_id'], unique=False)
    op.create_table('intake',
    sa.Column('number', sa.String(), server_default='', nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('received_at', UtcTime(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), server_default='', nullable=False),
    sa.Column('community', sa.String(), server_default='', nullable=False),
    sa.Column('place', sa.String(), server_default='', nullable=False),
    sa.Column('people_count', sa.Integer(), nullable=False),
    sa.Column('dispute_type', sa.String(), server_default='', nullable=False),
    sa.Column('content', sa.String(), server_default='', nullable=False),
    sa.Column('wants', sa.String(), server_default='', nullable=False),
    sa.Column('other_side', sa.String(), server_default='', nullable=False),
    sa.Column('answer', sa.String(), server_default='', nullable=False),
    sa.Column('destination', sa.String(), server_default='', nullable=False),
    sa.Column('destination_note', sa.String(), server_default='', nullable=False),
    sa.Column('handling_unit', sa.String(), server_default='', nullable=False),
    sa.Column('handle_by', sa.Date(), nullable=True),
    sa.Column('result', sa.String(), server_default='', nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('answered_way', sa.String(), server_default='', nullable=False),
    sa.Column('satisfaction', sa.String(), server_default='', nullable=False),
    sa.Column('note', sa.String(), server_default='', nullable=False),
    sa.Column('receiver_id', sa.String(length=32), nullable=True),
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('backdate_reason', sa.String(), server_default='', nullable=False),
    sa.Column('sample', sa.Boolean(), nullable=False),
    sa.Column('visitor_label', sa.String(), server_default='', nullable=False),
    sa.Column('visitor_key', sa.String(), server_default='', nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['receiver_id'], ['staff.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('studio_id', 'year', 'serial')
    )
    op.create_index('intake_by_community', 'intake', ['community', 'deleted_at'], unique=False)
    op.create_index('intake_by_day', 'intake', ['received_at', 'id', 'deleted_at'], unique=False)
    op.create_index('intake_by_destination', 'intake', ['destination', 'received_at', 'id', 'deleted_at'], unique=False)
    op.create_index(op.f('ix_intake_case_id'), 'intake', ['case_id'], unique=False)
    op.create_index(op.f('ix_intake_receiver_id'), 'intake', ['receiver_id'], unique=False)
    op.create_table('investigation',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('made_at', UtcTime(), nullable=False),
    sa.Column('place', sa.String(), server_default='', nullable=False),
    sa.Column('present', sa.String(), server_default='', nullable=False),
    sa.Column('asked_name', sa.String(), server_default='', nullable=False),
    sa.Column('asked_detail', sa.String(), server_default='', nullable=False),
    sa.Column('text', sa.String(), server_default='', nullable=False),
    sa.Column('staff_id', sa.String(length=32), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('as_signed', sa.JSON(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_investigation_case_id'), 'investigation', ['case_id'], unique=False)
    op.create_index(op.f('ix_investigation_staff_id'), 'investigation', ['staff_id'], unique=False)
    op.create_table('mediation_session',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('started_at', UtcTime(), nullable=False),
    sa.Column('ended_at', UtcTime(), nullable=True),
    sa.Column('place', sa.String(), server_default='', nullable=False),
    sa.Column('method', sa.String(), server_default='', nullable=False),
    sa.Column('present', sa.JSON(), nullable=False),
    sa.Column('invited', sa.JSON(), nullable=False),
    sa.Column('mediators', sa.JSON(), nullable=False),
    sa.Column('recorder_id', sa.String(length=32), nullable=True),
    sa.Column('informed', sa.Boolean(), nullable=False),
    sa.Column('statements', sa.JSON(), nullable=False),
    sa.Column('narrative', sa.String(), server_default='', nullable=False),
    sa.Column('law', sa.String(), server_default='', nullable=False),
    sa.Column('result', sa.String(), server_default='', nullable=False),
    sa.Column('result_note', sa.String(), server_default='', nullable=False),
    sa.Column('next_at', UtcTime(), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('as_signed', sa.JSON(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['recorder_id'], ['staff.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_mediation_session_case_id'), 'mediation_session', ['case_id'], unique=False)
    op.create_index(op.f('ix_mediation_session_recorder_id'), 'mediation_session', ['recorder_id'], unique=False)
    op.create_table('participant',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(), server_default='', nullable=False),
    sa.Column('unit', sa.String(), server_default='', nullable=False),
    sa.Column('relation', sa.String(), server_default='', nullable=False),
    sa.Column('consented', sa.Boolean(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_participant_case_id'), 'participant', ['case_id'], unique=False)
    op.create_table('party',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('acts_for_id', sa.String(length=32), nullable=True),
    sa.Column('relation', sa.String(), server_default='', nullable=False),
    sa.Column('authority', sa.String(), server_default='', nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.String(), server_default='', nullable=False),
    sa.Column('sort_key', sa.String(), server_default='', nullable=False),
    sa.Column('sex', sa.String(), server_default='', nullable=False),
    sa.Column('ethnicity', sa.String(), server_default='', nullable=False),
    sa.Column('birthday', sa.Date(), nullable=True),
    sa.Column('age_told', sa.Integer(), nullable=True),
    sa.Column('id_type', sa.String(), server_default='', nullable=False),
    sa.Column('id_number', sa.String(), server_default='', nullable=False),
    sa.Column('id_hash', sa.String(), server_default='', nullable=False),
    sa.Column('phone', sa.String(), server_default='', nullable=False),
    sa.Column('address', sa.String(), server_default='', nullable=False),
    sa.Column('address_key', sa.String(), server_default='', nullable=False),
    sa.Column('occupation', sa.String(), server_default='', nullable=False),
    sa.Column('workplace', sa.String(), server_default='', nullable=False),
    sa.Column('representative', sa.String(), server_default='', nullable=False),
    sa.Column('sensitive_note', sa.String(), server_default='', nullable=False),
    sa.Column('consent', sa.String(), server_default='', nullable=False),
    sa.Column('consent_on', sa.Date(), nullable=True),
    sa.Column('informed_on', sa.Date(), nullable=True),
    sa.Column('informed_way', sa.String(), server_default='', nullable=False),
    sa.Column('privacy_on', sa.Date(), nullable=True),
    sa.Column('consent_recipients', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(), server_default='', nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['acts_for_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_party_acts_for_id'), 'party', ['acts_for_id'], unique=False)
    op.create_index(op.f('ix_party_address_key'), 'party', ['address_key'], unique=False)
    op.create_index(op.f('ix_party_case_id'), 'party', ['case_id'], unique=False)
    op.create_index(op.f('ix_party_id_hash'), 'party', ['id_hash'], unique=False)
    op.create_index(op.f('ix_party_person_id'), 'party', ['person_id'], unique=False)
    op.create_index('party_by_name', 'party', ['name', 'id'], unique=False)
    op.create_index('party_by_phone', 'party', ['phone', 'id'], unique=False)
    op.create_index('party_by_sound', 'party', ['sort_key', 'id'], unique=False)
    op.create_table('risk_report',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('sign', sa.String(), server_default='', nullable=False),
    sa.Column('reported_at', UtcTime(), nullable=False),
    sa.Column('target', sa.String(), server_default='', nullable=False),
    sa.Column('receiver', sa.String(), server_default='', nullable=False),
    sa.Column('way', sa.String(), server_default='', nullable=False),
    sa.Column('content', sa.String(), server_default='', nullable=False),
    sa.Column('feedback', sa.String(), server_default='', nullable=False),
    sa.Column('reporter', sa.String(), server_default='', nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_risk_report_case_id'), 'risk_report', ['case_id'], unique=False)
    op.create_table('attachment',
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('intake_id', sa.String(length=32), nullable=True),
    sa.Column('subject_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(), server_default='', nullable=False),
    sa.Column('media_type', sa.String(), server_default='', nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), server_default='', nullable=False),
    sa.Column('file_id', sa.String(length=32), nullable=False),
    sa.Column('file_key', sa.String(), server_default='', nullable=False),
    sa.Column('print_file_id', sa.String(), server_default='', nullable=False),
    sa.Column('print_file_key', sa.String(), server_default='', nullable=False),
    sa.Column('added_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(), server_default='', nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['intake_id'], ['intake.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_attachment_case_id'), 'attachment', ['case_id'], unique=False)
    op.create_index(op.f('ix_attachment_intake_id'), 'attachment', ['intake_id'], unique=False)
    op.create_index(op.f('ix_attachment_subject_id'), 'attachment', ['subject_id'], unique=False)
    op.create_table('clause',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('agreement_id', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('debtor_id', sa.String(length=32), nullable=True),
    sa.Column('creditor_id', sa.String(length=32), nullable=True),
    sa.Column('what', sa.String(), server_default='', nullable=False),
    sa.Column('amount_fen', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_text', sa.String(), server_default='', nullable=False),
    sa.Column('place', sa.String(), server_default='', nullable=False),
    sa.Column('manner', sa.String(), server_default='', nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['creditor_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['debtor_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_clause_agreement_id'), 'clause', ['agreement_id'], unique=False)
    op.create_index(op.f('ix_clause_case_id'), 'clause', ['case_id'], unique=False)
    op.create_index(op.f('ix_clause_creditor_id'), 'clause', ['creditor_id'], unique=False)
    op.create_index(op.f('ix_clause_debtor_id'), 'clause', ['debtor_id'], unique=False)
    op.create_table('confidential_note',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('session_id', sa.String(length=32), nullable=True),
    sa.Column('author_id', sa.String(length=32), nullable=False),
    sa.Column('text', sa.String(), server_default='', nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['session_id'], ['mediation_session.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_confidential_note_author_id'), 'confidential_note', ['author_id'], unique=False)
    op.create_index(op.f('ix_confidential_note_case_id'), 'confidential_note', ['case_id'], unique=False)
    op.create_index(op.f('ix_confidential_note_session_id'), 'confidential_note', ['session_id'], unique=False)
    op.create_table('own_reminder',
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('intake_id', sa.String(length=32), nullable=True),
    sa.Column('text', sa.String(), server_default='', nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['intake_id'], ['intake.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_own_reminder_case_id'), 'own_reminder', ['case_id'], unique=False)
    op.create_index(op.f('ix_own_reminder_intake_id'), 'own_reminder', ['intake_id'], unique=False)
    op.create_table('reminder',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('intake_id', sa.String(length=32), nullable=True),
    sa.Column('subject_id', sa.String(length=32), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('natural_on', sa.Date(), nullable=False),
    sa.Column('possible_on', sa.Date(), nullable=True),
    sa.Column('shown_on', sa.Date(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), server_default='', nullable=False),
    sa.Column('action', sa.String(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['intake_id'], ['intake.id'], ),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_index(op.f('ix_reminder_case_id'), 'reminder', ['case_id'], unique=False)
    op.create_index(op.f('ix_reminder_intake_id'), 'reminder', ['intake_id'], unique=False)
    op.create_index('reminder_by_due', 'reminder', ['shown_on'], unique=False)
    op.create_table('snooze',
    sa.Column('reminder_key', sa.String(length=80), nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=True),
    sa.Column('intake_id', sa.String(length=32), nullable=True),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), server_default='', nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['intake_id'], ['intake.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_snooze_case_id'), 'snooze', ['case_id'], unique=False)
    op.create_index(op.f('ix_snooze_intake_id'), 'snooze', ['intake_id'], unique=False)
    op.create_index(op.f('ix_snooze_reminder_key'), 'snooze', ['reminder_key'], unique=False)
    op.create_table('visitor',
    sa.Column('intake_id', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=True),
    sa.Column('name', sa.String(), server_default='', nullable=False),
    sa.Column('sort_key', sa.String(), server_default='', nullable=False),
    sa.Column('sex', sa.String(), server_default='', nullable=False),
    sa.Column('phone', sa.String(), server_default='', nullable=False),
    sa.Column('id_type', sa.String(), server_default='', nullable=False),
    sa.Column('id_number', sa.String(), server_default='', nullable=False),
    sa.Column('id_hash', sa.String(), server_default='', nullable=False),
    sa.Column('address', sa.String(), server_default='', nullable=False),
    sa.Column('address_key', sa.String(), server_default='', nullable=False),
    sa.Column('age_told', sa.Integer(), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['intake_id'], ['intake.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_visitor_address_key'), 'visitor', ['address_key'], unique=False)
    op.create_index(op.f('ix_visitor_id_hash'), 'visitor', ['id_hash'], unique=False)
    op.create_index(op.f('ix_visitor_intake_id'), 'visitor', ['intake_id'], unique=False)
    op.create_index(op.f('ix_visitor_person_id'), 'visitor', ['person_id'], unique=False)
    op.create_index('visitor_by_name', 'visitor', ['name', 'id'], unique=False)
    op.create_index('visitor_by_phone', 'visitor', ['phone', 'id'], unique=False)
    op.create_index('visitor_by_sound', 'visitor', ['sort_key', 'id'], unique=False)
    op.create_table('obligation',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('agreement_id', sa.String(length=32), nullable=False),
    sa.Column('clause_id', sa.String(length=32), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('debtor_id', sa.String(length=32), nullable=True),
    sa.Column('creditor_id', sa.String(length=32), nullable=True),
    sa.Column('what', sa.String(), server_default='', nullable=False),
    sa.Column('amount_fen', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('place', sa.String(), server_default='', nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['clause_id'], ['clause.id'], ),
    sa.ForeignKeyConstraint(['creditor_id'], ['party.id'], ),
    sa.ForeignKeyConstraint(['debtor_id'], ['party.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_obligation_agreement_id'), 'obligation', ['agreement_id'], unique=False)
    op.create_index(op.f('ix_obligation_case_id'), 'obligation', ['case_id'], unique=False)
    op.create_index(op.f('ix_obligation_clause_id'), 'obligation', ['clause_id'], unique=False)
    op.create_index(op.f('ix_obligation_creditor_id'), 'obligation', ['creditor_id'], unique=False)
    op.create_index(op.f('ix_obligation_debtor_id'), 'obligation', ['debtor_id'], unique=False)
    op.create_index('obligation_by_due', 'obligation', ['state', 'due_on'], unique=False)
    op.create_table('thumbnail',
    sa.Column('attachment_id', sa.String(length=32), nullable=False),
    sa.Column('jpeg', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], ),
    sa.PrimaryKeyConstraint('attachment_id')
    )
    op.create_table('performance',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('obligation_id', sa.String(length=32), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('amount_fen', sa.Integer(), nullable=True),
    sa.Column('proof', sa.String(), server_default='', nullable=False),
    sa.Column('note', sa.String(), server_default='', nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['obligation_id'], ['obligation.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_performance_case_id'), 'performance', ['case_id'], unique=False)
    op.create_index(op.f('ix_performance_obligation_id'), 'performance', ['obligation_id'], unique=False)
    op.create_table('urge',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('obligation_id', sa.String(length=32), nullable=True),
    sa.Column('urged_on', sa.Date(), nullable=False),
    sa.Column('way', sa.String(), server_default='', nullable=False),
    sa.Column('said', sa.String(), server_default='', nullable=False),
    sa.Column('answer', sa.String(), server_default='', nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('studio_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('deleted_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], ),
    sa.ForeignKeyConstraint(['obligation_id'], ['obligation.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_urge_case_id'), 'urge', ['case_id'], unique=False)
    op.create_index(op.f('ix_urge_obligation_id'), 'urge', ['obligation_id'], unique=False)
    for statement in SEARCH[op.get_context().dialect.name]:
        op.execute(statement)
