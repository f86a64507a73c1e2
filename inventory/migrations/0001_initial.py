import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounting', '0001_initial'),
        ('erp', '0001_initial'),
        ('erp', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='inventory.category')),
            ],
            options={
                'verbose_name_plural': 'categories',
                'constraints': [models.UniqueConstraint(fields=('company', 'name'), name='category_company_name')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('INTERNAL', 'Own place'), ('CUSTOMER', 'Customers'), ('SUPPLIER', 'Suppliers'), ('COUNT', 'Counts and losses')], default='INTERNAL', max_length=10)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('is_default', models.BooleanField(default=False, verbose_name='orders are shipped from here')),
                ('allows_negative', models.BooleanField(default=False, verbose_name='may fall below zero')),
                ('is_active', models.BooleanField(default=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('branch',), name='place_one_default_per_branch'), models.CheckConstraint(condition=models.Q(('is_default', False), ('kind', 'INTERNAL'), _connector='OR'), name='place_default_is_own'), models.UniqueConstraint(fields=('company', 'code'), name='place_company_code'), models.UniqueConstraint(fields=('company', 'id'), name='place_company_id')],
            },
        ),
        migrations.CreateModel(
            name='PurchaseOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('status', models.CharField(choices=[('DRAFT', 'Draft'), ('ORDERED', 'Ordered'), ('RECEIVED', 'Received'), ('CANCELED', 'Canceled')], default='DRAFT', max_length=10)),
                ('number', models.CharField(max_length=40, null=True, verbose_name='number')),
                ('currency', models.CharField(max_length=3)),
                ('order_date', models.DateField(verbose_name='ordered')),
                ('expected_date', models.DateField(blank=True, null=True, verbose_name='expected')),
                ('key', models.CharField(max_length=64)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('net', models.DecimalField(decimal_places=4, default=0, max_digits=19)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purchase_orders', to='erp.party')),
                ('supplier_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounting.supplieraccount')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-order_date', '-id'], name='purchase_order_newest'), models.Index(fields=['party', '-order_date', '-id'], name='purchase_order_newest_of_party')],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='purchase_order_number'), models.UniqueConstraint(fields=('company', 'key'), name='purchase_order_once_per_key'), models.CheckConstraint(condition=models.Q(('status', 'DRAFT'), ('number__isnull', False), _connector='OR'), name='purchase_order_has_number')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('code', models.CharField(max_length=3, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=40, verbose_name='article number')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('kind', models.CharField(choices=[('GOODS', 'Goods'), ('SERVICE', 'Service')], default='GOODS', max_length=8, verbose_name='kind')),
                ('standard_cost', models.DecimalField(blank=True, decimal_places=6, max_digits=19, null=True, verbose_name='standard cost')),
                ('reorder_level', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='reorder level')),
                ('is_sold', models.BooleanField(default=True, verbose_name='is sold')),
                ('is_active', models.BooleanField(default=True, verbose_name='is active')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.category')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('expense_account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounting.account')),
                ('purchase_tax_code', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounting.taxcode')),
                ('revenue_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounting.account')),
                ('sales_tax_code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounting.taxcode')),
                ('supplier_account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounting.supplieraccount')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'id'), name='product_company_id'), models.UniqueConstraint(fields=('company', 'code'), name='product_company_code'), models.CheckConstraint(condition=models.Q(('standard_cost', None), ('standard_cost__gte', 0), _connector='OR'), name='product_standard_cost')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(max_length=40, verbose_name='number')),
                ('delivery_note', models.CharField(blank=True, max_length=60, verbose_name='delivery note')),
                ('receipt_date', models.DateField(verbose_name='received')),
                ('key', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='erp.party')),
                ('purchase_order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='inventory.purchaseorder')),
            ],
            options={
                'indexes': [models.Index(fields=['party', '-receipt_date', '-id'], name='receipt_newest_of_party')],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='receipt_company_number'), models.UniqueConstraint(fields=('company', 'key'), name='receipt_once_per_key')],
            },
        ),
        migrations.CreateModel(
            name='StockCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(max_length=64)),
                ('count_date', models.DateField(verbose_name='counted on')),
                ('reason', models.CharField(blank=True, max_length=120, verbose_name='reason')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('counted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'key'), name='stock_count_once_per_key')],
            },
        ),
        migrations.CreateModel(
            name='PurchaseOrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_no', models.PositiveSmallIntegerField()),
                ('description', models.CharField(max_length=200)),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=18)),
                ('received_quantity', models.DecimalField(decimal_places=6, default=0, max_digits=18)),
                ('unit_price', models.DecimalField(decimal_places=6, max_digits=19)),
                ('net', models.DecimalField(decimal_places=4, max_digits=19)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='erp.party')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.product')),
                ('purchase_order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='inventory.purchaseorder')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('purchase_order', 'line_no'), name='purchase_order_line_no'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0), ('unit_price__gte', 0)), name='purchase_order_line_amounts'), models.CheckConstraint(condition=models.Q(('received_quantity__gte', 0), ('received_quantity__lte', models.F('quantity'))), name='purchase_order_line_received')],
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=18)),
                ('source', models.CharField(max_length=80)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.place')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'source'), name='reservation_source'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='reservation_positive')],
            },
        ),
        migrations.CreateModel(
            name='StockCountLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expected', models.DecimalField(decimal_places=6, max_digits=18)),
                ('counted', models.DecimalField(decimal_places=6, max_digits=18)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.product')),
                ('stock_count', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='inventory.stockcount')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('stock_count', 'product'), name='stock_count_line_once'), models.CheckConstraint(condition=models.Q(('counted__gte', 0)), name='stock_count_line_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='StockLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_hand', models.DecimalField(decimal_places=6, default=0, max_digits=18)),
                ('reserved', models.DecimalField(decimal_places=6, default=0, max_digits=18)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.place')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='inventory.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('product', 'place'), name='stock_level_once'), models.CheckConstraint(condition=models.Q(('reserved__gte', 0)), name='stock_reserved_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='StockMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=18)),
                ('move_date', models.DateField()),
                ('source', models.CharField(max_length=80)),
                ('reason', models.CharField(blank=True, max_length=120)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('from_place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves_out', to='inventory.place')),
                ('moved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.product')),
                ('to_place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves_in', to='inventory.place')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'product', '-id'], name='move_by_product')],
                'constraints': [models.UniqueConstraint(fields=('company', 'source'), name='stock_move_source'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='stock_move_positive'), models.CheckConstraint(condition=models.Q(('from_place', models.F('to_place')), _negated=True), name='stock_move_between_two')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=18)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.purchaseorderline')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='erp.party')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.place')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='inventory.receipt')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='receipt_line_positive')],
            },
        ),
    ]
