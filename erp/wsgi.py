"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from erp.launch.startup import refuse_unsafe_login

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings")
application = get_wsgi_application()
refuse_unsafe_login()
