"""Every address of the site, in one list."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("gestion/", admin.site.urls),
]
