"""What an act reads and writes, in fewer and cheaper calls, by plans that walk the keys."""

from importlib import import_module

from django.db import migrations

from erp.launch.database.watching import watching

guards = import_module("accounting.migrations.0002_ledger_guards")
issuing = import_module("accounting.migrations.0009_issuing")

# As in 0002, with one look instead of four before the number is taken; of the series it answers what makes
# a number a label.
POST = f"""
DROP FUNCTION post_entries;
CREATE FUNCTION post_entries(
    company bigint, journal_code text, preparer bigint,
    entry_dates date[], document_dates date[], sources text[], narrations text[], kinds text[],
    external_references text[], reversed_ids bigint[], storno boolean[], wanted_periods bigint[],
    approvers bigint[],
    positions int[], line_nos int[], accounts bigint[], party_accounts bigint[], branches bigint[],
    debits numeric[], credits numeric[], currencies text[], currency_amounts numeric[], due_dates date[],
    counterparties bigint[], dimension_sets bigint[], quantities numeric[])
    RETURNS TABLE (entry_id bigint, public_id uuid, number bigint, journal_id bigint, period_id bigint,
                   posted_at timestamptz, line_ids bigint[], series_id bigint, pattern text)
    LANGUAGE plpgsql SET search_path = public, pg_temp {guards.BY_KEY} AS $$
#variable_conflict use_column
DECLARE
    journal bigint; is_sales boolean; counted erp_series; periods bigint[]; ids bigint[];
    how_many int := cardinality(sources); first_day date; last_day date;
BEGIN
    SELECT j.id, j.kind = 'SALES', array_agg(p.id ORDER BY d.position), min(d.entry_date), max(d.entry_date)
    INTO journal, is_sales, periods, first_day, last_day
    FROM accounting_journal j
    CROSS JOIN unnest(entry_dates, wanted_periods) WITH ORDINALITY AS d (entry_date, wanted, position)
    JOIN accounting_period p ON p.company_id = company
        AND d.entry_date BETWEEN p.start_date AND p.end_date
        AND CASE WHEN d.wanted IS NULL THEN p.kind = 'REGULAR' ELSE p.id = d.wanted END
        AND {guards.PERIOD_TAKES.format(who="preparer")}
    WHERE j.company_id = company AND j.code = journal_code AND NOT EXISTS (
        SELECT FROM accounting_journalentry e WHERE e.company_id = company AND e.source = ANY (sources))
    GROUP BY j.id, j.kind;
    IF cardinality(periods) IS DISTINCT FROM how_many THEN RETURN; END IF;
    SELECT * INTO counted
        FROM take_numbers(company, journal_code, first_day, last_day, how_many, is_sales);
    IF counted.id IS NULL THEN RETURN; END IF;

    WITH born AS (
        INSERT INTO accounting_journalentry (public_id, company_id, journal_id, series_id, number,
            period_id, kind, entry_date, document_date, source, external_reference, narration,
            reverses_id, is_storno, prepared_by_id, approved_by_id, seal_version)
        SELECT gen_random_uuid(), company, journal, counted.id,
            counted.last_number - how_many + d.position, d.period_id, d.kind, d.entry_date,
            d.document_date, d.source, d.external_reference, d.narration, d.reverses_id, d.is_storno,
            preparer, d.approved_by_id, 1
        FROM unnest(periods, entry_dates, document_dates, sources, narrations, kinds,
                    external_references, reversed_ids, storno, approvers)
            WITH ORDINALITY AS d (period_id, entry_date, document_date, source, narration, kind,
                external_reference, reverses_id, is_storno, approved_by_id, position)
        RETURNING id, number)
    SELECT array_agg(born.id ORDER BY born.number) INTO ids FROM born;

    RETURN QUERY WITH born AS (
        INSERT INTO accounting_journalline (company_id, entry_id, line_no, account_id, party_account_id,
            branch_id, debit, credit, currency, currency_amount, entry_date, due_date,
            counterparty_company_id, dimension_set_id, quantity)
        SELECT company, ids[l.position], l.line_no, l.account_id, l.party_account_id, l.branch_id,
            l.debit, l.credit, l.currency, l.currency_amount, entry_dates[l.position], l.due_date,
            l.counterparty_id, l.dimension_set_id, l.quantity
        FROM unnest(positions, line_nos, accounts, party_accounts, branches, debits, credits, currencies,
                    currency_amounts, due_dates, counterparties, dimension_sets, quantities)
            AS l (position, line_no, account_id, party_account_id, branch_id, debit, credit, currency,
                  currency_amount, due_date, counterparty_id, dimension_set_id, quantity)
        RETURNING id, entry_id, line_no)
    SELECT e.id, e.public_id, e.number, e.journal_id, e.period_id, e.posted_at, lines.ids, counted.id,
        counted.pattern::text
    FROM (SELECT born.entry_id, array_agg(born.id ORDER BY born.line_no) AS ids
          FROM born GROUP BY born.entry_id) lines
    JOIN accounting_journalentry e ON e.id = lines.entry_id ORDER BY e.number;
END $$;
"""

# One text in JSON per invoice; its row is a text within, to be read by another reader. Each statement of a volatile function sees what was committed before it
# began, so what is read after the lock is not older than the lock. What a credit note corrects and what an
# invoice deducts is locked with it, all in one order.
INVOICE_FACTS = f"""
DROP FUNCTION invoice_facts;
CREATE FUNCTION invoice_facts(ids bigint[], for_update boolean) RETURNS SETOF text LANGUAGE plpgsql
    SET search_path = public, pg_temp {guards.BY_KEY} AS $$
BEGIN
    IF for_update THEN
        PERFORM id FROM accounting_invoice WHERE id = ANY (ARRAY(
            SELECT unnest(ids) UNION SELECT corrects_id FROM accounting_invoice WHERE id = ANY (ids)
            UNION SELECT advance_id FROM accounting_advancededuction WHERE invoice_id = ANY (ids)))
        ORDER BY id FOR NO KEY UPDATE;
    END IF;
    RETURN QUERY
    SELECT json_build_object('invoice', to_json(i)::text, 'company_version', c.facts_version,
        'journal_code', j.code, 'customer_number', a.number, 'party_account_id', a.party_account_id,
        'receivable_account_id', r.control_account_id, 'advance_party_account_id', a.advance_account_id,
        'advance_account_id', d.control_account_id, 'requires_order_number', a.requires_order_number,
        'buyer_name', coalesce(nullif(p.legal_name, ''), p.name), 'buyer_language', p.language,
        'buyer_email', p.email, 'ship_to_name', coalesce(nullif(s.legal_name, ''), s.name),
        'corrects', (SELECT row_to_json(x) FROM (
            SELECT o.id, o.number, o.status, o.type, o.exchange_rate, o.tax_exchange_rate, o.gross,
                o.payable, o.cash_rounding, o.journal_entry_id, (
                    SELECT coalesce(sum(n.gross), 0.0) FROM accounting_invoice n
                    WHERE n.corrects_id = o.id AND n.type = 'CREDIT_NOTE' AND n.status = 'ISSUED'
                ) AS credited
            FROM accounting_invoice o WHERE o.id = i.corrects_id) x),
        'lines', (SELECT coalesce(json_agg(l ORDER BY l.line_no), '[]') FROM (
            SELECT id, line_no, quantity, net_unit_price, price_base_quantity, net, rate_percent,
                tax_code_id, revenue_account_id, dimension_set_id, supply_date
            FROM accounting_invoiceline WHERE invoice_id = i.id) l),
        'charges', (SELECT coalesce(json_agg(c ORDER BY c.id), '[]') FROM (
            SELECT id, kind, amount, net, rate_percent, tax_code_id, account_id
            FROM accounting_invoicecharge WHERE invoice_id = i.id) c),
        'deductions', (SELECT coalesce(json_agg(x ORDER BY x.id), '[]') FROM (
            SELECT id, advance_id, tax_code_id, rate_percent, net, tax
            FROM accounting_advancededuction WHERE invoice_id = i.id) x),
        'breakdown', (SELECT coalesce(json_agg(b ORDER BY b.id), '[]') FROM (
            SELECT id, category, rate_percent, exemption_reason, base, tax
            FROM accounting_invoicetax WHERE invoice_id = i.id) b),
        'addresses', (SELECT coalesce(json_agg(x ORDER BY x.id), '[]') FROM (
            SELECT id, party_id, purpose, recipient, street, postal_code, city, region, country, start_date,
                end_date
            FROM erp_address WHERE party_id IN (i.party_id, i.ship_to_id)) x),
        'registrations', (SELECT coalesce(json_agg(x ORDER BY x.start_date), '[]') FROM (
            SELECT country, number, scheme, start_date, end_date
            FROM erp_taxregistration WHERE party_id = i.party_id) x),
        'contacts', (SELECT coalesce(json_agg(x ORDER BY x.id), '[]') FROM (
            SELECT id, email, language FROM erp_contact
            WHERE party_id = i.party_id AND receives_invoices AND is_active AND email <> '') x)
    )::text
    FROM accounting_invoice i
    JOIN accounting_journal j ON j.id = i.journal_id
    JOIN accounting_customeraccount a ON a.id = i.customer_account_id
    JOIN accounting_partyaccount r ON r.id = a.party_account_id
    LEFT JOIN accounting_partyaccount d ON d.id = a.advance_account_id
    JOIN erp_party p ON p.id = i.party_id
    JOIN erp_party s ON s.id = i.ship_to_id
    JOIN erp_company c ON c.id = i.company_id
    WHERE i.id = ANY (ids) ORDER BY i.id;
END $$;
"""

# All that the documents of a company may ask for; whoever remembers it remembers its version too.
COMPANY_FACTS = f"""
DROP FUNCTION company_facts;
CREATE FUNCTION company_facts(company bigint) RETURNS text LANGUAGE plpgsql
    SET search_path = public, pg_temp {guards.BY_KEY} AS $$
BEGIN
    RETURN (
    SELECT json_build_object('company', json_build_object(
        'id', c.id, 'name', c.name, 'legal_name', c.legal_name, 'register_line', c.register_line,
        'legal_lines', c.legal_lines, 'street', c.street, 'postal_code', c.postal_code, 'city', c.city,
        'country', c.country, 'base_currency', c.base_currency, 'tax_rounding', c.tax_rounding,
        'time_zone', c.time_zone),
        'registrations', (SELECT coalesce(json_agg(x ORDER BY x.start_date), '[]') FROM (
            SELECT country, number, scheme, start_date, end_date
            FROM erp_companytaxregistration WHERE company_id = c.id) x),
        'bank_accounts', (SELECT coalesce(json_agg(x ORDER BY x.is_default DESC, x.id), '[]') FROM (
            SELECT id, iban, bic, currency, is_default
            FROM erp_companybankaccount WHERE company_id = c.id) x),
        'purposes', (SELECT coalesce(json_object_agg(purpose, id), '{{}}') FROM accounting_account
            WHERE company_id = c.id AND purpose <> ''),
        'terms', (SELECT coalesce(json_object_agg(term_id, steps), '{{}}') FROM (
            SELECT term_id, json_agg(s ORDER BY s.delay_days, s.id) AS steps
            FROM accounting_paymenttermstep s JOIN accounting_paymentterm t ON t.id = s.term_id
            WHERE t.company_id = c.id GROUP BY term_id) x),
        'tax_codes', (SELECT coalesce(json_agg(x), '[]') FROM (
            SELECT t.id, t.code, t.category, t.exemption_code, t.exemption_reason, t.jurisdiction,
                (SELECT coalesce(json_agg(r), '[]') FROM accounting_taxrate r
                    WHERE r.tax_code_id = t.id) AS rates,
                (SELECT coalesce(json_agg(json_build_array(k.account_id, k.share_percent) ORDER BY k.id),
                        '[]') FROM accounting_taxcomponent k WHERE k.tax_code_id = t.id) AS components
            FROM accounting_taxcode t WHERE t.company_id = c.id) x)
    )::text
    FROM erp_company c WHERE c.id = company);
END $$;
"""

FREEZE = f"""
DROP FUNCTION freeze_invoices;
CREATE FUNCTION freeze_invoices(rows jsonb) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp {guards.BY_KEY} AS $$
BEGIN
    UPDATE accounting_invoice i SET status = 'ISSUED', issued_at = f.issued_at, number = f.number,
        journal_entry_id = f.journal_entry_id, net = f.net, tax = f.tax, gross = f.gross,
        cash_rounding = f.cash_rounding, payable = f.payable, issue_date = f.issue_date,
        posting_date = f.posting_date, tax_point_date = f.tax_point_date,
        tax_point_reason = f.tax_point_reason, due_date = f.due_date, exchange_rate = f.exchange_rate,
        tax_exchange_rate = f.tax_exchange_rate, language = f.language, terms_text = f.terms_text,
        installments = f.installments, seller_name = f.seller_name, seller_address = f.seller_address,
        seller_tax_number = f.seller_tax_number, seller_legal_lines = f.seller_legal_lines,
        seller_iban = f.seller_iban, seller_bic = f.seller_bic, buyer_name = f.buyer_name,
        buyer_address = f.buyer_address, buyer_tax_number = f.buyer_tax_number,
        ship_to_address = f.ship_to_address
    FROM jsonb_to_recordset(rows) AS f (id bigint, issued_at timestamptz, number text,
        journal_entry_id bigint, net numeric, tax numeric, gross numeric, cash_rounding numeric,
        payable numeric, issue_date date, posting_date date, tax_point_date date, tax_point_reason text,
        due_date date, exchange_rate numeric, tax_exchange_rate numeric, language text, terms_text text,
        installments jsonb, seller_name text, seller_address text, seller_tax_number text,
        seller_legal_lines text, seller_iban text, seller_bic text, buyer_name text, buyer_address text,
        buyer_tax_number text, ship_to_address text)
    WHERE i.id = f.id;
END $$;
"""
TAX_LINES = f"ALTER FUNCTION record_tax_lines {guards.BY_KEY};"

# Customers' accounts, locked before anything else of theirs, with what receipts must know: whether their
# keys are known, where the money goes, and what is owed on the invoices they name, locked by line.
RECEIPT_FACTS = f"""
CREATE FUNCTION receipt_facts(customer_accounts bigint[], wanted_keys text[], journal_code text,
    invoices bigint[]) RETURNS text LANGUAGE plpgsql
    SET search_path = public, pg_temp {guards.BY_KEY} AS $$
DECLARE line_ids bigint[]; company bigint;
BEGIN
    -- not the key: each posting on the account refers to it, and must not wait with its items locked
    PERFORM FROM accounting_partyaccount WHERE id = ANY (ARRAY(
        SELECT party_account_id FROM accounting_customeraccount WHERE id = ANY (customer_accounts)))
        ORDER BY id FOR NO KEY UPDATE;
    line_ids := ARRAY(SELECT o.line_id FROM accounting_invoice i
        JOIN accounting_customeraccount a ON a.id = i.customer_account_id
        JOIN accounting_openitem o ON o.entry_id = i.journal_entry_id
        WHERE i.id = ANY (invoices) AND i.customer_account_id = ANY (customer_accounts)
            AND i.status = 'ISSUED' AND i.type IN ('INVOICE', 'ADVANCE')
            AND o.party_account_id = a.party_account_id AND o.is_debit AND o.open_amount > 0);
    SELECT company_id INTO company FROM accounting_customeraccount WHERE id = customer_accounts[1];
    RETURN (
    WITH item AS MATERIALIZED (SELECT * FROM lock_open_items(line_ids))
    SELECT json_build_object(
        'accounts', (SELECT coalesce(json_agg(x), '[]') FROM (
            SELECT to_json(a)::text AS account, to_json(p)::text AS party_account,
                to_json(c)::text AS company
            FROM accounting_customeraccount a JOIN accounting_partyaccount p ON p.id = a.party_account_id
            JOIN erp_company c ON c.id = a.company_id WHERE a.id = ANY (customer_accounts)) x),
        'keys', (SELECT coalesce(json_agg(json_build_object(
                'payment_id', nextval('accounting_payment_id_seq'),
                'known_id', (SELECT id FROM accounting_payment p
                    WHERE p.company_id = company AND p.key = k.key)) ORDER BY k.position), '[]')
            FROM unnest(wanted_keys) WITH ORDINALITY AS k (key, position)),
        'money_account_id', (SELECT account_id FROM accounting_journal j
            WHERE j.company_id = company AND j.code = journal_code AND j.kind IN ('BANK', 'CASH')),
        'owed', (SELECT coalesce(json_agg(json_build_object('account_id', x.account_id, 'invoice', x)),
                '[]') FROM (
            SELECT i.customer_account_id AS account_id, i.id AS invoice_id,
                coalesce(i.number, '') AS number, i.type, i.currency, i.journal_entry_id AS entry_id,
                (SELECT coalesce(json_agg(o ORDER BY o.due_date, o.line_id), '[]') FROM (
                    SELECT line_id, due_date, open_amount FROM item
                    WHERE entry_id = i.journal_entry_id AND open_amount > 0) o) AS items
            FROM accounting_invoice i
            WHERE i.id = ANY (invoices) AND i.customer_account_id = ANY (customer_accounts)
                AND i.status = 'ISSUED' AND i.type IN ('INVOICE', 'ADVANCE')) x),
        'items', (SELECT coalesce(json_agg(x), '[]') FROM (
            SELECT o.line_id, o.company_id, o.branch_id, o.account_id, o.party_account_id, o.is_debit,
                o.currency, o.entry_date, o.open_amount, o.open_base_amount, c.base_currency
            FROM item o JOIN erp_company c ON c.id = o.company_id) x)
    )::text);
END $$;
"""

RECORD_PAYMENTS = f"""
CREATE FUNCTION record_payments(rows jsonb) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp {guards.BY_KEY} AS $$
BEGIN
    INSERT INTO accounting_payment
        SELECT r.* FROM jsonb_populate_recordset(NULL::accounting_payment, rows) r;
END $$;
"""

RECORD_ALLOCATIONS = f"""
CREATE FUNCTION record_allocations(rows jsonb) RETURNS SETOF bigint LANGUAGE plpgsql
    SET search_path = public, pg_temp {guards.BY_KEY} AS $$
BEGIN
    RETURN QUERY INSERT INTO accounting_allocation (company_id, party_account_id, debit_line_id,
        credit_line_id, currency, amount, debit_base_amount, credit_base_amount, difference_kind,
        difference_entry_id, allocation_date, created_by_id)
    SELECT company_id, party_account_id, debit_line_id, credit_line_id, currency, amount,
        debit_base_amount, credit_base_amount, difference_kind, difference_entry_id, allocation_date,
        created_by_id
    FROM jsonb_to_recordset(rows) AS r (company_id bigint, party_account_id bigint,
        debit_line_id bigint, credit_line_id bigint, currency text, amount numeric,
        debit_base_amount numeric, credit_base_amount numeric, difference_kind text,
        difference_entry_id bigint, allocation_date date, created_by_id bigint)
    RETURNING id;
END $$;
"""
WATCHED = {
    "accounting_account": "SELECT company_id FROM changed",
    "accounting_taxcode": "SELECT company_id FROM changed",
    "accounting_taxrate": "SELECT t.company_id FROM changed JOIN accounting_taxcode t ON t.id = tax_code_id",
    "accounting_taxcomponent": "SELECT t.company_id FROM changed"
    " JOIN accounting_taxcode t ON t.id = tax_code_id",
    "accounting_paymenttermstep": "SELECT t.company_id FROM changed"
    " JOIN accounting_paymentterm t ON t.id = term_id",
}
UNWATCHED = "".join(
    f"DROP TRIGGER facts_changed_{act} ON {table};"
    for table in WATCHED
    for act in ("insert", "update", "delete")
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounting", "0012_bills_anew"),
        ("erp", "0004_frequent_writes"),
    ]
    operations = [
        migrations.RunSQL(POST, "DROP FUNCTION post_entries;" + guards.POST),
        migrations.RunSQL(INVOICE_FACTS, "DROP FUNCTION invoice_facts;" + issuing.INVOICE_FACTS),
        migrations.RunSQL(COMPANY_FACTS, "DROP FUNCTION company_facts;" + issuing.COMPANY_FACTS),
        migrations.RunSQL(FREEZE, "DROP FUNCTION freeze_invoices;" + issuing.FREEZE),
        migrations.RunSQL(TAX_LINES, "DROP FUNCTION record_tax_lines;" + issuing.TAX_LINES),
        migrations.RunSQL(RECEIPT_FACTS, "DROP FUNCTION receipt_facts"),
        migrations.RunSQL(RECORD_PAYMENTS, "DROP FUNCTION record_payments"),
        migrations.RunSQL(RECORD_ALLOCATIONS, "DROP FUNCTION record_allocations"),
        migrations.RunSQL(watching(WATCHED), UNWATCHED),
    ]
