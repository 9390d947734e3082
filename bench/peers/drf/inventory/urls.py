"""The one path."""

from django.urls import path

from .views import NumberList

urlpatterns = [path("api/v3/oc/numbers", NumberList.as_view())]
