"""Addresses under /api/v1/billing/."""

from django.urls import path

from complaints.api.billing import adjustments, views

urlpatterns = [
    path("bulk/", views.Bulk.as_view(), name="billing_bulk"),
    path("adjustments/", adjustments.Adjustments.as_view(), name="billing_adjustments"),
    path("adjustments/<int:pk>/", adjustments.AdjustmentDetail.as_view(), name="billing_adjustment"),
    path("adjustments/<int:pk>/acknowledge/", adjustments.Acknowledge.as_view(), name="billing_acknowledge"),
    path("adjustments/<int:pk>/settle/", adjustments.Settle.as_view(), name="billing_settle"),
    path("adjustments/<int:pk>/reject/", adjustments.Reject.as_view(), name="billing_reject"),
    path("adjustments/<int:pk>/reverse/", adjustments.Reverse.as_view(), name="billing_reverse"),
    path("customers/<str:id>/", views.CustomerView.as_view(), name="billing_customer"),
    path("accounts/<str:id>/", views.AccountView.as_view(), name="billing_account"),
    path("bills/<str:id>/", views.BillView.as_view(), name="billing_bill"),
    path("payments/<str:id>/", views.PaymentView.as_view(), name="billing_payment"),
]
