"""Editable lists as the API answers them: each row with its code and its label in the language asked for."""

from rest_framework import serializers

from complaints.api.details_serializers import QuestionSerializer
from complaints.choices import Nature


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()


class CategorySerializer(CodeSerializer):
    nature = serializers.ChoiceField(choices=Nature.choices)
    utility = serializers.CharField()
    questions = QuestionSerializer(many=True, source="asked")


class ReasonSerializer(CodeSerializer):
    list = serializers.CharField()


class TeamSerializer(CodeSerializer):
    department = serializers.CharField(source="department.code", allow_null=True, default=None)
    region = serializers.CharField(source="region.code", allow_null=True, default=None)
