"""What issuing reads and writes, as functions: plans are kept, and each act is one call."""

from django.db import migrations

# Each statement of a volatile function sees what was committed before it began, so what is read after the
# lock is not older than the lock. What a credit note corrects and what an invoice deducts is locked with
# it, all in one order.
INVOICE_FACTS = """
CREATE FUNCTION invoice_facts(ids bigint[], for_update boolean)
    RETURNS TABLE (invoice accounting_invoice, facts text) LANGUAGE plpgsql
    SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF for_update THEN
        PERFORM id FROM accounting_invoice WHERE id = ANY (ARRAY(
            SELECT unnest(ids) UNION SELECT corrects_id FROM accounting_invoice WHERE id = ANY (ids)
            UNION SELECT advance_id FROM accounting_advancededuction WHERE invoice_id = ANY (ids)))
        ORDER BY id FOR NO KEY UPDATE;
    END IF;
    RETURN QUERY
    SELECT i, json_build_object(
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
        'steps', (SELECT coalesce(json_agg(t ORDER BY t.delay_days, t.id), '[]') FROM (
            SELECT id, share_percent, delay_days, is_end_of_month, fixed_day, discount_percent, discount_days
            FROM accounting_paymenttermstep WHERE term_id = i.payment_term_id) t),
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
    WHERE i.id = ANY (ids) ORDER BY i.id;
END $$;
"""

COMPANY_FACTS = """
CREATE FUNCTION company_facts(company bigint, codes bigint[], wanted_purposes text[])
    RETURNS text LANGUAGE plpgsql
    SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN (
    SELECT json_build_object(
        'id', c.id, 'name', c.name, 'legal_name', c.legal_name, 'register_line', c.register_line,
        'legal_lines', c.legal_lines, 'street', c.street, 'postal_code', c.postal_code, 'city', c.city,
        'country', c.country, 'base_currency', c.base_currency, 'tax_rounding', c.tax_rounding,
        'time_zone', c.time_zone,
        'registrations', (SELECT coalesce(json_agg(x ORDER BY x.start_date), '[]') FROM (
            SELECT country, number, scheme, start_date, end_date
            FROM erp_companytaxregistration WHERE company_id = c.id) x),
        'bank_accounts', (SELECT coalesce(json_agg(x ORDER BY x.is_default DESC, x.id), '[]') FROM (
            SELECT id, iban, bic, currency, is_default
            FROM erp_companybankaccount WHERE company_id = c.id) x),
        'purposes', (SELECT coalesce(json_object_agg(purpose, id), '{}') FROM accounting_account
            WHERE company_id = c.id AND purpose = ANY (wanted_purposes)),
        'tax_codes', (SELECT coalesce(json_agg(x), '[]') FROM (
            SELECT t.id, t.code, t.category, t.exemption_code, t.exemption_reason, t.jurisdiction,
                (SELECT coalesce(json_agg(json_build_array(r.start_date, r.rate_percent)), '[]')
                    FROM accounting_taxrate r WHERE r.tax_code_id = t.id) AS rates,
                (SELECT coalesce(json_agg(json_build_array(k.account_id, k.share_percent) ORDER BY k.id),
                        '[]') FROM accounting_taxcomponent k WHERE k.tax_code_id = t.id) AS components
            FROM accounting_taxcode t WHERE t.company_id = c.id AND t.id = ANY (codes)) x)
    )::text
    FROM erp_company c WHERE c.id = company);
END $$;
"""

FREEZE = """
CREATE FUNCTION freeze_invoices(rows jsonb) RETURNS TABLE (invoice_id bigint, frozen_at timestamptz)
    LANGUAGE plpgsql SET search_path = public, pg_temp
    SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    UPDATE accounting_invoice i SET status = 'ISSUED', issued_at = now(), number = f.number,
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
    FROM jsonb_populate_recordset(NULL::accounting_invoice, rows) f
    WHERE i.id = f.id RETURNING i.id, i.issued_at;
END $$;
"""

TAX_LINES = """
CREATE FUNCTION record_tax_lines(rows jsonb) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    INSERT INTO accounting_taxline (company_id, entry_id, line_no, tax_code_id, registration_country,
        registration_number, direction, category, exemption_code, rate_percent, currency, currency_base,
        currency_tax, base, tax, tax_currency, tax_currency_base, tax_currency_tax, deductible_percent,
        tax_point_date, return_period)
    SELECT company_id, entry_id, line_no, tax_code_id, registration_country, registration_number,
        direction, category, exemption_code, rate_percent, currency, currency_base, currency_tax, base,
        tax, tax_currency, tax_currency_base, tax_currency_tax, deductible_percent, tax_point_date,
        return_period
    FROM jsonb_populate_recordset(NULL::accounting_taxline, rows);
END $$;
"""
DROP = """
DROP FUNCTION record_tax_lines;
DROP FUNCTION freeze_invoices;
DROP FUNCTION company_facts;
DROP FUNCTION invoice_facts;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0008_rebuilding")]
    operations = [migrations.RunSQL(INVOICE_FACTS + COMPANY_FACTS + FREEZE + TAX_LINES, DROP)]
