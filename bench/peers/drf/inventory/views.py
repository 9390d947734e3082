"""A list view with a serializer and a paginator, as the framework's tutorial has them."""

from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer

from .models import Number

FILTERS = {"msTenantId": "tenantId", "acquiredNumberStatus": "acquiredNumberStatus"}


class NumberSerializer(ModelSerializer):
    class Meta:
        model = Number
        fields = [field.name for field in Number._meta.fields]


class NumberPagination(PageNumberPagination):
    page_size = 200
    page_query_param = "pageNumber"
    page_size_query_param = "pageSize"
    max_page_size = 10000

    def get_paginated_response(self, data):
        paginator = self.page.paginator
        return Response(
            {
                "currentPage": self.page.number,
                "pageSize": paginator.per_page,
                "totalPages": paginator.num_pages,
                "totalRecords": paginator.count,
                "data": data,
            }
        )


class NumberList(ListAPIView):
    serializer_class = NumberSerializer
    pagination_class = NumberPagination

    def get_queryset(self):
        asked = self.request.query_params
        filters = {column: asked[name] for name, column in FILTERS.items() if name in asked}
        return Number.objects.filter(**filters).order_by("tenantId", "id")
