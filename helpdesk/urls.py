from django.contrib import admin
from django.urls import include, path

handler500 = "troubleshooter.views.trouble.trouble"

urlpatterns = [
    path("", include("troubleshooter.urls")),
    path("admin/", admin.site.urls),
]
