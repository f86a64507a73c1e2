"""Moves only grow, and levels follow moves and reservations by themselves."""

from django.db import migrations

# Guard functions are SECURITY DEFINER with a fixed search path: the serving login may only read the
# levels, and row security cannot blind them.
KEYS = [  # table, columns, table they name: never in another company
    (
        "inventory_product",
        "category_company",
        "company_id, category_id",
        "inventory_category",
        "company_id, id",
    ),
    ("inventory_place", "branch_company", "company_id, branch_id", "erp_branch", "company_id, id"),
    *(
        (
            "inventory_product",
            f"{column}_company",
            f"company_id, {column}_id",
            f"accounting_{target}",
            "company_id, id",
        )
        for column, target in [
            ("sales_tax_code", "taxcode"),
            ("purchase_tax_code", "taxcode"),
            ("revenue_account", "account"),
            ("expense_account", "account"),
        ]
    ),
    *(
        (table, f"{column}_company", f"company_id, {column}_id", f"inventory_{target}", "company_id, id")
        for table, column, target in [
            ("inventory_stockmove", "product", "product"),
            ("inventory_stockmove", "from_place", "place"),
            ("inventory_stockmove", "to_place", "place"),
            ("inventory_reservation", "product", "product"),
            ("inventory_reservation", "place", "place"),
            ("inventory_stockcount", "place", "place"),
            ("inventory_purchaseorderline", "product", "product"),
            ("inventory_receiptline", "place", "place"),
        ]
    ),
    *(
        (
            table,
            f"{column}_copies",
            f"{column}_id, company_id, branch_id, party_id",
            f"inventory_{target}",
            "id, company_id, branch_id, party_id",
        )
        for table, column, target in [
            ("inventory_purchaseorderline", "purchase_order", "purchaseorder"),
            ("inventory_receipt", "purchase_order", "purchaseorder"),
            ("inventory_receiptline", "receipt", "receipt"),
        ]
    ),
]
UNIQUES = [
    ("inventory_category", "category_company_id", "company_id, id"),
    ("inventory_purchaseorder", "purchase_order_copied", "id, company_id, branch_id, party_id"),
    ("inventory_receipt", "receipt_copied", "id, company_id, branch_id, party_id"),
]
ADD_KEYS = "".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE ({columns});" for table, name, columns in UNIQUES
) + "".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} FOREIGN KEY ({columns})"
    f" REFERENCES {target} ({named});"
    for table, name, columns, target, named in KEYS
)
DROP_KEYS = "".join(
    f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name};" for table, name, *_ in KEYS
) + "".join(f"ALTER TABLE {table} DROP CONSTRAINT {name};" for table, name, _ in UNIQUES)

# One statement each, rows in one order (product, place), so two movers never wait for each other.
LEVELS = """
CREATE FUNCTION stock_moved() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE short record;
BEGIN
    INSERT INTO inventory_stocklevel AS kept
        (company_id, branch_id, product_id, place_id, on_hand, reserved)
    SELECT p.company_id, p.branch_id, m.product_id, p.id, sum(m.quantity), 0
    FROM (SELECT product_id, to_place_id AS place_id, quantity FROM moved
          UNION ALL SELECT product_id, from_place_id, -quantity FROM moved) m
    JOIN inventory_place p ON p.id = m.place_id AND p.kind = 'INTERNAL'
    GROUP BY p.company_id, p.branch_id, m.product_id, p.id ORDER BY m.product_id, p.id
    ON CONFLICT (product_id, place_id) DO UPDATE SET on_hand = kept.on_hand + excluded.on_hand;
    SELECT l.product_id, l.place_id, l.on_hand INTO short
    FROM inventory_stocklevel l JOIN inventory_place p ON p.id = l.place_id AND NOT p.allows_negative
    WHERE l.on_hand < 0
      AND (l.product_id, l.place_id) IN (SELECT product_id, from_place_id FROM moved) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'place % would hold % of product %', short.place_id, short.on_hand,
            short.product_id USING ERRCODE = '23514', CONSTRAINT = 'stock_level_not_negative';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stock_moved AFTER INSERT ON inventory_stockmove
    REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION stock_moved();

CREATE FUNCTION stock_reserved() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO inventory_stocklevel AS kept
        (company_id, branch_id, product_id, place_id, on_hand, reserved)
    SELECT company_id, branch_id, product_id, place_id, 0, sum(quantity) FROM changed
    GROUP BY company_id, branch_id, product_id, place_id ORDER BY product_id, place_id
    ON CONFLICT (product_id, place_id) DO UPDATE SET reserved = kept.reserved + excluded.reserved;
    RETURN NULL;
END $$;
CREATE TRIGGER stock_reserved AFTER INSERT ON inventory_reservation
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION stock_reserved();

CREATE FUNCTION stock_released() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Locked in one order first: an UPDATE by itself takes rows as its plan finds them.
    PERFORM FROM inventory_stocklevel l
        WHERE (l.product_id, l.place_id) IN (SELECT product_id, place_id FROM changed)
        ORDER BY l.product_id, l.place_id FOR UPDATE;
    UPDATE inventory_stocklevel l SET reserved = l.reserved - c.quantity
    FROM (SELECT product_id, place_id, sum(quantity) AS quantity FROM changed GROUP BY 1, 2) c
    WHERE (l.product_id, l.place_id) = (c.product_id, c.place_id);
    RETURN NULL;
END $$;
CREATE TRIGGER stock_released AFTER DELETE ON inventory_reservation
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION stock_released();
"""

REBUILD = """
-- For `manage.py rebuild_stock` and nobody else: levels become what moves and reservations say.
CREATE FUNCTION rebuild_stock_levels() RETURNS bigint LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed bigint;
BEGIN
    PERFORM set_config('inventory.rebuild', 'on', true);
    LOCK TABLE inventory_stockmove, inventory_reservation IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO inventory_stocklevel AS kept
        (company_id, branch_id, product_id, place_id, on_hand, reserved)
    SELECT p.company_id, p.branch_id, s.product_id, p.id, sum(s.moved), sum(s.promised)
    FROM (SELECT product_id, to_place_id AS place_id, quantity AS moved, 0 AS promised
              FROM inventory_stockmove
          UNION ALL SELECT product_id, from_place_id, -quantity, 0 FROM inventory_stockmove
          UNION ALL SELECT product_id, place_id, 0, quantity FROM inventory_reservation
          UNION ALL SELECT product_id, place_id, 0, 0 FROM inventory_stocklevel) s
    JOIN inventory_place p ON p.id = s.place_id AND p.kind = 'INTERNAL'
    GROUP BY p.company_id, p.branch_id, s.product_id, p.id ORDER BY s.product_id, p.id
    ON CONFLICT (product_id, place_id)
    DO UPDATE SET on_hand = excluded.on_hand, reserved = excluded.reserved
    WHERE (kept.on_hand, kept.reserved) IS DISTINCT FROM (excluded.on_hand, excluded.reserved);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM set_config('inventory.rebuild', 'off', true);
    RETURN changed;
END $$;
REVOKE ALL ON FUNCTION rebuild_stock_levels() FROM PUBLIC;
"""

REFUSALS = """
CREATE FUNCTION stock_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % refused: move the goods back instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '23514';
END $$;
CREATE FUNCTION level_by_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND current_setting('inventory.rebuild', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'levels follow moves and reservations' USING ERRCODE = '23514';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON inventory_stockmove
    FOR EACH STATEMENT EXECUTE FUNCTION stock_only_grows();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON inventory_stockmove
    FOR EACH STATEMENT EXECUTE FUNCTION stock_only_grows();
CREATE TRIGGER no_change BEFORE UPDATE ON inventory_reservation
    FOR EACH STATEMENT EXECUTE FUNCTION stock_only_grows();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON inventory_reservation
    FOR EACH STATEMENT EXECUTE FUNCTION stock_only_grows();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON inventory_stockcount
    FOR EACH STATEMENT EXECUTE FUNCTION stock_only_grows();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON inventory_stockcountline
    FOR EACH STATEMENT EXECUTE FUNCTION stock_only_grows();
CREATE TRIGGER level_by_moves BEFORE INSERT OR UPDATE OR DELETE ON inventory_stocklevel
    FOR EACH ROW EXECUTE FUNCTION level_by_moves();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON inventory_stocklevel
    FOR EACH STATEMENT EXECUTE FUNCTION stock_only_grows();
DO $$
DECLARE kept record;
BEGIN
    FOR kept IN SELECT tgrelid::regclass AS table_name, tgname FROM pg_trigger
                WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY
                    ('{inventory_stockmove,inventory_reservation,inventory_stocklevel,inventory_stockcount,
                       inventory_stockcountline}'::text[]) LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', kept.table_name, kept.tgname);
    END LOOP;
END $$;
"""
FUNCTIONS = (
    *("stock_moved", "stock_reserved", "stock_released", "rebuild_stock_levels"),
    *("stock_only_grows", "level_by_moves"),
)
DROP_FUNCTIONS = "".join(f"DROP FUNCTION {name} CASCADE;" for name in FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0001_initial"),
        ("erp", "0001_initial"),
        ("accounting", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(ADD_KEYS, DROP_KEYS),
        migrations.RunSQL(LEVELS + REBUILD + REFUSALS, DROP_FUNCTIONS),
    ]
