from django.contrib import admin
from django.urls import include, path

handler500 = "troubleshooter.views.trouble.trouble"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("troubleshooter.urls")),
]
