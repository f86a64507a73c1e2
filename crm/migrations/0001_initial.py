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
        ('inventory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('CALL', 'Call'), ('VISIT', 'Visit'), ('NOTE', 'Note')], default='NOTE', max_length=8, verbose_name='kind')),
                ('text', models.TextField(verbose_name='text')),
                ('happened_at', models.DateTimeField(verbose_name='when')),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='erp.party')),
            ],
            options={
                'verbose_name_plural': 'activities',
                'indexes': [models.Index(fields=['company', 'party', '-happened_at'], name='activity_newest')],
            },
        ),
        migrations.CreateModel(
            name='FranchiseUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreement_version', models.CharField(default='1', max_length=20)),
                ('start_date', models.DateField()),
                ('end_date', models.DateField(blank=True, null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='franchise_units', to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('franchisor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='franchise_units', to='erp.party')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('branch', 'start_date'), name='franchise_unit_once'), models.CheckConstraint(condition=models.Q(('end_date', None), ('end_date__gte', models.F('start_date')), _connector='OR'), name='franchise_unit_days')],
            },
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('door', models.CharField(max_length=10)),
                ('subject', models.CharField(max_length=80)),
                ('label', models.CharField(max_length=80)),
                ('status', models.CharField(choices=[('OPEN', 'Open'), ('ANSWERED', 'Answered'), ('CLOSED', 'Closed')], default='OPEN', max_length=10)),
                ('key', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='erp.party')),
            ],
            options={
                'verbose_name_plural': 'inquiries',
                'indexes': [models.Index(fields=['company', 'subject'], name='inquiry_by_subject')],
                'constraints': [models.UniqueConstraint(fields=('company', 'party', 'key'), name='inquiry_once_per_key')],
            },
        ),
        migrations.CreateModel(
            name='PriceList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('prices_include_tax', models.BooleanField(default=False)),
                ('is_default', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'code'), name='price_list_code'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('company', 'currency'), name='price_list_one_default')],
            },
        ),
        migrations.CreateModel(
            name='SalesOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('status', models.CharField(choices=[('DRAFT', 'Draft'), ('WAITING', 'Waiting for approval'), ('CONFIRMED', 'Confirmed'), ('DELIVERED', 'Delivered'), ('CANCELED', 'Canceled')], default='DRAFT', max_length=10)),
                ('number', models.CharField(max_length=40, verbose_name='number')),
                ('key', models.CharField(max_length=64)),
                ('channel', models.CharField(default='OFFICE', max_length=30, verbose_name='channel')),
                ('customer_order_number', models.CharField(blank=True, max_length=60, verbose_name='your order number')),
                ('buyer_reference', models.CharField(blank=True, max_length=60, verbose_name='buyer reference')),
                ('currency', models.CharField(max_length=3)),
                ('prices_include_tax', models.BooleanField(default=False)),
                ('order_date', models.DateField(verbose_name='ordered')),
                ('required_date', models.DateField(blank=True, null=True, verbose_name='wanted by')),
                ('ship_to_address', models.TextField(blank=True)),
                ('freight', models.DecimalField(decimal_places=4, default=0, max_digits=19)),
                ('net', models.DecimalField(decimal_places=4, default=0, max_digits=19)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounting.customeraccount')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sales_orders', to='erp.party')),
                ('ship_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='erp.party')),
                ('sold_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='erp.party')),
            ],
            options={
                'indexes': [models.Index(fields=['company', '-order_date', '-id'], name='sales_order_newest'), models.Index(fields=['party', '-order_date', '-id'], name='sales_order_newest_of_party')],
                'constraints': [models.UniqueConstraint(fields=('company', 'id'), name='sales_order_company_id'), models.UniqueConstraint(fields=('company', 'number'), name='sales_order_number'), models.UniqueConstraint(fields=('company', 'key'), name='sales_order_once_per_key'), models.CheckConstraint(condition=models.Q(('freight__gte', 0)), name='sales_order_freight')],
            },
        ),
        migrations.CreateModel(
            name='CustomerPriceList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='price_list_choice', to='accounting.customeraccount')),
                ('price_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='crm.pricelist')),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('status', models.CharField(choices=[('SHIPPED', 'Shipped'), ('INVOICED', 'Invoiced')], default='SHIPPED', max_length=10)),
                ('number', models.CharField(max_length=40, verbose_name='number')),
                ('key', models.CharField(max_length=64)),
                ('delivery_date', models.DateField(verbose_name='delivered')),
                ('carrier', models.CharField(blank=True, max_length=60, verbose_name='carrier')),
                ('tracking_number', models.CharField(blank=True, max_length=60, verbose_name='tracking number')),
                ('freight', models.DecimalField(decimal_places=4, default=0, max_digits=19)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invoice', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='accounting.invoice')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='erp.party')),
                ('sales_order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='crm.salesorder')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(fields=['company', '-delivery_date', '-id'], name='delivery_newest'), models.Index(fields=['party', '-delivery_date', '-id'], name='delivery_newest_of_party')],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='delivery_number'), models.UniqueConstraint(fields=('company', 'key'), name='delivery_once_per_key'), models.CheckConstraint(condition=models.Q(('status', 'SHIPPED'), ('invoice__isnull', False), _connector='OR'), name='delivery_invoiced_has_invoice')],
            },
        ),
        migrations.CreateModel(
            name='InquiryMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author_name', models.CharField(max_length=120)),
                ('is_from_company', models.BooleanField()),
                ('text', models.TextField(verbose_name='text')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='crm.inquiry')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='erp.party')),
            ],
        ),
        migrations.CreateModel(
            name='PriceListItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity_min', models.DecimalField(decimal_places=6, default=0, max_digits=18)),
                ('unit_price', models.DecimalField(decimal_places=6, max_digits=19)),
                ('start_date', models.DateField()),
                ('end_date', models.DateField(blank=True, null=True)),
                ('price_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='crm.pricelist')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('price_list', 'product', 'quantity_min', 'start_date'), name='price_once'), models.CheckConstraint(condition=models.Q(('quantity_min__gte', 0), ('unit_price__gte', 0)), name='price_not_negative'), models.CheckConstraint(condition=models.Q(('end_date', None), ('end_date__gte', models.F('start_date')), _connector='OR'), name='price_days')],
            },
        ),
        migrations.CreateModel(
            name='SalesOrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_no', models.PositiveSmallIntegerField()),
                ('description', models.CharField(max_length=200)),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=18)),
                ('delivered_quantity', models.DecimalField(decimal_places=6, default=0, max_digits=18)),
                ('gross_unit_price', models.DecimalField(decimal_places=6, max_digits=19)),
                ('allowance_percent', models.DecimalField(decimal_places=4, default=0, max_digits=7)),
                ('net_unit_price', models.DecimalField(decimal_places=6, max_digits=19)),
                ('price_trail', models.CharField(blank=True, max_length=200)),
                ('net', models.DecimalField(decimal_places=4, max_digits=19)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='erp.party')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='inventory.product')),
                ('sales_order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='crm.salesorder')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sales_order', 'line_no'), name='sales_order_line_no'), models.CheckConstraint(condition=models.Q(('gross_unit_price__gte', 0), ('net_unit_price__gte', 0), ('quantity__gt', 0)), name='sales_order_line_amounts'), models.CheckConstraint(condition=models.Q(('delivered_quantity__gte', 0), ('delivered_quantity__lte', models.F('quantity'))), name='sales_order_line_delivered')],
            },
        ),
        migrations.CreateModel(
            name='DeliveryLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=18)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.branch')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='erp.company')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='crm.delivery')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='erp.party')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='inventory.place')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.salesorderline')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='delivery_line_positive')],
            },
        ),
    ]
