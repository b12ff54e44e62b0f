"""Addresses under /api/v1/billing/."""

from django.urls import path

from complaints.api.billing import views

urlpatterns = [
    path("bulk/", views.Bulk.as_view(), name="billing_bulk"),
    path("customers/<str:id>/", views.CustomerView.as_view(), name="billing_customer"),
    path("accounts/<str:id>/", views.AccountView.as_view(), name="billing_account"),
    path("bills/<str:id>/", views.BillView.as_view(), name="billing_bill"),
    path("payments/<str:id>/", views.PaymentView.as_view(), name="billing_payment"),
]
